import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kernelsCalled } from "../../src/fast/choose";
import { findBlas } from "../../src/node/blas";
import * as g from "../../src/node/index";
import { ROOT } from "../../src/node/places";
import { describeWithNeeds } from "../needs";
import { temporaryFolder } from "../temporary";

const simd = kernelsCalled("simd");
const size = fc.integer({ min: 1, max: 40 });

type Run = (
	kernels: g.Kernels,
	make: (rows: number, cols: number) => g.Matrix,
	m: number,
	n: number,
	k: number,
) => g.Matrix[];
const both =
	(run: (beta: g.Beta) => Run): Run =>
	(kernels, make, m, n, k) =>
		([0, 1] as const).flatMap((beta) => run(beta)(kernels, make, m, n, k));

/** Indices below n, drawn from what `make` makes. */
function indices(make: (rows: number, cols: number) => g.Matrix, rows: number, cols: number, below: number): g.Matrix {
	const result = make(rows, cols);
	for (let i = 0; i < result.data.length; i++) result.data[i] = Math.floor(Math.abs(result.data[i]) * 1e3) % below || 0;
	return result;
}

const product = (turnA: boolean, turnB: boolean): Run =>
	both((beta) => (kernels, make, m, n, k) => {
		const [A, B] = [turnA ? make(k, m) : make(m, k), turnB ? make(n, k) : make(k, n)];
		const C = make(m, n);
		kernels.multiply(A, turnA, B, turnB, C, beta);
		return [C];
	});

const FUNCTIONS = [g.tanh, g.logistic, g.exp, g.relu, g.square, g.softplus].map((f) => f.pointwise);

/** Each operation on operands of sizes m, n, k: what it wrote. */
const OPERATIONS: Record<string, Run> = {
	isSame: (kernels, make, m, n) => {
		const [A, B] = [make(m, n), make(m, n)];
		B.data.set(A.data);
		const found = [kernels.isSame(A, B)];
		for (const k of [0, (m * n) >> 1, m * n - 1]) {
			B.data[k] = -B.data[k];
			found.push(kernels.isSame(A, B));
			B.data[k] = -B.data[k];
		}
		return [g.row(found.map(Number))];
	},
	A·B: product(false, false),
	Aᵀ·B: product(true, false),
	A·Bᵀ: product(false, true),
	Aᵀ·Bᵀ: product(true, true),
	add: both((beta) => (kernels, make, m, n) => {
		const Y = make(m, n);
		kernels.add(-0.3, make(m, n), Y, beta);
		return [Y];
	}),
	addInColumns: (kernels, make, m, n) => {
		const Y = make(m, n);
		kernels.addInColumns(0.5, make(m, n), { list: Int32Array.of(n - 1, 0, 99), count: n > 1 ? 2 : 1 }, Y);
		return [Y];
	},
	"plus, times": (kernels, make, m, n) => {
		const [A, B, sum, result, added] = [make(m, n), make(m, n), make(m, n), make(m, n), make(m, n)];
		kernels.plus(A, -1, B, sum);
		kernels.times(A, B, result, 0);
		kernels.times(A, B, added, 1);
		return [sum, result, added];
	},
	"functions and their slopes": both(
		(beta) => (kernels, make, m, n) =>
			FUNCTIONS.flatMap((f) => {
				const [X, Y, U, D] = [make(m, n), make(m, n), make(m, n), make(m, n)];
				kernels.apply(f, X, Y);
				kernels.slope(f, X, Y, U, D, beta);
				return [Y, D];
			}),
	),
	"combine and divide": (kernels, make, m, n) => {
		const Y = make(m, n);
		const [A, B] = [make(m, n), make(m, n)];
		kernels.combine((a, b) => a / b, A, B, Y);
		kernels.divide(A, B, A);
		return [Y, A];
	},
	"in place": (kernels, make, m, n) => {
		const [X, B] = [make(m, n), make(m, n)];
		kernels.apply(g.tanh.pointwise, X, X);
		kernels.plus(X, 2, B, X);
		kernels.times(X, B, X, 0);
		kernels.softmax(X, X);
		return [X];
	},
	plusColumn: (kernels, make, m, n) => {
		const Y = make(m, n);
		kernels.plusColumn(make(m, n), make(m, 1), Y);
		return [Y];
	},
	"collapse and spread": both(
		(beta) => (kernels, make, m, n) =>
			[make(m, 1), make(1, n), make(1, 1)].flatMap((small) => {
				const [X, Y] = [make(m, n), make(m, n)];
				kernels.collapse(0.5, X, small, beta);
				kernels.spread(0.5, small, Y, beta);
				kernels.spread(1, small, X, beta);
				return [small, X, Y];
			}),
	),
	transpose: both((beta) => (kernels, make, m, n) => {
		const Y = make(n, m);
		kernels.transpose(make(m, n), Y, beta);
		return [Y];
	}),
	moveRows: both((beta) => (kernels, make, m, n, k) => {
		const Y = make(m + k, n);
		kernels.moveRows(make(m + 2, n), 1, Y, k, m, beta);
		return [Y];
	}),
	"gather and scatter": (kernels, make, m, n, k) => {
		const [L, Y] = [make(m, k), make(2 * m, n)];
		const ids = indices(make, 2, n, k);
		kernels.gather(L, ids, Y);
		kernels.scatter(Y, ids, L);
		return [Y, L];
	},
	"softmax and cross entropy": both((beta) => (kernels, make, m, n) => {
		const [X, Y, P, loss, D, E, F] = [
			make(m, n),
			make(m, n),
			make(m, n),
			make(1, 1),
			make(m, n),
			make(m, n),
			make(m, n),
		];
		const labels = indices(make, 1, n, m);
		kernels.softmax(X, Y);
		kernels.softmaxSlope(Y, X, E, beta);
		kernels.crossEntropy(X, labels, P, loss);
		kernels.minusOneHot(0.25, P, labels, D, beta);
		kernels.logSoftmax(X, Y);
		kernels.logSoftmaxSlope(Y, X, F, beta);
		return [Y, P, loss, D, E, F];
	}),
};

