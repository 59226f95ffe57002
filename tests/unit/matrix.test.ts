import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wholePower } from "../../src/gates/higher";
import { DataError, fill, Matrix, matrix, Random, reference, relativeError, row, ShapeError } from "../../src/index";
import { numberText } from "../../src/matrix/format";

describe("a matrix", () => {
	it("is column-major: vec(A) is the memory as it lies", () => {
		expect([
			...matrix([
				[1, 2, 3],
				[4, 5, 6],
			]).data,
		]).toEqual([1, 4, 2, 5, 3, 6]);
	});

	it("has rows as arrays, entries from 0, and keeps to its bounds", () => {
		const A = matrix([
			[1, 2],
			[3, 4],
		]);
		expect([A.at(1, 0), A.toArray()]).toEqual([
			3,
			[
				[1, 2],
				[3, 4],
			],
		]);
		expect(() => A.at(2, 0)).toThrow(ShapeError);
		expect(() => A.set(0, -1, 1)).toThrow("there is no entry (0, -1)");
	});

	it.each([
		["no rows", () => matrix([])],
		["rows of different length", () => matrix([[1, 2], [3]])],
		["a wrong number of numbers", () => new Matrix(2, 2, new Float64Array(3))],
	])("%s are a DataError", (_claim, act) => {
		expect(act).toThrow(DataError);
	});

	it("prints aligned, with its shape, and large ones with a gap", () => {
		expect(
			String(
				matrix([
					[1, -20],
					[0.5, 3],
				]),
			),
		).toBe("[   1  −20 ]\n[ 0.5    3 ]  2×2");
		expect(String(fill(100, 100, (i, j) => i + j)).split("\n")).toHaveLength(9);
	});

	it.each([
		[0, "0"],
		[1e-5, "1.00e−5"],
		[-0.25, "−0.25"],
		[123456.7, "123500"],
		[1 / 3, "0.3333"],
		[Number.NaN, "NaN"],
		[-Infinity, "−∞"],
	])("prints %d as %s", (value, text) => {
		expect(numberText(value)).toBe(text);
	});

	it("relativeError never takes NaN for agreement", () => {
		expect(relativeError(row([Number.NaN]), row([Number.NaN]))).toBe(Number.POSITIVE_INFINITY);
		expect(relativeError(row([1, 2]), row([1, 2]))).toBe(0);
		expect(relativeError(row([1, 100]), row([1, 101]))).toBeCloseTo(1 / 101);
	});
});

describe("kernels", () => {
	const shapes = fc.tuple(
		...Array.from({ length: 3 }, () => fc.integer({ min: 1, max: 9 })),
		fc.boolean(),
		fc.boolean(),
		fc.integer(),
	);

	it("multiply, in all four transposed variants, is the sum over the inner index, added to what is there", () => {
		fc.assert(
			fc.property(shapes, ([m, n, inner, transposeA, transposeB, seed]) => {
				const random = new Random(seed as number);
				const [rows, cols, k] = [m as number, n as number, inner as number];
				const A = transposeA ? random.matrix(k, rows) : random.matrix(rows, k);
				const B = transposeB ? random.matrix(cols, k) : random.matrix(k, cols);
				const C = random.matrix(rows, cols);
				const expected = fill(rows, cols, (i, j) => {
					let sum = C.at(i, j);
					for (let p = 0; p < k; p++)
						sum += (transposeA ? A.at(p, i) : A.at(i, p)) * (transposeB ? B.at(j, p) : B.at(p, j));
					return sum;
				});
				reference.multiply(A, transposeA as boolean, B, transposeB as boolean, C, 1);
				expect(relativeError(C, expected, 1)).toBeLessThan(1e-13);
			}),
			{ seed: 1 },
		);
	});

	it("scatter adds up when an index comes twice", () => {
		const L = new Matrix(1, 3);
		reference.scatter(row([1, 10, 100]), row([2, 0, 2]), L);
		expect(L.toArray()).toEqual([[10, 0, 101]]);
	});
});

describe("whole powers", () => {
	it("are what multiplying again and again gives, and one over it for negative exponents", () => {
		for (const x of [0, 1, -1.5, 0.3, 7, Number.POSITIVE_INFINITY])
			for (let n = 0; n <= 12; n++) {
				let product = 1;
				for (let k = 0; k < n; k++) product *= x;
				const [up, down] = [wholePower(x, n), wholePower(x, -n)];
				if (Number.isFinite(product)) expect(Math.abs(up - product)).toBeLessThanOrEqual(1e-14 * Math.abs(product));
				else expect(up).toBe(product);
				if (product !== 0) expect(Math.abs(down - 1 / product)).toBeLessThanOrEqual(1e-13 / Math.abs(product));
			}
	});
});

describe("randomness", () => {
	it("is the same for the same seed, on every machine", () => {
		const random = new Random(42);
		expect([random.integer(1000), random.integer(1000), random.integer(1000)]).toEqual([456, 574, 831]);
		expect(new Random(7).matrix(3, 3)).toEqual(new Random(7).matrix(3, 3));
		expect(new Random(7).matrix(3, 3)).not.toEqual(new Random(8).matrix(3, 3));
	});

	it("is uniform where it should be, and normal where it should be", () => {
		const random = new Random(1);
		const uniform = Array.from({ length: 20_000 }, () => random.uniform());
		const normal = Array.from({ length: 20_000 }, () => random.normal(3, 2));
		const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
		expect(mean(uniform)).toBeCloseTo(0.5, 1);
		expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
		expect(Math.max(...uniform)).toBeLessThan(1);
		expect(mean(normal)).toBeCloseTo(3, 1);
		expect(Math.sqrt(mean(normal.map((value) => (value - 3) ** 2)))).toBeCloseTo(2, 1);
	});

	it("shuffle keeps every item, and each comes first as often as any other", () => {
		const random = new Random(1);
		const firsts = [0, 0, 0, 0, 0];
		for (let k = 0; k < 5000; k++) {
			const items = [...random.shuffle([0, 1, 2, 3, 4])];
			firsts[items[0]]++;
			expect(items.sort()).toEqual([0, 1, 2, 3, 4]);
		}
		for (const times of firsts) expect(Math.abs(times - 1000)).toBeLessThan(150); // 5 standard deviations
	});
});
