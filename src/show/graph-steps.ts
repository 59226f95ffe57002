/** A run through a computation graph, told step by step: values forward, then upstream · local = downstream, edge by edge. */

import type { Node } from "../graph/node";
import type { Matrix } from "../matrix/matrix";
import type { ComputationalGraph } from "../run/graph";
import type { TracedEdge } from "../run/trace";
import { shortNumber } from "./figure-data";

/** Matrices of so few numbers are written out. */
const WRITTEN_OUT = 6;

/** The numbers of a small matrix, row by row; of a large one how many there are. */
export function numbersText(A: Matrix): string {
	if (A.data.length > WRITTEN_OUT) return `${A.data.length} numbers`;
	return A.toArray()
		.map((own) => own.map(shortNumber).join(" "))
		.join("; ")
		.replaceAll("-", "−");
}

/** upstream · local = downstream, in numbers. */
export function edgeNumbers({ upstream, local, downstream }: TracedEdge): string {
	return `upstream ${numbersText(upstream)} · local ${numbersText(local)} = downstream ${numbersText(downstream)}`;
}

/** An edge of the drawing: from an input to the gate that takes it. */
export interface DrawnEdge {
	readonly input: Node;
	readonly gate: Node;
	/** Undefined before a backward pass, and where no gradient goes. */
	readonly traced?: TracedEdge;
}

/** What is told, and which step each part of the drawing belongs to. */
export interface Story {
	readonly output: Node;
	readonly steps: readonly string[];
	/** The step in which a node gets its value, and the one in which its gradient is complete. */
	readonly valueAt: ReadonlyMap<Node, number>;
	readonly gradientAt: ReadonlyMap<Node, number>;
	/** The step of an edge's gradient. */
	readonly edgeAt: ReadonlyMap<DrawnEdge, number>;
}

/** All edges, each with what the backward pass sent along it. */
export function edgesOf({ order }: ComputationalGraph, traced: readonly TracedEdge[]): DrawnEdge[] {
	const left = [...traced];
	return order.flatMap((gate) =>
		gate.inputs.map((input) => {
			// x·x has two edges from x: each takes one of the two that were traced.
			const found = left.findIndex(({ from, to }) => from === gate && to === input);
			return { input, gate, traced: found < 0 ? undefined : left.splice(found, 1)[0] };
		}),
	);
}

/**
 * The story of a run.
 * @param values undefined before a forward pass, gradients before a backward one
 */
export function storyOf(
	{ order, output }: ComputationalGraph,
	edges: readonly DrawnEdge[],
	values: ReadonlyMap<Node, Matrix> | undefined,
	gradients: ReadonlyMap<Node, Matrix> | undefined,
): Story {
	const [steps, valueAt, gradientAt, edgeAt] = [[] as string[], new Map(), new Map(), new Map()] as const;
	const sources = order.filter(({ gate }) => gate === null);
	const numbers = (node: Node) => (values === undefined ? "" : ` = ${numbersText(values.get(node) as Matrix)}`);
	const tell = (text: string) => steps.push(text) - 1;

	const given = tell(`Given: ${sources.map((node) => `${node.name}${numbers(node)}`).join(", ")}.`);
	for (const node of sources) valueAt.set(node, given);
	for (const node of order) {
		if (node.gate === null) continue;
		const inputs = node.inputs.map(({ name }) => name).join(", ");
		const title = node.label === null ? "" : `${node.label} is `;
		valueAt.set(node, tell(`Forward: ${title}${node.gate.name} of ${inputs}${numbers(node)}.`));
	}
	if (gradients === undefined) return { output, steps, valueAt, gradientAt, edgeAt };

	const start = gradients.get(output) as Matrix;
	const begins =
		start.data.length === 1 && start.data[0] === 1
			? `∂${output.name}/∂${output.name} = 1`
			: `the upstream gradient of ${output.name} is ${numbersText(start)}`;
	gradientAt.set(output, tell(`Backward begins: ${begins}.`));
	const waiting = new Map<Node, DrawnEdge[]>();
	for (const edge of edges.filter(({ traced }) => traced !== undefined))
		waiting.set(edge.input, [...(waiting.get(edge.input) ?? []), edge]);
	for (const gate of [...order].reverse())
		for (const edge of edges.filter((own) => own.gate === gate)) {
			if (edge.traced === undefined) continue;
			const arriving = waiting.get(edge.input) as DrawnEdge[];
			const isLast = arriving.every((other) => other === edge || edgeAt.has(other));
			const sum =
				arriving.length === 1
					? ""
					: isLast
						? ` ${arriving.length} edges have arrived at ${edge.input.name}: their sum is ${numbersText(gradients.get(edge.input) as Matrix)}.`
						: ` ${edge.input.name} is used elsewhere, too: more is to come.`;
			const step = tell(`Backward, ${gate.name} → ${edge.input.name}: ${edgeNumbers(edge.traced)}.${sum}`);
			edgeAt.set(edge, step);
			if (isLast) gradientAt.set(edge.input, step);
		}
	return { output, steps, valueAt, gradientAt, edgeAt };
}
