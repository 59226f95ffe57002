/** The backward half of a plan: one matrix per gradient, and the edges along which upstream × local is sent. */
import type { Beta } from "../kernels/kernels";
import type { Local } from "../local/local";
import type { Matrix } from "../matrix/matrix";
import type { Edge as Arrow } from "../run/jacobian";
import type { Plan } from "./plan";
import { lookedUpBy, TouchedColumns } from "./touched";

/** downstream = β·downstream + upstream × local. Positions say between which nodes. */
export interface Edge {
	readonly from: number;
	readonly to: number;
	readonly local: Local<Matrix>;
	readonly upstream: Matrix;
	readonly downstream: Matrix;
	readonly beta: Beta;
}

export interface BackwardPlan {
	/** Every differentiable input of every operation, from the output to the sources. */
	readonly arrows: readonly Arrow<number>[];
	/** What a pass does, in this order. Where nothing has to be computed, an arrow has no edge. */
	readonly edges: readonly Edge[];
	/** By position; null where no gradient flows, or where it is not there to be asked for. */
	readonly gradients: readonly (Matrix | null)[];
	/** By position: the columns that lookups touch, where nothing but lookups leads to a node. */
	readonly touched: readonly (TouchedColumns | null)[];
}

export function planBackward(plan: Plan): BackwardPlan {
	const { order, values, wantsGradient, buffers } = plan;
	const arrows = arrowsOf(plan);
	const touched = touchedColumns(plan, arrows);
	const arrivals = new Int32Array(order.length);
	for (const { to } of arrows) arrivals[to]++;

	const gradients: (Matrix | null)[] = new Array(order.length).fill(null);
	const edges: Edge[] = [];
	const last = order.length - 1;
	if (wantsGradient[last] === 1) gradients[last] = zerosLike(plan, last);
	arrows.forEach(({ from, to, local }, k) => {
		const upstream = gradients[from];
		if (upstream === null) return; // fused gates passed it by
		const isLastOf = arrows[k + 1]?.from !== from;
		let handedOn = false;
		if (gradients[to] === null) {
			const { rows, cols } = values[to];
			const fits = rows === upstream.rows && cols === upstream.cols;
			if (fits && isUnscaled(local) && arrivals[to] === 1 && !plan.isPinned(to)) {
				gradients[to] = upstream; // nothing to compute: both have the same gradient, and read it only
				buffers.share(upstream);
				if (isLastOf && !plan.isPinned(from)) buffers.giveBack(upstream);
				return;
			}
			handedOn =
				fits &&
				isLastOf &&
				isEntryByEntry(local) &&
				!plan.isPinned(to) &&
				!plan.isPinned(from) &&
				!buffers.isShared(upstream);
			// A gradient that can be asked for shares its memory with nobody: it outlives the next forward pass.
			if (plan.isPinned(to)) gradients[to] = zerosLike(plan, to);
			else gradients[to] = handedOn ? upstream : buffers.take(rows, cols);
			const beta = touched[to] === null ? 0 : 1;
			edges.push({ from, to, local, upstream, downstream: gradients[to], beta });
		} else edges.push({ from, to, local, upstream, downstream: gradients[to], beta: 1 });
		if (isLastOf && !handedOn && !plan.isPinned(from)) buffers.giveBack(upstream);
	});
	order.forEach((node, k) => {
		if (node.gate === null && wantsGradient[k] === 1) gradients[k] ??= zerosLike(plan, k);
		if (!plan.isPinned(k)) gradients[k] = null;
	});
	return { arrows, edges, gradients, touched };
}

/** Every differentiable input of every operation, from the last operation to the first. */
function arrowsOf(plan: Plan): Arrow<number>[] {
	const arrows: Arrow<number>[] = [];
	for (let s = plan.steps.length - 1; s >= 0; s--) {
		const { position: from, gate, inputs, output, scratch } = plan.steps[s];
		const nodes = plan.operations[from]?.inputs ?? [];
		for (let i = 0; i < nodes.length; i++) {
			const to = plan.at(nodes[i]);
			if (plan.wantsGradient[to] === 0) continue;
			const local = gate.local(inputs, output, i, scratch);
			if (local !== null) arrows.push({ from, to, local });
		}
	}
	return arrows;
}

function zerosLike({ values, buffers }: Plan, k: number): Matrix {
	return buffers.fresh(values[k].rows, values[k].cols);
}

function isUnscaled(local: Local<Matrix>): boolean {
	return local.kind === "identity" && local.scale === 1;
}

/** Entry k of the downstream gradient needs entry k of the upstream one only: it may lie in the same place. */
function isEntryByEntry({ kind }: Local<Matrix>): boolean {
	return kind === "identity" || kind === "diagonal";
}

/** Of sources only: the gradient of an inner node is soon another's memory. */
function touchedColumns({ order, values }: Plan, arrows: readonly Arrow<number>[]): (TouchedColumns | null)[] {
	const lookups: (Matrix[] | null)[] = new Array(values.length).fill(null);
	const otherwise = new Uint8Array(values.length);
	for (const { to, local } of arrows) {
		const indices = lookedUpBy(local);
		if (indices === null) otherwise[to] = 1;
		else if (lookups[to] === null) lookups[to] = [indices];
		else lookups[to].push(indices);
	}
	return lookups.map((indices, k) =>
		indices === null || otherwise[k] === 1 || order[k].gate !== null
			? null
			: new TouchedColumns(indices, values[k].cols),
	);
}
