/** A product whose scalars were taken out, as one writes it. */
import { divide, scale } from "../gates/arithmetic";
import { power, reciprocal, sqrt, square } from "../gates/powers";
import { scaleBy } from "../gates/scale-by";
import { constant, type Node } from "../graph/node";
import { zeroLike } from "./kinds";
import type { Scaled } from "./scaled";

const ONE = constant(1);

/** The product again, as one writes it: number, scalars, matrix. */
export function written({ number, scalars, matrix }: Scaled): Node {
	const raise = ({ base, exponent }: Scaled["scalars"][number]): Node => {
		const p = Math.abs(exponent);
		return p === 1 ? base : p === 2 ? square(base) : p === 0.5 ? sqrt(base) : power(base, p);
	};
	const joined = (factors: Node[]) =>
		factors.length === 0 ? null : factors.reduce((all, factor) => scaleBy(all, factor));
	const above = joined(scalars.filter(({ exponent }) => exponent > 0).map(raise));
	const below = joined(scalars.filter(({ exponent }) => exponent < 0).map(raise));
	if (number === 0) return zeroLike(matrix ?? ONE);
	const top = matrix === null ? above : above === null ? matrix : scaleBy(above, matrix);
	const size = Math.abs(number);
	if (top === null && below === null) return constant(number);
	if (below === null) return number === 1 ? (top as Node) : scale(top as Node, number);
	if (matrix === null) {
		const fraction = top === null ? (size === 1 ? reciprocal(below) : divide(size, below)) : divide(top, below);
		const rest = top === null ? Math.sign(number) : number;
		return rest === 1 ? fraction : scale(fraction, rest);
	}
	const fraction = scaleBy(reciprocal(below), top as Node);
	return number === 1 ? fraction : scale(fraction, number);
}
