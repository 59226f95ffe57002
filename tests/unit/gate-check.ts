/** The one gate test: for every gate, pull ≡ upstream × dense, and both ≡ numeric differentiation. */
import {
	type Kernels,
	Matrix,
	type Node,
	numericJacobian,
	type Random,
	reference,
	relativeError,
} from "../../src/index";
import { denseByRows } from "../../src/local/structure";

/** What one input of a gate is filled with. */
export type Filling = "any" | "positive" | "away from 0" | "well posed" | { indicesBelow: number };

export interface GateCase {
	/** The gate on sources of these shapes, and how each source is filled. */
	readonly node: Node;
	readonly fillings: readonly Filling[];
}

function filled(rows: number, cols: number, filling: Filling, random: Random): Matrix {
	const value = random.matrix(rows, cols);
	for (let k = 0; k < value.data.length; k++) {
		if (typeof filling === "object") value.data[k] = random.integer(filling.indicesBelow);
		// Far from singular: the diagonal outweighs its rows.
		else if (filling === "well posed") value.data[k] += k % (rows + 1) === 0 ? 2 * rows : 0;
		else if (filling === "positive") value.data[k] = 0.5 + Math.abs(value.data[k]);
		// A kink has no slope: a numeric derivative must not step across it.
		else if (filling === "away from 0") value.data[k] += Math.sign(value.data[k]) * 0.2;
	}
	return value;
}

export interface Disagreement {
	/** Worst relative difference of pull and upstream × dense, and of push and dense × nudge. */
	readonly pull: number;
	/** Worst relative difference of dense and numeric differentiation. */
	readonly numeric: number;
}

/** Compares the three at a random point, for every differentiable input. */
export function disagreement({ node, fillings }: GateCase, random: Random, kernels: Kernels = reference): Disagreement {
	const gate = node.gate as NonNullable<Node["gate"]>;
	/** A matrix where the kernels reach it: the compiled ones are tested, and not what they fall back on. */
	const placed = (value: Matrix) => {
		if (kernels.isNear(value)) return value;
		const near = kernels.zeros(value.rows, value.cols, value.precision);
		near.data.set(value.data);
		return near;
	};
	const inputs = node.inputs.map((input, i) =>
		placed(filled(input.rows as number, input.cols as number, fillings[i] ?? "any", random)),
	);
	const scratchShape = gate.scratch?.(inputs);
	const scratch = placed(new Matrix((scratchShape?.rows as number) ?? 0, (scratchShape?.cols as number) ?? 0));
	const output = placed(new Matrix(node.rows as number, node.cols as number));
	const run = () => {
		gate.forward(inputs, output, kernels, scratch);
		return output;
	};
	const upstream = placed(random.matrix(output.rows, output.cols)); // not uniform: a gate that mixes up entries must not pass
	const asRow = new Matrix(1, upstream.data.length, upstream.data);
	let worst: Disagreement = { pull: 0, numeric: 0 };
	inputs.forEach((input, i) => {
		run();
		const local = gate.local(inputs, output, i, scratch);
		if (local === null) return;
		const downstream = placed(random.matrix(input.rows, input.cols)); // to be overwritten
		local.pull(upstream, downstream, kernels, 0);
		const twice = placed(downstream.copy());
		local.pull(upstream, twice, kernels, 1); // and added to
		const half = new Matrix(
			1,
			twice.data.length,
			twice.data.map((value) => value / 2),
		);
		const dense = local.dense(output, input);
		const product = new Matrix(1, input.data.length);
		reference.multiply(asRow, false, dense, false, product, 0);
		const pulled = new Matrix(1, input.data.length, downstream.data);
		const rows = denseByRows(local, output, input, kernels);
		const nudge = random.matrix(input.rows, input.cols);
		const moved = new Matrix(output.rows, output.cols);
		local.push(nudge, moved, kernels);
		const byDense = new Matrix(output.data.length, 1);
		reference.multiply(dense, false, new Matrix(nudge.data.length, 1, nudge.data), false, byDense, 0);
		// Last: it runs the gate at other points.
		const original = input.copy();
		const numeric = numericJacobian((moved) => {
			input.data.set(moved.data);
			return run();
		}, original).jacobian;
		input.data.set(original.data);
		worst = {
			pull: Math.max(
				worst.pull,
				relativeError(new Matrix(moved.data.length, 1, moved.data), byDense, 1),
				relativeError(pulled, product, 1),
				relativeError(half, product, 1),
				relativeError(rows, dense, 1),
			),
			numeric: Math.max(worst.numeric, relativeError(dense, numeric, 1)),
		};
	});
	return worst;
}
