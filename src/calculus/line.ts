/** A line of a derivation, and what was found about it. */

import type { Node } from "../graph/node";
import type { Shape } from "../shape";

/** Jacobian form: outputs × inputs. Shape convention: the shape of the variable. */
export type Form = "jacobian" | "shape";

/** One line of a derivation. */
export interface Line {
	readonly expression: Node;
	readonly reason: string;
	readonly form: Form;
}

/** A line with what was found about it. */
export interface CheckedLine extends Line {
	readonly shape: Shape;
	/** Worst relative error over all trials. */
	readonly error: number;
}
