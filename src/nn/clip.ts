/** Limits on gradients, against steps that explode. They change the gradients in place, between backward and step. */

import type { Parameter } from "../graph/node";
import { requireNumber } from "../matrix/checks";
import type { Gradients } from "../run/gradients";

/** The Euclidean norm of all gradients together. */
export function gradientNorm(parameters: readonly Parameter[], gradients: Gradients): number {
	const { largest, beside } = lengthOf(parameters, gradients);
	return largest * beside;
}

/** The norm as its largest entry times what stands beside it: squares of 1e200 are infinite, and those of 1e-200 are 0. */
function lengthOf(parameters: readonly Parameter[], gradients: Gradients): { largest: number; beside: number } {
	let largest = 0;
	for (const parameter of parameters)
		for (const g of gradients.borrow(parameter).data) largest = Math.max(largest, Math.abs(g));
	if (largest === 0 || !Number.isFinite(largest)) return { largest, beside: 1 };
	let squares = 0;
	for (const parameter of parameters)
		for (const g of gradients.borrow(parameter).data) squares += (g / largest) * (g / largest);
	return { largest, beside: Math.sqrt(squares) };
}

const LIMIT = { words: "a positive number", holds: (x: number) => x > 0 };

/**
 * Shortens the gradient, all parameters together, to `limit` where it is longer. Its direction stays.
 * Returns the norm before. Source: R. Pascanu et al., "On the difficulty of training recurrent neural networks", 2013.
 */
export function clipByNorm(parameters: readonly Parameter[], gradients: Gradients, limit: number): number {
	requireNumber("clipByNorm", "the limit", limit, LIMIT);
	const { largest, beside } = lengthOf(parameters, gradients);
	if (largest * beside <= limit) return largest * beside;
	const share = limit / beside;
	for (const parameter of parameters) {
		const { data } = gradients.borrow(parameter);
		for (let k = 0; k < data.length; k++) data[k] = (data[k] / largest) * share;
	}
	return largest * beside;
}

/** Cuts every entry to ±limit. Its direction changes: entries that are cut weigh as much as each other. */
export function clipByValue(parameters: readonly Parameter[], gradients: Gradients, limit: number): void {
	requireNumber("clipByValue", "the limit", limit, LIMIT);
	for (const parameter of parameters) {
		const { data } = gradients.borrow(parameter);
		for (let k = 0; k < data.length; k++) data[k] = Math.max(-limit, Math.min(limit, data[k]));
	}
}
