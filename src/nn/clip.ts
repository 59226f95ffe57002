/** Limits on gradients, against steps that explode. They change the gradients in place, between backward and step. */

import type { Parameter } from "../graph/node";
import type { Gradients } from "../run/gradients";

/** The Euclidean norm of all gradients together. */
export function gradientNorm(parameters: readonly Parameter[], gradients: Gradients): number {
	let squares = 0;
	for (const parameter of parameters) for (const g of gradients.borrow(parameter).data) squares += g * g;
	return Math.sqrt(squares);
}

/**
 * Shortens the gradient, all parameters together, to `limit` where it is longer. Its direction stays.
 * Returns the norm before. Source: R. Pascanu et al., "On the difficulty of training recurrent neural networks", 2013.
 */
export function clipByNorm(parameters: readonly Parameter[], gradients: Gradients, limit: number): number {
	const norm = gradientNorm(parameters, gradients);
	if (norm <= limit) return norm;
	const factor = limit / norm;
	for (const parameter of parameters) {
		const { data } = gradients.borrow(parameter);
		for (let k = 0; k < data.length; k++) data[k] *= factor;
	}
	return norm;
}

/** Cuts every entry to ±limit. Its direction changes: entries that are cut weigh as much as each other. */
export function clipByValue(parameters: readonly Parameter[], gradients: Gradients, limit: number): void {
	for (const parameter of parameters) {
		const { data } = gradients.borrow(parameter);
		for (let k = 0; k < data.length; k++) data[k] = Math.max(-limit, Math.min(limit, data[k]));
	}
}