const noBlas = findBlas(ROOT) === null ? "the BLAS kernels: scipy-openblas32 is not installed in .venv" : null;
const COMPILED = [
	["simd", "f64", null],
	["simd", "f32", null],
	["blas", "f64", noBlas],
	["blas", "f32", noBlas],
] as const;

for (const [backend, precision, lacking] of COMPILED)
	describeWithNeeds(`the ${backend} kernels do what the reference kernels do, in ${precision}`, lacking, () => {
		const kernels = kernelsCalled(lacking === null ? backend : "reference");
		it.each(Object.entries(OPERATIONS))("%s", (_name, run) => {
			fc.assert(
				fc.property(size, size, size, fc.integer(), (m, n, k, seed) => {
					const make = (kernels: g.Kernels) => {
						const random = new g.Random(seed);
						return (rows: number, cols: number) => {
							const place = kernels.zeros(rows, cols, precision);
							place.data.set(random.matrix(rows, cols, -3, 3).data);
							return place;
						};
					};
					const expected = run(g.reference, make(g.reference), m, n, k);
					const found = run(kernels, make(kernels), m, n, k);
					found.forEach((matrix, i) =>
						expect(g.relativeError(matrix, expected[i], 1)).toBeLessThan(precision === "f64" ? 1e-13 : 2e-5),
					);
				}),
				{ seed: 1, numRuns: 200 },
			);
		});
	});

describe("the compiled modules", () => {
	it("that are committed are what the compiler makes of their source, to the byte", () => {
		const folder = temporaryFolder("kernels");
		const made = path.join(folder, "modules.ts");
		execFileSync(process.execPath, [path.join(ROOT, "src/fast/simd/compile.mjs"), made]);
		const committed = readFileSync(path.join(ROOT, "src/fast/simd/modules.ts"), "utf8");
		expect(readFileSync(made, "utf8") === committed, "modules.ts is not up to date: npm run kernels").toBe(true);
	});
});

