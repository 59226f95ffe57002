/** Wx + b in one go: the product is added to the bias where it lies. The graph puts it where the learner wrote the parts. */
import type { Fusable, Gate } from "../graph/gate";
import { type ProductGate, productGate } from "./product";

/** The gate of (product) + bias, from those of its parts. Inputs: the two factors, then the bias. */
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
		latex: ([a, b, bias], output) => adding.latex([product.latex([a, b], output), bias], output),
	};
}

const FACTORS = [false, true];
const products = FACTORS.flatMap((turnA) => FACTORS.map((turnB) => productGate(turnA, turnB)));

/** How a gate that adds a bias to its first input fuses with the product that made it. */
export function fuseWithProduct(adding: () => Gate): NonNullable<Gate["fuse"]> {
	const gates = new Map<Gate | null, Gate>();
	return <T>(inputs: readonly T[], [first]: readonly Fusable<T>[]) => {
		const product = products.find((gate) => gate === first.gate);
		if (product === undefined || first.needed) return null;
		const gate = gates.get(product) ?? linearGate(product, adding());
		gates.set(product, gate);
		return { gate, inputs: [...first.inputs, inputs[1]] };
	};
}
