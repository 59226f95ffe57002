/** The whole Jacobian of a graph's output with respect to a node: products of local Jacobians, summed where paths meet. */

import type { Plan } from "../fast/plan";
import { sizeOf } from "../local/local";
import { type Product, plus, times, UNIT, written } from "../local/product";
import { Matrix } from "../matrix/matrix";

/** ∂vec(output)/∂vec(node), m×n. @param plan after its forward pass @param k the node's position */
export function jacobianOf(plan: Plan, k: number): Matrix {
	const { values, options } = plan;
	const { arrows } = plan.backward;
	const last = values.length - 1;
	const leads = new Uint8Array(values.length);
	leads[k] = 1;
	for (let a = arrows.length - 1; a >= 0; a--) if (leads[arrows[a].to] === 1) leads[arrows[a].from] = 1;

	const products = new Map<number, Product>([[last, UNIT]]);
	for (const { from, to, local } of arrows) {
		const left = products.get(from);
		if (left === undefined || leads[to] === 0 || from === k) continue;
		const arriving = times(left, local, values[from], values[to], options.kernels);
		const before = products.get(to);
		products.set(to, before === undefined ? arriving : plus(before, arriving, sizeOf(values[to]), options.kernels));
	}
	const product = products.get(k);
	return product === undefined
		? new Matrix(sizeOf(values[last]), sizeOf(values[k]))
		: written(product, sizeOf(values[k]));
}