describe("the compiled functions", () => {
	const values = (f: g.Pointwise, x: number[], precision: g.Precision) => {
		const [X, Y] = [simd.zeros(x.length, 1, precision), simd.zeros(x.length, 1, precision)];
		X.data.set(x);
		simd.apply(f, X, Y);
		return [...Y.data];
	};
	const far = [0, -0, 1e-300, 1e-9, 0.6249999, 0.625, 1, 19, 22, 40, 88, 89, 350, 709.7, 710, 1e4, 1e308];
	const ends = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];

	it.each([
		g.tanh.pointwise,
		g.logistic.pointwise,
		g.exp.pointwise,
	])("$name is right to the last digits, from one end to the other", (f) => {
		const random = new g.Random(1);
		const x = [...far, ...far.map((v) => -v), ...ends, ...Array.from({ length: 20_000 }, () => random.normal(0, 4))];
		values(f, x, "f64").forEach((y, k) => {
			const exact = f.f(x[k]);
			if (Number.isNaN(exact)) expect(y).toBeNaN();
			else if (Number.isFinite(exact))
				expect(Math.abs(y - exact)).toBeLessThanOrEqual(4e-16 * Math.abs(exact) + 1e-320);
			else expect(y).toBe(exact);
		});
		values(f, x, "f32").forEach((y, k) => {
			const exact = Math.fround(f.f(Math.fround(x[k])));
			if (Number.isNaN(exact)) expect(y).toBeNaN();
			else if (Number.isFinite(exact)) expect(Math.abs(y - exact)).toBeLessThanOrEqual(3e-7 * Math.abs(exact) + 1e-40);
			else expect(y).toBe(exact);
		});
	});
});

describe("the memory of the compiled kernels", () => {
	it("takes large matrices and small ones, and leaves them as they are", () => {
		const first = simd.zeros(3, 3, "f64");
		first.data.fill(7);
		const large = simd.zeros(3000, 3000, "f64"); // 72 MB
		large.data.fill(1);
		expect([...first.data]).toEqual(Array(9).fill(7));
		simd.add(1, first, first, 1);
		expect(first.at(2, 2)).toBe(14);
	});

	it("the array that a user holds is the parameter's, before and after the first pass, large or small", () => {
		for (const size of [2, 50]) {
			const held = new Float64Array(size * size).fill(1);
			const own = g.parameter("W", new g.Matrix(size, size, held));
			const drawn = g.parameter("V", new g.Random(1).matrix(size, size));
			const taken = drawn.value.data;
			const graph = new g.ComputationalGraph(g.sum(g.plus(own, drawn)));
			graph.forward();
			held.fill(2);
			taken.fill(3);
			expect(graph.forward().data[0]).toBe(5 * size * size);
			g.sgd(1).step(graph.parameters, graph.backward());
			expect([held[0], taken[0], own.value.data === held]).toEqual([1, 2, true]);
		}
	});

	it("a view keeps its numbers when the matrix is dropped and others are made", () => {
		const program = `
			const g = require("./dist/src/index.js");
			const view = (() => { const A = g.fastest().zeros(64, 64, "f64"); A.data.fill(7); return A.data.subarray(2, 5).subarray(1, 3); })();
			(async () => {
				for (let k = 0; k < 20; k++) { gc(); await new Promise((resolve) => setTimeout(resolve, 5)); g.fastest().zeros(64, 64, "f64").data.fill(1); }
				console.log([...view].join());
			})();`;
		const env = { ...process.env, GRADLAB_KERNELS: "simd" };
		const said = execFileSync(process.execPath, ["--expose-gc", "-e", program], { cwd: ROOT, env, encoding: "utf8" });
		expect(said.trim()).toBe("7,7");
	});

	it("a loop that makes graphs and releases them does not fill it; one that does not is told", () => {
		const loop = (release: string) => `
			const g = require("./dist/src/index.js");
			const x = g.parameter("x", g.zeros(3000, 3000)); // 72 MB: 30 graphs are as large as all of the memory
			for (let k = 0; k < 40; k++) { const graph = new g.ComputationalGraph(g.sum(g.relu(x)), { wrt: [] }); graph.forward(); ${release} }`;
		const env = { ...process.env, GRADLAB_KERNELS: "simd" };
		const say = (program: string) =>
			execFileSync(process.execPath, ["-e", program], { cwd: ROOT, env, encoding: "utf8" }).trim();
		expect(say(loop("graph.release();"))).toBe("");
		expect(say(loop(""))).toMatch(/^gradlab: the memory of the compiled kernels \(\d+ MiB\) is full.*release/);
	});

	it("operands elsewhere, or of another precision, are taken all the same", () => {
		const [here, there, narrow] = [simd.zeros(2, 1, "f64"), g.column([1, 2]), simd.zeros(2, 1, "f32")];
		simd.add(3, there, here, 0);
		simd.add(1, here, narrow, 0);
		expect([...narrow.data]).toEqual([3, 6]);
	});
});

