/**
 * The kernels compiled to WebAssembly, four or two numbers at a time. An operation whose operands do not all lie in the
 * compiled kernels' memory, in one precision, is done by the reference kernels: slower, and as right.
 */

import { type CompiledFunction, compiledFunctions, type Kernels } from "../../kernels/kernels";
import { reference } from "../../kernels/reference";
import { Matrix } from "../../matrix/matrix";
import type { Precision } from "../../matrix/numbers";
import { type Compiled, instantiate } from "./compiled";
import { KernelMemory } from "./memory";
import type { WasmMemory } from "./webassembly";

/** Numbers of the functions, as in assembly/entries.ts. */
const FUNCTIONS: Readonly<Record<CompiledFunction, number>> = { tanh: 0, logistic: 1, exp: 2, relu: 3, square: 4 };

/** The compiled code that reaches all of these; null where there is none. */
function reach(A: Matrix, B: Matrix = A, C: Matrix = A): Compiled | null {
	return B.home === A.home && C.home === A.home ? (A.home as Compiled | null) : null;
}

/** Whether one compiled module reaches all of these. */
export function sharedHome(A: Matrix, B: Matrix, C: Matrix): boolean {
	return reach(A, B, C) !== null;
}

/** The kernels, and the memory that they work in. */
export interface SimdKernels extends Kernels {
	readonly memory: WasmMemory;
}

/** @throws where WebAssembly with vectors and shared memory is not to be had */
export function makeSimd(): SimdKernels {
	const memory = new KernelMemory();
	const code: Partial<Record<Precision, Compiled>> = {};
	const codeFor = (precision: Precision): Compiled => {
		code[precision] ??= instantiate(precision, memory.memory);
		return code[precision];
	};
	codeFor("f64");

	const zeros: Kernels["zeros"] = (rows, cols, precision) => {
		const place = memory.allocate(rows * cols, precision);
		if (place === null) return reference.zeros(rows, cols, precision);
		const result = new Matrix(rows, cols, place.numbers);
		result.moveTo(place.numbers, codeFor(precision), place.address);
		return result;
	};

	return {
		...reference,
		name: "simd",
		memory: memory.memory,
		zeros,

		adopt(A) {
			if (A.home !== null) return;
			const place = memory.allocate(A.data.length, A.precision);
			if (place !== null) A.moveTo(place.numbers, codeFor(A.precision), place.address);
		},

		multiply(A, transposeA, B, transposeB, C, beta) {
			const code = reach(A, B, C);
			if (code === null || (transposeA && transposeB)) return reference.multiply(A, transposeA, B, transposeB, C, beta);
			if (transposeA) return code.dots(C.rows, C.cols, A.rows, A.address, B.address, C.address, beta);
			const down = transposeB ? B.rows : 1;
			const across = transposeB ? 1 : B.rows;
			code.columns(C.rows, C.cols, A.cols, A.address, B.address, down, across, C.address, beta);
		},

		add(alpha, X, Y, beta) {
			const code = reach(X, Y);
			if (code === null) return reference.add(alpha, X, Y, beta);
			code.add(Y.data.length, alpha, X.address, Y.address, beta);
		},

		addColumns(alpha, X, columns, Y) {
			const code = reach(X, Y);
			if (code === null) return reference.addColumns(alpha, X, columns, Y);
			const { rows } = Y;
			const width = Y.data.BYTES_PER_ELEMENT;
			for (let c = 0; c < columns.count; c++) {
				const offset = columns.list[c] * rows * width;
				code.addRun(rows, alpha, X.address + offset, Y.address + offset);
			}
		},

		plus(A, alpha, B, Y) {
			const code = reach(A, B, Y);
			if (code === null) return reference.plus(A, alpha, B, Y);
			code.plus(Y.data.length, A.address, alpha, B.address, Y.address);
		},

		times(A, B, Y, beta) {
			const code = reach(A, B, Y);
			if (code === null) return reference.times(A, B, Y, beta);
			code.times(Y.data.length, A.address, B.address, Y.address, beta);
		},

		apply(f, X, Y) {
			const code = reach(X, Y);
			const known = compiledFunctions.get(f);
			if (code === null || known === undefined) return reference.apply(f, X, Y);
			code.apply(FUNCTIONS[known], Y.data.length, X.address, Y.address);
		},

		slope(f, X, Y, U, D, beta) {
			const V = f.slopeFrom === "x" ? X : Y;
			const code = reach(V, U, D);
			const known = compiledFunctions.get(f);
			if (code === null || known === undefined) return reference.slope(f, X, Y, U, D, beta);
			code.slope(FUNCTIONS[known], D.data.length, V.address, U.address, D.address, beta);
		},

		addColumn(Z, b, Y) {
			const code = reach(Z, b, Y);
			if (code === null) return reference.addColumn(Z, b, Y);
			code.addColumn(Z.rows, Z.cols, Z.address, b.address, Y.address);
		},

		collapse(alpha, X, Y, beta) {
			const code = reach(X, Y);
			if (code !== null && Y.data.length === 1) {
				Y.data[0] = (beta === 0 ? 0 : Y.data[0]) + alpha * code.sum(X.data.length, X.address);
				return;
			}
			if (code === null || Y.rows !== X.rows || Y.cols !== 1) return reference.collapse(alpha, X, Y, beta);
			if (beta === 0) Y.data.fill(0);
			code.sumOfColumns(X.rows, X.cols, alpha, X.address, Y.address);
		},

		spread(alpha, X, Y, beta) {
			const code = reach(X, Y);
			if (code === null || Y.rows !== X.rows || X.cols !== 1) return reference.spread(alpha, X, Y, beta);
			code.repeatColumn(Y.rows, Y.cols, alpha, X.address, Y.address, beta);
		},

		moveRows(X, from, Y, to, count, beta) {
			const code = reach(X, Y);
			if (code === null) return reference.moveRows(X, from, Y, to, count, beta);
			const width = X.data.BYTES_PER_ELEMENT;
			code.moveRows(X.cols, count, X.address + from * width, X.rows, Y.address + to * width, Y.rows, beta);
		},

		gather(L, indices, Y) {
			const code = reach(L, indices, Y);
			if (code === null) return reference.gather(L, indices, Y);
			code.gather(L.rows, indices.data.length, L.address, indices.address, Y.address);
		},

		scatter(U, indices, L) {
			const code = reach(L, indices, U);
			if (code === null) return reference.scatter(U, indices, L);
			code.scatter(L.rows, indices.data.length, U.address, indices.address, L.address);
		},

		softmax(X, Y) {
			const code = reach(X, Y);
			if (code === null) return reference.softmax(X, Y);
			code.softmax(X.rows, X.cols, X.address, Y.address);
		},

		crossEntropy(X, labels, P, loss) {
			const code = reach(X, labels, P);
			if (code === null) return reference.crossEntropy(X, labels, P, loss);
			loss.data[0] = code.crossEntropy(X.rows, X.cols, X.address, labels.address, P.address) / X.cols;
		},

		minusOneHot(alpha, P, labels, D, beta) {
			const code = reach(P, labels, D);
			if (code === null) return reference.minusOneHot(alpha, P, labels, D, beta);
			code.minusOneHot(P.rows, P.cols, alpha, P.address, labels.address, D.address, beta);
		},
	};
}
