/** a ⊘ b in one division: where b is so small that 1/b is infinite, a/b need not be. */
import type { SymbolicGate } from "../graph/node";
import type { Rewrite } from "../graph/operations";
import type { Pointwise } from "../kernels/kernels";
import { diagonal } from "../local/one-entry";
import { divide, negate, times } from "./arithmetic";
import { quotient } from "./latex";
import { reciprocal } from "./powers";
import { requireSameShape } from "./shapes";

const unprinted = { latex: (z: string) => z, slopeLatex: (z: string) => z };
/** ∂(a/b)/∂a, from b. */
const BY_DIVIDEND: Pointwise = { name: "divide", slopeFrom: "x", f: Number, slope: (b) => 1 / b, ...unprinted };
/** ∂(a/b)/∂b, from b and a/b. */
const BY_DIVISOR: Pointwise = { name: "divide", f: Number, slope: (b, y) => -y / b, ...unprinted };

const divideGate: SymbolicGate = {
	name: "divide",
	shape: (inputs) => {
		requireSameShape("divide", inputs);
		return inputs[0];
	},
	inPlace: true,
	forward: ([A, B], output, kernels) => kernels.divide(A, B, output),
	local: ([, b], output, i) => diagonal({ by: "slope", f: i === 0 ? BY_DIVIDEND : BY_DIVISOR, x: b, y: output }),
	gradient: ([, b], output, i, upstream) =>
		i === 0 ? divide(upstream, b) : negate(times(divide(upstream, b), output)),
	latex: ([a, b]) => quotient(a, b, false),
};

/** a ⊙ (1 ⊘ b) as a ⊘ b. */
export const PRODUCT_WITH_RECIPROCAL: Rewrite = {
	name: "times ∘ reciprocal → divide",
	apply({ gate, inputs }, made) {
		if (gate !== times.gate) return null;
		for (const [a, b] of [inputs, inputs.toReversed()]) {
			const { by } = made(b);
			if (by?.gate === reciprocal.gate) return { gate: divideGate, inputs: [a, by.inputs[0]] };
		}
		return null;
	},
};