describe("kernels asked for by name", () => {
	/** A graph in a process of its own, with the environment's wish, and with or without koffi. */
	function say(wish: string, hasKoffi: boolean): string {
		const without = `const module = require("node:module"), load = module._load;
			module._load = (name, ...rest) => { if (name === "koffi") throw new Error("no koffi"); return load(name, ...rest); };`;
		const program = `${hasKoffi ? "" : without}
			const g = require("./dist/src/node/index.js");
			try { console.log(new g.ComputationalGraph(g.square(g.input("x", 1))).kernels.name); }
			catch (error) { console.log(error.message); }`;
		const env = { ...process.env, GRADLAB_KERNELS: wish };
		return execFileSync(process.execPath, ["-e", program], { cwd: ROOT, env, encoding: "utf8" }).trim();
	}

	it("without koffi a graph runs on the next best ones", () => {
		expect(say("", false)).toBe("simd");
	});

	it("are those, or an error that says what to install", () => {
		expect(say("reference", true)).toBe("reference");
		if (findBlas(ROOT) === null) expect(say("blas", true)).toContain("pip install scipy-openblas32");
		else expect(say("blas", false)).toMatch(/“blas” .* koffi, .*no koffi.*npm install --no-save koffi/);
	});

	it("that nobody knows are an error that lists the known", () => {
		expect(say("fast", true)).toBe("GRADLAB_KERNELS=fast: there are no such kernels. There are blas, simd, reference.");
	});
});

describe("NaN is passed on, by every kernel that reads it", () => {
	/** What each operation makes of operands in which one entry is NaN; `where` counts those that are operands. */
	it.each(Object.entries(OPERATIONS))("%s", (_name, run) => {
		for (const kernels of [g.reference, simd, ...(noBlas === null ? [kernelsCalled("blas")] : [])])
			for (const precision of ["f64", "f32"] as const)
				for (let poisoned = 0; poisoned < 4; poisoned++) {
					let made = 0;
					let was = false;
					const make = (rows: number, cols: number) => {
						const random = new g.Random(made);
						const A = kernels.zeros(rows, cols, precision);
						A.data.set(random.matrix(rows, cols, -3, 3).data);
						if (made++ === poisoned) {
							A.data[0] = Number.NaN;
							was = true;
						}
						return A;
					};
					const clean = (rows: number, cols: number) => {
						const A = g.reference.zeros(rows, cols, precision);
						A.data.set(make(rows, cols).data);
						return A;
					};
					let expected: g.Matrix[];
					try {
						expected = run(g.reference, clean, 5, 4, 3);
					} catch {
						continue; // an index
					}
					made = 0;
					const found = run(kernels, make, 5, 4, 3);
					expect(was || poisoned >= made).toBe(true);
					found.forEach((matrix, i) =>
						expect([...matrix.data].map(Number.isNaN)).toEqual([...expected[i].data].map(Number.isNaN)),
					);
				}
	});
});
