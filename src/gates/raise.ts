/** a to the power of b, entry by entry, where both are expressions. For an exponent that is a number there is power(a, p). */
import { Binding, within } from "../graph/gate";
import type { Node, Operand } from "../graph/node";
import type { Pointwise } from "../kernels/kernels";
import { diagonal } from "../local/one-entry";
import { sizeOf } from "../shape";
import { spread } from "./adjoint";
import { minus, times } from "./arithmetic";
import { log } from "./functions";
import { diag } from "./jacobians";
import { type GateFunction, gate } from "./known";
import { vec } from "./layout";
import { requireSameShape } from "./shapes";

const unprinted = { latex: (z: string) => z, slopeLatex: (z: string) => z };
/** ∂aᵇ/∂a, from a and b. */
const BY_BASE: Pointwise = {
	name: "raise",
	f: Number,
	slope: (a, b) => (b === 0 ? 0 : b * a ** (b - 1)),
	...unprinted,
};
/** ∂aᵇ/∂b, from a and aᵇ. */
const BY_EXPONENT: Pointwise = {
	name: "raise",
	f: Number,
	slope: (a, y) => (y === 0 ? 0 : y * Math.log(a)),
	...unprinted,
};

/** aᵇ, entry by entry; NaN where a is negative and b no whole number. @throws ShapeError when the shapes differ */
export const raise: GateFunction<[a: Operand, b: Operand]> = gate({
	name: "raise",
	arity: 2,
	shape: (inputs) => {
		requireSameShape("raise", inputs);
		return inputs[0];
	},
	forward: ([A, B], output, kernels) => kernels.combine(Math.pow, A, B, output),
	local: ([a, b], output, i) =>
		i === 0
			? diagonal({ by: "slope", f: BY_BASE, x: a, y: b })
			: diagonal({ by: "slope", f: BY_EXPONENT, x: a, y: output }),
	gradient: (inputs, output, i, upstream) => times(upstream, slopeBy(inputs, output, i)),
	jacobian: (inputs, output, i) => {
		const slopes = slopeBy(inputs, output, i);
		return sizeOf(output) === 1 ? slopes : diag(vec(slopes));
	},
	latex: ([a, b], { rows, cols }) => {
		// A^B of matrices would be read as something else.
		const sign = rows !== 1 && cols !== 1 ? "\\odot " : "";
		return { text: `${within(a, Binding.atom)}^{${sign}${b.text}}`, binding: Binding.power };
	},
});

/** b·aᵇ⁻¹ by a, and aᵇ·log a by b. */
function slopeBy([a, b]: readonly Node[], output: Node, i: number): Node {
	return i === 0 ? times(b, raise(a, minus(b, spread(1, b)))) : times(output, log(a));
}
