/** The gates of linear algebra: their local Jacobians are Kronecker products and selections. */
import { ShapeError } from "../errors";
import { Binding, within } from "../graph/gate";
import type { Operand } from "../graph/node";
import { factor, kronecker, ONES } from "../local/kronecker";
import { identity } from "../local/one-entry";
import { gate } from "./known";
import { requireColumn } from "./shapes";

/** Z + b·1ᵀ: the column b (n×1) added to every column of Z (n×B). @throws ShapeError when the heights differ */
export const addColumn = gate<[Z: Operand, b: Operand]>({
	name: "addColumn",
	arity: 2,
	shape: (inputs) => {
		const [Z, b] = inputs;
		requireColumn("addColumn", inputs, 1);
		if (Z.rows !== b.rows)
			throw new ShapeError(
				"addColumn",
				inputs,
				`${b.name} needs one entry for each row of ${Z.name}`,
				"A bias has the height of its layer. Lesson 06.",
			);
		return Z;
	},
	inPlace: true,
	forward: ([Z, b], output, kernels) => kernels.plusColumn(Z, b, output),
	local: (_inputs, _output, i) => (i === 0 ? identity() : kronecker({ right: ONES })),
	latex: ([Z, b]) => ({
		text: `${within(Z, Binding.sum)} + ${within(b, Binding.product)} \\mathbf{1}^\\top`,
		binding: Binding.sum,
	}),
});

/** aᵀb of two columns, 1×1. @throws ShapeError unless both are columns of one length */
export const dot = gate<[a: Operand, b: Operand]>({
	name: "dot",
	arity: 2,
	shape: (inputs) => {
		const [a, b] = inputs;
		requireColumn("dot", inputs, 0);
		requireColumn("dot", inputs, 1);
		if (a.rows !== b.rows)
			throw new ShapeError(
				"dot",
				inputs,
				`${a.name} has ${a.rows} entries but ${b.name} has ${b.rows}`,
				"Both columns need the same length.",
			);
		return { rows: 1, cols: 1 };
	},
	forward: ([a, b], output, kernels) => kernels.multiply(a, true, b, false, output, 0),
	local: (inputs, _output, i) => kronecker({ left: factor(inputs[1 - i], true) }),
	latex: ([a, b]) => ({
		text: `${within(a, Binding.atom)}^\\top ${within(b, Binding.product)}`,
		binding: Binding.product,
	}),
});
