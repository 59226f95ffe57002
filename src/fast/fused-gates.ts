/** Gates that stand for several. Nobody writes them: the table of rewrites puts them in place (rewrites.ts). */

import { matmul } from "../gates/arithmetic";
import { exp } from "../gates/functions";
import { Binding, type Gate } from "../graph/gate";
import { Fused } from "../local/fused";
import { factor, kronecker } from "../local/kronecker";
import { Row } from "../local/row";

/** A matrix product, with the factors that are read transposed. */
export interface ProductGate extends Gate {
	readonly turned: readonly [boolean, boolean];
}

function makeProductGate(turnA: boolean, turnB: boolean): ProductGate {
	return {
		...matmul.gate,
		turned: [turnA, turnB],
		forward: ([A, B], C, kernels) => kernels.multiply(A, turnA, B, turnB, C, 0),
		// A factor that is read transposed gets its gradient transposed.
		local: ([A, B], _output, i) => {
			if (i === 0 && turnA)
				return new Fused([B], ([b], upstream, downstream, kernels, beta) =>
					kernels.multiply(b, turnB, upstream, true, downstream, beta),
				);
			if (i === 1 && turnB)
				return new Fused([A], ([a], upstream, downstream, kernels, beta) =>
					kernels.multiply(upstream, true, a, turnA, downstream, beta),
				);
			return i === 0 ? kronecker({ right: factor(B, turnB) }) : kronecker({ left: factor(A, turnA) });
		},
	};
}

const PRODUCTS = [true, false].flatMap((turnA) => [true, false].map((turnB) => makeProductGate(turnA, turnB)));

export function productGate(turnA: boolean, turnB: boolean): ProductGate {
	return PRODUCTS.find(({ turned }) => turned[0] === turnA && turned[1] === turnB) as ProductGate;
}

/** (product) + bias, by the gate of the product. Inputs: the two factors, then the bias. */
export function linearGates(adding: Gate): ReadonlyMap<Gate, Gate> {
	return new Map(
		PRODUCTS.map((product) => [product.turned.includes(true) ? product : matmul.gate, linearGate(product, adding)]),
	);
}

function linearGate(product: ProductGate, adding: Gate): Gate {
	const [turnA, turnB] = product.turned;
	return {
		name: "linear",
		shape: (inputs) => product.shape(inputs),
		forward: ([A, B, bias], output, kernels) => {
			kernels.spread(1, bias, output, 0);
			kernels.multiply(A, turnA, B, turnB, output, 1);
		},
		local: (inputs, output, i, scratch) =>
			i < 2 ? product.local(inputs, output, i, scratch) : adding.local(inputs, output, 1, scratch),
		latex: ([a, b, bias], output, letters) =>
			adding.latex([product.latex([a, b], output, letters), bias], output, letters),
	};
}

/** Σ exp(x), with the exponentials kept: they are its gradient. */
export const sumOfExpGate: Gate = {
	name: "sumOfExp",
	shape: () => ({ rows: 1, cols: 1 }),
	scratch: ([x]) => x,
	forward: ([X], output, kernels, exponentials) => {
		kernels.apply(exp.pointwise, X, exponentials);
		kernels.collapse(1, exponentials, output, 0);
	},
	local: (_inputs, _output, _i, exponentials) =>
		new Row([], (_operands, upstream, downstream, kernels, beta) =>
			kernels.add(upstream, exponentials, downstream, beta),
		),
	latex: ([x]) => ({ text: `\\mathbf{1}^\\top \\exp(${x.text}) \\mathbf{1}`, binding: Binding.product }),
};
