/** What is computed in one go where the learner wrote the parts: a table, gates on the left, one gate on the right. */
import { matmul, plus, transpose } from "../gates/arithmetic";
import { exp } from "../gates/functions";
import { addColumn } from "../gates/linear";
import { sum } from "../gates/reduce";
import type { Gate } from "../graph/gate";
import { chain, type Rewrite } from "../graph/operations";
import { linearGates, productGate, sumOfExpGate } from "./fused-gates";

/** Aᵀ·B and its like: a transpose is never copied to be multiplied. */
const productOfTransposes: Rewrite = {
	name: "matmul of transposes → matmul that reads a factor transposed",
	apply({ gate, inputs }, made) {
		if (gate !== matmul.gate) return null;
		const factors = inputs.map((input) => made(input).by);
		const turned = factors.map((by) => by?.gate === transpose.gate);
		if (!turned.includes(true)) return null;
		return {
			gate: productGate(turned[0], turned[1]),
			inputs: inputs.map((input, i) => (turned[i] ? (factors[i]?.inputs[0] ?? input) : input)),
		};
	},
};

/** W·x + b: the product is added to the bias where it lies. */
function linear(adding: Gate): Rewrite {
	const gates = linearGates(adding);
	return {
		name: `matmul + ${adding.name} → linear`,
		apply({ gate, inputs }, made) {
			if (gate !== adding) return null;
			const { by, isShared } = made(inputs[0]);
			const fused = by === null || isShared ? undefined : gates.get(by.gate);
			return by === null || fused === undefined ? null : { gate: fused, inputs: [...by.inputs, inputs[1]] };
		},
	};
}

export const FAST: readonly Rewrite[] = [
	productOfTransposes,
	linear(plus.gate),
	linear(addColumn.gate),
	chain([sum.gate, exp.gate], sumOfExpGate, true),
];
