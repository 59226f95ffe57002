/**
 * The kernels compiled to WebAssembly, four or two numbers at a time. An operation whose operands do not all lie in the
 * compiled kernels' memory, in one precision, is done by the reference kernels: slower, and as right.
 */

import { exp, logistic, relu, tanh } from "../../gates/functions";
import { square } from "../../gates/powers";
import type { Kernels, Pointwise } from "../../kernels/kernels";
import { reference } from "../../kernels/reference";
import { Matrix } from "../../matrix/matrix";
import { type Compiled, instantiate } from "./compiled";
import { KernelMemory, type Placed } from "./memory";

/**
 * Functions that have a compiled twin, with its number in assembly/entries.ts: by the object itself, since a copy of it with
 * another slope is another function.
 */
const TWINS: ReadonlyMap<Pointwise, number> = new Map(
	[tanh, logistic, exp, relu, square].map(({ pointwise }, number) => [pointwise, number]),
);

/** The kernels, and the memory that they work in. */
export interface SimdKernels extends Kernels {
	readonly memory: KernelMemory;
	/** Whether compiled code reaches all of these, in one precision. */
	reaches(A: Matrix, B: Matrix, C: Matrix): boolean;
}

/** Where the numbers of a matrix begin, in bytes. */
export function addressOf({ data }: Matrix): number {
	return (data as Placed).address as number;
}

const toldFull = new WeakSet<KernelMemory>();

/** Slower by an order of magnitude is nothing to keep quiet about. */
function sayFull(memory: KernelMemory): void {
	if (toldFull.has(memory)) return;
	toldFull.add(memory);
	const size = memory.memory.buffer.byteLength / 2 ** 20;
	console.info(
		`gradlab: the memory of the compiled kernels (${size} MiB) is full. What is made from now on runs in plain TypeScript, about ten times slower. Where a loop makes many graphs, graph.release() gives the memory of one back at once; else it comes back when the loop awaits something.`,
	);
}

