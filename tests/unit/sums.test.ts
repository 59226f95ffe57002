/** Sums in 32 bits. What a native BLAS does in its products is its own, and is not tested. */
import { describe, expect, it } from "vitest";
import { kernelsCalled } from "../../src/fast/choose";
import type * as g from "../../src/node/index";

describe.each([
	"reference",
	"simd",
] as const)("sums of the %s kernels in 32 bits are as good as their numbers", (backend) => {
	const kernels = kernelsCalled(backend);
	const N = 300_000;
	const filled = (rows: number, cols: number, value = 0.1) => {
		const A = kernels.zeros(rows, cols, "f32");
		A.data.fill(value);
		return A;
	};
	const tenth = Math.fround(0.1);
	/** Every operation that sums: what it makes of numbers that are all 0.1, and what that is. */
	const SUMS: Record<string, (Y: g.Matrix) => number> = {
		"the sum of all": (Y) => {
			kernels.collapse(1, filled(1000, N / 1000), Y, 0);
			return N * tenth;
		},
		"the mean of all": (Y) => {
			kernels.collapse(1 / N, filled(1000, N / 1000), Y, 0);
			return tenth;
		},
		squares: (Y) => {
			kernels.squares(1, filled(N, 1), Y);
			return N * tenth * tenth;
		},
		"a dot product": (Y) => {
			kernels.multiply(filled(N, 1), true, filled(N, 1, 1), false, Y, 0);
			return N * tenth;
		},
		"a row times a column": (Y) => {
			kernels.multiply(filled(1, N), false, filled(N, 1, 1), false, Y, 0);
			return N * tenth;
		},
	};
	it.each(Object.entries(SUMS))("%s", (_name, sum) => {
		const Y = kernels.zeros(1, 1, "f32");
		const exact = sum(Y);
		expect(Math.abs(Y.data[0] / exact - 1)).toBeLessThan(1e-6);
	});

	it.each([
		[1, 1],
		[5, 3],
		[37, 2],
		[131, 9],
	])("row sums and products of %d×%d, however long", (m, n) => {
		const rows = kernels.zeros(m, 1, "f32");
		kernels.collapse(1, filled(m, 40_000), rows, 0);
		const columns = kernels.zeros(1, n, "f32");
		kernels.collapse(1, filled(40_000, n), columns, 0);
		const sums = [rows, columns];
		for (const turnA of [false, true])
			for (const turnB of [false, true]) {
				const product = kernels.zeros(m, n, "f32");
				const [A, B] = [
					turnA ? filled(40_000, m) : filled(m, 40_000),
					turnB ? filled(n, 40_000, 1) : filled(40_000, n, 1),
				];
				kernels.multiply(A, turnA, B, turnB, product, 0);
				sums.push(product);
			}
		for (const { data } of sums)
			for (const value of data) expect(Math.abs(value / (40_000 * tenth) - 1)).toBeLessThan(5e-6);
	});

	it("does not stand still at 2²⁴", () => {
		const rows = kernels.zeros(2, 1, "f32");
		rows.data.fill(2 ** 24);
		kernels.collapse(1, filled(2, 64, 1), rows, 1);
		expect([...rows.data]).toEqual([2 ** 24 + 64, 2 ** 24 + 64]);
	});

	it("softmax of many columns, and its cross entropy", () => {
		const [X, P, labels, loss] = [filled(N, 1), filled(N, 1), kernels.zeros(1, 1, "f32"), kernels.zeros(1, 1, "f32")];
		kernels.crossEntropy(X, labels, P, loss);
		expect(Math.abs(P.data[7] * N - 1)).toBeLessThan(1e-6);
		expect(Math.abs(loss.data[0] / Math.log(N) - 1)).toBeLessThan(1e-6);
	});
});
