/**
 * The computation graph as a picture: sources, operations, values in blue, gradients in red, shapes. Hovering over an edge
 * tells upstream · local = downstream; buttons and keys go through a run step by step. Drawn by Graphviz, offline.
 */

import { DataError } from "../errors";
import type { Node, Role } from "../graph/node";
import { shown } from "../matrix/checks";
import type { Matrix } from "../matrix/matrix";
import { ComputationalGraph } from "../run/graph";
import { shapeText } from "../shape";
import { GRADIENT, VALUE, withSteps } from "./graph-picture";
import { type DrawnEdge, edgesOf, numbersText, storyOf } from "./graph-steps";
import { SteppedPicture } from "./steps";
import { escapeXml } from "./svg";

/** A source is learned, given, or fixed: told by its colour, and by a word. */
const ROLES: Readonly<Record<Role, { fill: string; word: string }>> = {
	parameter: { fill: "#fff3d6", word: "learned" },
	input: { fill: "#e3f0fb", word: "input" },
	constant: { fill: "#f2f2f2", word: "fixed" },
	operation: { fill: "#ffffff", word: "" },
};

/**
 * Draws a graph. Values are shown once it has run forward, gradients once it has run backward.
 * Source of the layout: Graphviz, compiled to WebAssembly by @viz-js/viz.
 * @throws DataError for what is no graph
 */
export async function drawGraph(graph: ComputationalGraph): Promise<SteppedPicture> {
	if (!(graph instanceof ComputationalGraph))
		throw new DataError(
			`drawGraph: ${shown(graph)} is no graph. new ComputationalGraph(node) makes one of an expression.`,
		);
	const { instance } = await import("@viz-js/viz"); // large, and seldom wanted
	const viz = await instance();
	const numbersOf = (ask: () => readonly (Matrix | null)[]) => {
		const all = attempt(ask);
		return all && new Map(graph.order.flatMap((node, k) => (all[k] === null ? [] : [[node, all[k] as Matrix]])));
	};
	const values = numbersOf(() => graph.order.map((node) => graph.borrowValue(node)));
	const traced = attempt(() => graph.trace()); // undefined before a backward pass
	const gradients = traced && numbersOf(() => graph.order.map((node) => graph.gradientOf(node)));
	const edges = edgesOf(graph, traced ?? []);
	const story = storyOf(graph, edges, values, gradients);
	const svg = viz.renderString(dotOf(graph, edges, values, gradients), { format: "svg", engine: "dot" });
	const words = wordsOf(graph);
	const described = svg
		.slice(svg.indexOf("<svg"))
		.replace("<svg", () => `<svg role="img" aria-label="${escapeXml(words)}" style="max-width:100%;height:auto"`);
	return new SteppedPicture(withSteps(described, graph.order, edges, story), story.steps, words);
}

/** A graph as Graphviz reads it. The ids say which node or edge a group of the picture is. */
function dotOf(
	{ order }: ComputationalGraph,
	edges: readonly DrawnEdge[],
	values: ReadonlyMap<Node, Matrix> | undefined,
	gradients: ReadonlyMap<Node, Matrix> | undefined,
): string {
	const numbers = new Map(order.map((node, k) => [node, k]));
	const nodes = order.map((node, k) => {
		const { fill } = ROLES[node.role];
		const shape = node.gate === null ? 'shape=box, style="rounded,filled"' : "shape=ellipse, style=filled";
		const label = labelOf(node, values?.get(node), gradients?.get(node));
		return `n${k} [id="n${k}", ${shape}, fillcolor="${fill}", label=<${label}>];`;
	});
	const arrows = edges.map(({ input, gate, traced }, k) => {
		const sent = traced?.downstream.data.length === 1 ? `, label="${numbersText(traced.downstream)}"` : "";
		return `n${numbers.get(input)} -> n${numbers.get(gate)} [id="e${k}"${sent}];`;
	});
	const look = 'fontname="Helvetica,Arial,sans-serif"';
	return `digraph { rankdir=LR; bgcolor="white"; nodesep=0.3; node [${look}, fontsize=11, margin="0.26,0.08"]; edge [${look}, fontsize=9, fontcolor="${GRADIENT}", arrowsize=0.7]; ${[...nodes, ...arrows].join("\n")} }`;
}

function labelOf(node: Node, value: Matrix | undefined, gradient: Matrix | undefined): string {
	const title = node.label ?? node.gate?.name ?? "constant";
	const operation = node.label !== null && node.gate !== null ? ` = ${node.gate.name}` : "";
	const { word } = ROLES[node.role];
	const lines = [
		`<B>${graphvizText(title)}</B>${graphvizText(operation)}`,
		`<FONT POINT-SIZE="9">${shapeText(node)}${word === "" ? "" : `, ${word}`}</FONT>`,
	];
	if (value !== undefined) lines.push(`<FONT COLOR="${VALUE}">${escapeXml(numbersText(value))}</FONT>`);
	if (gradient !== undefined) lines.push(`<FONT COLOR="${GRADIENT}">∂ ${escapeXml(numbersText(gradient))}</FONT>`);
	return lines.join("<BR/>");
}

/** Text in a label of Graphviz, where a line break is nothing and `\N` would be the name of the node. */
function graphvizText(text: string): string {
	return escapeXml(text.replace(/[\t\n\r]+/g, " ")).replaceAll("\\", "\\\\");
}

/** What can be had of a graph that has not run yet: nothing. */
function attempt<T>(ask: () => T): T | undefined {
	try {
		return ask();
	} catch {
		return undefined;
	}
}

function wordsOf({ order, output }: ComputationalGraph): string {
	const named = order.filter(({ gate }) => gate === null).map(({ name }) => name);
	const steps = order
		.filter(({ gate }) => gate !== null)
		.map((node) => `${node.name} of ${node.inputs.map(({ name }) => name).join(" and ")}`);
	return `Computation graph of ${output.name}. Sources: ${named.join(", ")}. Steps: ${steps.join("; ")}.`;
}
