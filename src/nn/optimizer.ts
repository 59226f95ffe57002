/** θ ← θ − α ∇J: changes parameters in place, by the gradients of a backward pass. */
import type { Gradients } from "../graph/gradients";
import type { Parameter } from "../graph/node";
import { reference } from "../kernels/reference";

export interface Optimizer {
	/** The learning rate α; may be changed between steps. */
	rate: number;
	/** One update of every parameter. */
	step(parameters: readonly Parameter[], gradients: Gradients): void;
}

/** Plain stochastic gradient descent. @param rate the learning rate α */
export function sgd(rate: number): Optimizer {
	return {
		rate,
		step(parameters, gradients) {
			for (const parameter of parameters) reference.add(-this.rate, gradients.borrow(parameter), parameter.value);
		},
	};
}
