/**
 * The computation graph as a picture: sources, operations, values in blue, gradients in red, shapes. Hovering over an edge
 * tells upstream · local = downstream. Drawn by Graphviz, offline; it needs no script to be looked at.
 */
import type * as VizJs from "@viz-js/viz";
import { shapeText } from "../errors";
import type { ComputationalGraph } from "../graph/graph";
import type { Node } from "../graph/node";
import type { TracedEdge } from "../graph/trace";
import type { Matrix } from "../matrix/matrix";
import { shortNumber } from "./figure";
import { escapeXml } from "./svg";

/** A drawn graph. */
export class Drawing {
	constructor(
		readonly svg: string,
		private readonly words: string,
	) {}

	/** What it shows, in words. */
	toString(): string {
		return this.words;
	}

	[Symbol.for("nodejs.util.inspect.custom")](): string {
		return this.words;
	}

	[Symbol.for("Jupyter.display")](): Record<string, string> {
		return { "image/svg+xml": this.svg, "text/plain": this.words };
	}
}

const VALUE = "#0059a0";
const GRADIENT = "#b01020";
/** Matrices of so few numbers are written out. */
const WRITTEN_OUT = 6;

/**
 * Draws a graph. Values are shown once it has run forward, gradients once it has run backward.
 * Source of the layout: Graphviz, compiled to WebAssembly by @viz-js/viz.
 */
export async function drawGraph(graph: ComputationalGraph): Promise<Drawing> {
	const { instance } = require("@viz-js/viz") as typeof VizJs;
	const viz = await instance();
	const svg = viz.renderString(dotOf(graph), { format: "svg", engine: "dot" });
	const words = wordsOf(graph);
	const described = svg
		.slice(svg.indexOf("<svg"))
		.replace("<svg", `<svg role="img" aria-label="${escapeXml(words)}" style="max-width:100%;height:auto"`);
	return new Drawing(described, words);
}

/** A node's number in its order, for Graphviz. */
function dotOf(graph: ComputationalGraph): string {
	const numbers = new Map(graph.order.map((node, k) => [node, k]));
	const values = attempt(() => graph.order.map((node) => graph.borrowValue(node)));
	const traced = attempt(() => graph.trace()); // undefined before a backward pass
	const gradients = traced && graph.order.map((node) => graph.gradientOf(node));
	const nodes = graph.order.map((node, k) => {
		const style =
			node.gate === null
				? 'shape=box, style="rounded,filled", fillcolor="#f2f2f2"'
				: 'shape=ellipse, style=filled, fillcolor="#ffffff"';
		return `n${k} [${style}, label=<${labelOf(node, values?.[k], gradients?.[k])}>, tooltip="${plain(node.name)}"];`;
	});
	const hovers = hoversOf(traced ?? [], numbers);
	const edges = graph.order.flatMap((node, k) =>
		node.inputs.map((input) => {
			const tip = hovers.get(`${numbers.get(input)} ${k}`) ?? `${input.name} → ${node.name}`;
			return `n${numbers.get(input)} -> n${k} [edgetooltip="${plain(tip)}", tooltip="${plain(tip)}"];`;
		}),
	);
	return `digraph { rankdir=LR; bgcolor="white"; nodesep=0.3; node [fontname="Helvetica,Arial,sans-serif", fontsize=11, margin="0.12,0.06"]; edge [arrowsize=0.7]; ${[...nodes, ...edges].join("\n")} }`;
}

function labelOf(node: Node, value: Matrix | undefined, gradient: Matrix | null | undefined): string {
	const title = node.label ?? node.gate?.name ?? "constant";
	const operation = node.label !== null && node.gate !== null ? ` = ${node.gate.name}` : "";
	const lines = [`<B>${escapeXml(title)}</B>${escapeXml(operation)}`, `<FONT POINT-SIZE="9">${shapeText(node)}</FONT>`];
	if (value !== undefined) lines.push(`<FONT COLOR="${VALUE}">${escapeXml(numbersText(value))}</FONT>`);
	if (gradient !== undefined && gradient !== null)
		lines.push(`<FONT COLOR="${GRADIENT}">∂ ${escapeXml(numbersText(gradient))}</FONT>`);
	return lines.join("<BR/>");
}

function numbersText(A: Matrix): string {
	if (A.data.length > WRITTEN_OUT) return `${A.data.length} numbers`;
	return A.toArray()
		.map((own) => own.map(shortNumber).join(" "))
		.join("; ");
}

/** For each edge that a gradient takes: upstream · local = downstream, where it is short. */
function hoversOf(traced: readonly TracedEdge[], numbers: ReadonlyMap<Node, number>): Map<string, string> {
	const hovers = new Map<string, string>();
	for (const { from, to, upstream, local, downstream } of traced) {
		const key = `${numbers.get(to)} ${numbers.get(from)}`;
		const told = `upstream ${numbersText(upstream)} · local ${numbersText(local)} = downstream ${numbersText(downstream)}`;
		hovers.set(key, hovers.has(key) ? `${hovers.get(key)}; and ${told}` : told);
	}
	return hovers;
}

/** What can be had of a graph that has not run yet: nothing. */
function attempt<T>(ask: () => T): T | undefined {
	try {
		return ask();
	} catch {
		return undefined;
	}
}

const plain = (text: string) => text.replace(/["\\\n]/g, " ");

function wordsOf({ order, output }: ComputationalGraph): string {
	const named = order.filter(({ gate }) => gate === null).map(({ name }) => name);
	const steps = order
		.filter(({ gate }) => gate !== null)
		.map((node) => `${node.name} of ${node.inputs.map(({ name }) => name).join(" and ")}`);
	return `Computation graph of ${output.name}. Sources: ${named.join(", ")}. Steps: ${steps.join("; ")}.`;
}
