/** The whole Jacobian of a graph's output with respect to a node: products of local Jacobians, summed where paths meet. */
import type { Kernels } from "../kernels/kernels";
import type { Local } from "../local/local";
import { type Product, plus, times, UNIT, written } from "../local/product";
import { Matrix } from "../matrix/matrix";
import { sizeOf } from "../shape";

/** A differentiable input of an operation: where upstream comes from, and where downstream goes. */
export interface Edge<Place> {
	readonly from: Place;
	readonly to: Place;
	readonly local: Local<Matrix>;
}

/**
 * ∂vec(output)/∂vec(wrt), m×n.
 * @param edges from the output to the sources, after a forward pass
 */
export function jacobianOf<Place>(
	edges: readonly Edge<Place>[],
	output: Place,
	wrt: Place,
	valueAt: (place: Place) => Matrix,
	kernels: Kernels,
): Matrix {
	const leads = new Set([wrt]);
	for (const { from, to } of edges.toReversed()) if (leads.has(to)) leads.add(from);
	const products = new Map<Place, Product>([[output, UNIT]]);
	for (const { from, to, local } of edges) {
		const left = products.get(from);
		if (left === undefined || from === wrt || !leads.has(to)) continue;
		const arriving = times(left, local, valueAt(from), valueAt(to), kernels);
		const before = products.get(to);
		products.set(to, before === undefined ? arriving : plus(before, arriving, sizeOf(valueAt(to)), kernels));
	}
	const size = sizeOf(valueAt(wrt));
	const product = products.get(wrt);
	return product === undefined ? new Matrix(sizeOf(valueAt(output)), size) : written(product, size);
}
