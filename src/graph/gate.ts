/**
 * A gate states two things, on one screen: `forward`, and for each input its local Jacobian as a structure. That is what
 * the lecture asks of a layer's author; the backward pass, the Jacobians and the LaTeX follow and are written once.
 */

import type { Kernels } from "../kernels/kernels";
import type { Local } from "../local/local";
import type { Matrix } from "../matrix/matrix";
import type { Dimension, Shape } from "../shape";
import type { Letters } from "./letters";

/** Strength of binding in a printed formula: + binds loosest, then ⊙, the matrix product, ᵀ, and a name or a call tightest. */
export const Binding = { sum: 1, hadamard: 2, product: 3, power: 4, atom: 5 } as const;
export type Binding = (typeof Binding)[keyof typeof Binding];

/** A formula. */
export interface Latex {
	readonly text: string;
	readonly binding: Binding;
	/** Of what is printed: a sum of a column is written otherwise than that of a matrix. */
	readonly rows?: Dimension;
	readonly cols?: Dimension;
	/** Of one over something: what stands below, so that a product with it prints as a fraction. */
	readonly under?: Latex;
	/** Of an inverse: what is inverted, so that its transpose prints with one exponent. */
	readonly inverted?: string;
}

/** The formula in parentheses when it binds looser than its place needs. */
export function within(latex: Latex, binding: Binding): string {
	return latex.binding < binding ? `(${latex.text})` : latex.text;
}

export interface Gate {
	readonly name: string;
	/** The output's shape. @throws ShapeError when the inputs do not fit */
	shape(inputs: readonly NamedShape[]): Shape;
	/** Writes the output, every entry of it. `scratch` keeps what the local Jacobian will want. */
	forward(inputs: readonly Matrix[], output: Matrix, kernels: Kernels, scratch: Matrix): void;
	/** ∂output/∂inputs[i] as a structure that refers to the operands; null for an input with no derivative, like an index. */
	local<T extends Shape>(inputs: readonly T[], output: T, i: number, scratch: Matrix): Local<T> | null;
	/** The formula, from the formulas of the inputs. */
	latex(inputs: readonly Latex[], output: Shape, letters: Letters): Latex;
	/** Shape of the scratch matrix, where the gate wants one. */
	scratch?(inputs: readonly Shape[]): Shape;
	/** What the gate was made with, besides its inputs: the factor of a scale, the rows of a slice. */
	readonly settings?: readonly number[];
	/** Whether the output may lie where an input lay that nobody reads again: true where entry k needs entry k only. */
	readonly inPlace?: boolean;
	/** Whether each run draws its numbers anew. */
	readonly drawn?: boolean;
}

export interface NamedShape extends Shape {
	readonly name: string;
}
