/** θ ← θ − α ∇J, and two refinements. An optimizer changes parameters in place, by the gradients of a backward pass. */

import { wholePower } from "../gates/higher";
import type { Parameter } from "../graph/node";
import { NOT_NEGATIVE, POSITIVE, requireNumber, SHARE } from "../matrix/checks";
import { Matrix } from "../matrix/matrix";
import type { Gradients } from "../run/gradients";

/** Changes parameters by their gradients. */
export interface Optimizer {
	/** The learning rate α; may be changed between steps. */
	rate: number;
	/** One update of every parameter. */
	step(parameters: readonly Parameter[], gradients: Gradients): void;
	/** What it remembers of each parameter, by name: for checkpoints. The matrices themselves, not copies. */
	memory?(parameters: readonly Parameter[]): Record<string, Matrix>;
	/** How many steps it has made, where that matters to it. */
	steps?: number;
}

const requireRate = (name: string, rate: number) => requireNumber(name, "the learning rate", rate, POSITIVE);

/** `momentum.W` and the like */
function byName(
	name: string,
	parameters: readonly Parameter[],
	of: (parameter: Parameter) => Matrix,
): Record<string, Matrix> {
	return Object.fromEntries(parameters.map((parameter) => [`${name}.${parameter.label}`, of(parameter)]));
}

/** A matrix of zeros for each parameter, made when it is first asked for. */
function memory(): (parameter: Parameter) => Matrix {
	const kept = new WeakMap<Parameter, Matrix>();
	return (parameter) => {
		const before = kept.get(parameter);
		if (before !== undefined) return before;
		const fresh = new Matrix(parameter.value.rows, parameter.value.cols);
		kept.set(parameter, fresh);
		return fresh;
	};
}

/** Plain stochastic gradient descent. @param rate the learning rate α @throws DataError unless it is positive */
export function sgd(rate: number): Optimizer {
	requireRate("sgd", rate);
	return {
		rate,
		step(parameters, gradients) {
			for (const parameter of parameters) {
				const columns = gradients.columnsOf(parameter);
				const gradient = gradients.borrow(parameter);
				if (columns === null) gradients.kernels.add(-this.rate, gradient, parameter.value, 1);
				else gradients.kernels.addInColumns(-this.rate, gradient, columns, parameter.value);
			}
			gradients.spend();
		},
	};
}

/**
 * Descent with a memory: v ← μ v + ∇J, θ ← θ − α v. Steps that keep their direction grow, those that sway cancel out.
 * @param mu how much of the velocity is kept, 0.9 by default
 * Source: B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.
 */
export function momentum(rate: number, mu = 0.9): Optimizer {
	requireRate("momentum", rate);
	requireNumber("momentum", "the share μ that is kept", mu, SHARE);
	const velocityOf = memory();
	return {
		rate,
		memory: (parameters) => byName("velocity", parameters, velocityOf),
		step(parameters, gradients) {
			for (const parameter of parameters) {
				const velocity = velocityOf(parameter);
				const gradient = gradients.borrow(parameter);
				gradients.kernels.plus(gradient, mu, velocity, velocity);
				gradients.kernels.add(-this.rate, velocity, parameter.value, 1);
			}
			gradients.spend();
		},
	};
}

/**
 * A step size for every single weight: the mean of its gradients over the root of the mean of their squares, both fading
 * with time and corrected for their start at 0.
 * Source: D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization", 2015.
 */
export function adam(rate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8): Optimizer {
	requireRate("adam", rate);
	requireNumber("adam", "β₁", beta1, SHARE);
	requireNumber("adam", "β₂", beta2, SHARE);
	requireNumber("adam", "ε", epsilon, NOT_NEGATIVE);
	const [meanOf, squareOf] = [memory(), memory()];
	return {
		rate,
		steps: 0,
		memory: (parameters) => ({ ...byName("mean", parameters, meanOf), ...byName("square", parameters, squareOf) }),
		step(parameters, gradients) {
			this.steps = (this.steps ?? 0) + 1;
			const [fill1, fill2] = [1 - wholePower(beta1, this.steps), 1 - wholePower(beta2, this.steps)];
			for (const parameter of parameters) {
				const [m, v, g] = [meanOf(parameter).data, squareOf(parameter).data, gradients.borrow(parameter).data];
				for (let k = 0; k < g.length; k++) {
					m[k] = beta1 * m[k] + (1 - beta1) * g[k];
					v[k] = beta2 * v[k] + (1 - beta2) * g[k] * g[k];
					parameter.value.data[k] -= (this.rate * (m[k] / fill1)) / (Math.sqrt(v[k] / fill2) + epsilon);
				}
			}
			gradients.spend();
		},
	};
}
