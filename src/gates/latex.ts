/** How products, quotients and sums of ones are written in LaTeX. */

import { Binding, type Latex, within } from "../graph/gate";
import { numberLatex } from "../matrix/format";
import type { Shape } from "../shape";

/** a b, for scalars and what they scale. */
export function juxtaposed(a: Latex, b: Latex): Latex {
	const [left, right] = [within(a, Binding.power), within(b, Binding.product)];
	return { text: `${left} ${/^\d/.test(right) ? "\\cdot " : ""}${right}`, binding: Binding.product };
}

/** A fraction of scalars, and a ⊘ b entry by entry. */
export function quotient(a: Latex, b: Latex, isFraction: boolean): Latex {
	if (isFraction) return { text: `\\tfrac{${a.text}}{${b.text}}`, binding: Binding.power };
	return {
		text: `${within(a, Binding.hadamard)} \\oslash ${within(b, Binding.product)}`,
		binding: Binding.hadamard,
	};
}

/** −a, 2 a, ½ a. */
export function multiple(factor: number, a: Latex): Latex {
	const sign = factor < 0 ? "-" : "";
	const text = numberLatex(Math.abs(factor));
	const inner = within(a, Binding.product);
	const dot = /^\d/.test(inner) ? " \\cdot " : " ";
	return {
		text: `${sign}${text === "1" ? (sign === "" ? "1 " : "") : `${text}${dot}`}${inner}`,
		// Behind a sign it needs parentheses in every product, and a number looks lost between two matrices.
		binding: factor < 0 ? Binding.sum : Binding.hadamard,
	};
}

/** 1ᵀA1, with a factor of ones on each side on which the shapes differ; the ones alone where they repeat the number 1. */
export function withOnes(A: Latex, output: Shape): Latex {
	const [ONE, ONE_ROW] = ["\\mathbf{1}", "\\mathbf{1}^\\top"];
	const left = A.rows === output.rows ? [] : [A.rows === 1 ? ONE : ONE_ROW];
	const right = A.cols === output.cols ? [] : [A.cols === 1 ? ONE_ROW : ONE];
	const isScalar = A.rows === 1 && A.cols === 1;
	const middle = isScalar && A.text === "1" && left.length + right.length > 0 ? [] : [within(A, Binding.product)];
	// A number stands in front: s 1 1ᵀ.
	const factors = isScalar ? [...middle, ...left, ...right] : [...left, ...middle, ...right];
	const alone = factors.length === 1 && middle.length === 0;
	return { text: factors.join(" "), binding: alone ? Binding.power : Binding.product };
}