/** @throws where WebAssembly with vectors is not to be had */
export function makeSimd(): SimdKernels {
	const memory = new KernelMemory();
	const wide = instantiate("f64", memory.memory);
	const { f64, f32 } = memory.homes;
	let narrow: Compiled | null = null; // seldom wanted

	/** The compiled code that reaches all of these; null where there is none. */
	function reach({ data: a }: Matrix, { data: b }: Matrix, { data: c }: Matrix): Compiled | null {
		const { home } = a as Placed;
		if (home === undefined || (b as Placed).home !== home || (c as Placed).home !== home) return null;
		if (home === f64) return wide;
		if (home !== f32) return null;
		narrow ??= instantiate("f32", memory.memory);
		return narrow;
	}

	return {
		...reference,
		name: "simd",
		memory,
		reaches: (A, B, C) => reach(A, B, C) !== null,

		zeros(rows, cols, precision) {
			const numbers = memory.allocate(rows * cols, precision);
			if (numbers !== null) return new Matrix(rows, cols, numbers);
			if (rows * cols * 8 < memory.memory.buffer.byteLength) sayFull(memory); // else it would fit into no memory
			return reference.zeros(rows, cols, precision);
		},

		isNear: ({ data }) => (data as Placed).home?.memory === memory,

		release({ data }) {
			memory.release(data);
		},

		isSame(A, B) {
			const code = reach(A, B, B);
			if (code === null) return reference.isSame(A, B);
			return code.same(A.data.length, addressOf(A), addressOf(B)) !== 0;
		},

		multiply(A, transposeA, B, transposeB, C, beta) {
			const code = reach(A, B, C);
			if (code === null) return reference.multiply(A, transposeA, B, transposeB, C, beta);
			const inner = transposeA ? A.rows : A.cols;
			const downA = transposeA ? A.rows : 1;
			const acrossA = transposeA ? 1 : A.rows;
			const down = transposeB ? B.rows : 1;
			const across = transposeB ? 1 : B.rows;
			code.multiply(
				C.rows,
				C.cols,
				inner,
				addressOf(A),
				downA,
				acrossA,
				addressOf(B),
				down,
				across,
				addressOf(C),
				beta,
			);
		},

		add(alpha, X, Y, beta) {
			const code = reach(X, Y, Y);
			if (code === null) return reference.add(alpha, X, Y, beta);
			code.add(Y.data.length, alpha, addressOf(X), addressOf(Y), beta);
		},

		addInColumns(alpha, X, columns, Y) {
			const code = reach(X, Y, Y);
			if (code === null) return reference.addInColumns(alpha, X, columns, Y);
			const { rows } = Y;
			const [x, y, width] = [addressOf(X), addressOf(Y), rows * Y.data.BYTES_PER_ELEMENT];
			for (let c = 0; c < columns.count; c++)
				code.addRun(rows, alpha, x + columns.list[c] * width, y + columns.list[c] * width);
		},

		plus(A, alpha, B, Y) {
			const code = reach(A, B, Y);
			if (code === null) return reference.plus(A, alpha, B, Y);
			code.plus(Y.data.length, addressOf(A), alpha, addressOf(B), addressOf(Y));
		},

		times(A, B, Y, beta) {
			const code = reach(A, B, Y);
			if (code === null) return reference.times(A, B, Y, beta);
			code.times(Y.data.length, addressOf(A), addressOf(B), addressOf(Y), beta);
		},

		apply(f, X, Y) {
			const code = reach(X, Y, Y);
			const known = TWINS.get(f);
			if (code === null || known === undefined) return reference.apply(f, X, Y);
			code.apply(known, Y.data.length, addressOf(X), addressOf(Y));
		},

		slope(f, X, Y, U, D, beta) {
			const V = f.slopeFrom === "x" ? X : Y;
			const code = reach(V, U, D);
			const known = TWINS.get(f);
			if (code === null || known === undefined) return reference.slope(f, X, Y, U, D, beta);
			code.slope(known, D.data.length, addressOf(V), addressOf(U), addressOf(D), beta);
		},

		plusColumn(Z, b, Y) {
			const code = reach(Z, b, Y);
			if (code === null) return reference.plusColumn(Z, b, Y);
			code.addColumn(Z.rows, Z.cols, addressOf(Z), addressOf(b), addressOf(Y));
		},

		collapse(alpha, X, Y, beta) {
			const code = reach(X, Y, Y);
			if (code !== null && Y.data.length === 1) {
				Y.data[0] = (beta === 0 ? 0 : Y.data[0]) + alpha * code.sum(X.data.length, addressOf(X));
				return;
			}
			if (code === null || Y.rows !== X.rows || Y.cols !== 1) return reference.collapse(alpha, X, Y, beta);
			if (beta === 0) Y.data.fill(0);
			code.sumOfColumns(X.rows, X.cols, alpha, addressOf(X), addressOf(Y));
		},

		spread(alpha, X, Y, beta) {
			const code = reach(X, Y, Y);
			if (code === null || Y.rows !== X.rows || X.cols !== 1) return reference.spread(alpha, X, Y, beta);
			code.repeatColumn(Y.rows, Y.cols, alpha, addressOf(X), addressOf(Y), beta);
		},

		moveRows(X, from, Y, to, count, beta) {
			const code = reach(X, Y, Y);
			if (code === null) return reference.moveRows(X, from, Y, to, count, beta);
			const width = X.data.BYTES_PER_ELEMENT;
			code.moveRows(X.cols, count, addressOf(X) + from * width, X.rows, addressOf(Y) + to * width, Y.rows, beta);
		},

		gather(L, indices, Y) {
			const code = reach(L, indices, Y);
			if (code === null) return reference.gather(L, indices, Y);
			code.gather(L.rows, indices.data.length, addressOf(L), addressOf(indices), addressOf(Y));
		},

		scatter(U, indices, L) {
			const code = reach(L, indices, U);
			if (code === null) return reference.scatter(U, indices, L);
			code.scatter(L.rows, indices.data.length, addressOf(U), addressOf(indices), addressOf(L));
		},

		softmax(X, Y) {
			const code = reach(X, Y, Y);
			if (code === null) return reference.softmax(X, Y);
			code.softmax(X.rows, X.cols, addressOf(X), addressOf(Y));
		},

		crossEntropy(X, labels, P, loss) {
			const code = reach(X, labels, P);
			if (code === null) return reference.crossEntropy(X, labels, P, loss);
			loss.data[0] = code.crossEntropy(X.rows, X.cols, addressOf(X), addressOf(labels), addressOf(P)) / X.cols;
		},

		minusOneHot(alpha, P, labels, D, beta) {
			const code = reach(P, labels, D);
			if (code === null) return reference.minusOneHot(alpha, P, labels, D, beta);
			code.minusOneHot(P.rows, P.cols, alpha, addressOf(P), addressOf(labels), addressOf(D), beta);
		},
	};
}
