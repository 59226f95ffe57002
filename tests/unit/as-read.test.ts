/** What is printed and what is typed mean the same, and what cannot be told is said: by whoever reads, types or checks a formula. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainFormula } from "../../src/calculus/plain";
import * as g from "../../src/index";

const random = new g.Random(7);
const names = ["A", "B", "C"] as const;
const [A, B, C] = names.map((name) => g.parameter(name, random.matrix(3, 3)));
const [x, y, p] = ["x", "y", "p"].map((name) => g.parameter(name, random.matrix(3, 1, 0.2, 1)));
const S = { A, B, C, x, y, p };
const lineOf = (of: g.Node, wrt: g.Node, ...lines: string[]) => g.checkDerivation(of, wrt, lines);

describe("products of all kinds, one in the other", () => {
	const leaf = fc.constantFrom(A, B, C);
	const { formula } = fc.letrec<{ formula: g.Node }>((tie) => {
		const two = (make: (a: g.Node, b: g.Node) => g.Node) =>
			fc.tuple(tie("formula"), tie("formula")).map(([a, b]) => make(a, b));
		const inner = fc.oneof(
			...[g.matmul, g.times, g.plus, g.minus, g.divide].map(two),
			tie("formula").map((a) => g.transpose(a)),
			tie("formula").map((a) => g.scale(a, -2)),
		);
		return { formula: fc.oneof({ maxDepth: 4 }, leaf, inner) };
	});

	it("read back as the same value when they are typed as they are printed", () => {
		fc.assert(
			fc.property(formula, (node) => {
				const text = plainFormula(node.latex());
				const [printed, wanted] = [g.evaluate(g.expression(text, S)), g.evaluate(node)];
				return g.relativeError(printed, wanted, 1e-3) < 1e-9;
			}),
			{ numRuns: 150, seed: 1 },
		);
	});

	it("the line that the library writes is right where it is typed", () => {
		const line = g
			.derive(g.sum(g.times(g.times(A, C), g.matmul(B, C))))
			.withRespectTo(A)
			.lines.at(-1) as g.Line;
		const typed = plainFormula(line.expression.latex());
		expect(lineOf(g.sum(g.times(g.times(A, C), g.matmul(B, C))), A, typed).isRight).toBe(true);
	});
});

describe("letters", () => {
	/** Expressions whose derivations hold every letter of the library: I, K, E, C, 𝟏, 𝟎, and B for the batch. */
	const problems = (name: string): [g.Node, g.Node][] => {
		const P = g.parameter(name, random.matrix(3, 3));
		const D = g.input("D", 3, "batch");
		const [M, N] = [g.constant(random.matrix(3, 3)), g.constant(random.matrix(3, 3))];
		return [
			[g.sum(g.tanh(g.matmul(g.transpose(P), P))), P],
			[g.matmul(g.transpose(P), P), P],
			[g.squaredError(g.matmul(P, D), D), P],
			[g.mean(g.square(g.matmul(P, D))), P],
			[g.sum(g.matmul(P, x)), x],
			[g.dot(g.slice(g.matmul(P, x), 0, 2), g.slice(x, 1, 3)), x],
			[g.trace(g.matmul(g.plus(g.matmul(M, P), g.matmul(N, P)), g.matmul(g.identityNode(3), M))), P],
		];
	};

	it.each([
		"K",
		"I",
		"B",
		"C",
		"E",
		"E_1",
		"1",
		"𝟏",
		"0",
		"m",
	])("a parameter called %s is told from what the library calls so", (label) => {
		problems(label).forEach(([of, wrt], k) => {
			const [plainOf, plainWrt] = problems("QQ")[k];
			const derivation = g.derive(of).withRespectTo(wrt);
			const other = g.derive(plainOf).withRespectTo(plainWrt);
			derivation.verify({ trials: 3 });
			derivation.lines.forEach(({ expression }, line) => {
				const [printed, wanted] = [expression, other.lines[line].expression].map((node) => plainFormula(node.latex()));
				// As often as it stands in the line where it has a name of its own, and never for anything else.
				const own = /^\p{Nd}+$/u.test(label) ? `‘${label}’` : label;
				const count = (text: string, name: string) =>
					text.split(new RegExp(`(?<![\\p{L}‘])${name}(?![\\p{L}\\p{N}_’:])`, "u")).length - 1;
				expect(count(printed, own), `${printed}   for   ${wanted}`).toBe(count(wanted, "QQ"));
			});
		});
	});

	it("matrices without a name are told from each other, and I from both", () => {
		const [M, N] = [g.constant(random.matrix(3, 3)), g.constant(random.matrix(3, 3))];
		expect(plainFormula(g.plus(g.matmul(M, N), g.matmul(N, g.constant(g.identityMatrix(3)))).latex())).toBe(
			"C_1 C_2 + C_2 I",
		);
	});

	it("what a letter of the library means stands below the lines", () => {
		const D = g.input("D", 3, "batch");
		const mean = g.squaredError(g.matmul(A, D), D);
		expect(String(g.derive(mean).withRespectTo(A).verify({ trials: 3 }))).toContain("where B is how many examples");
		const turned = g.matmul(g.transpose(A), x);
		expect(String(g.derive(turned).withRespectTo(A).verify({ trials: 3 }))).toContain(
			"where K takes vec(X) to vec(Xᵀ)",
		);
	});

	it("a mean over columns shows by how many it divides", () => {
		expect(g.squaredError(g.matmul(A, B), C).latex()).toBe("\\tfrac{1}{3} \\lVert A B - C \\rVert^2");
		expect(g.squaredError(x, y).latex()).toBe("\\lVert x - y \\rVert^2");
	});

	it("a number is called by its value in an error", () => {
		expect(() => g.expression("1 - x", S)).toThrow("minus(1, x): the shapes differ (1 is 1×1, x is 3×1)");
	});
});

describe("a typed line", () => {
	const quadratic = g.expression("x'*A*x", S);

	it("with several = is checked in each part", () => {
		expect(lineOf(quadratic, x, "ds/dx = A*x + A'*x = (A+A')*x").isRight).toBe(true);
		expect(lineOf(quadratic, x, "= (A+A')*x", "grad = (A + A')*x").isRight).toBe(true);
		for (const line of ["2*A*x = (A+A')*x", "0*x = (A+A')*x", "(A+A')*x = 2*A*x", "ds/dx = 2*A*x = (A+A')*x"])
			expect(lineOf(quadratic, x, line).isRight, line).toBe(false);
	});

	it("may have a scalar before vector(1)", () => {
		const of = g.expression("y'*softmax(A*x)", S);
		for (const line of ["A'*(q⊙(y-(q'*y)*vector(1)))", "A'*(q⊙(y-q'*y*vector(1)))", "A'*(q⊙(y-vector(1)*(q'*y)))"])
			expect(lineOf(of, x, "q := softmax(A*x)", line).isRight, line).toBe(true);
	});
});

describe("what is not defined everywhere is tried where it is", () => {
	it.each([
		"x' log(x)",
		"sum(sqrt(x))",
		"y' log(A x + 5 vector(1))",
		"sum(x^1.5)",
		"sum(p^x)",
		"sum(log(-x)) + sum(log(y))",
	])("%s", (text) => {
		const derivation = g.derive(g.expression(text.replaceAll("A x", "A*x"), S)).withRespectTo(x);
		expect(derivation.verify({ trials: 10 }).worst).toBeLessThan(1e-10);
	});

	it("random expressions of restricted functions, of either sign and of two variables, are verified", () => {
		// Each is defined where its argument is positive, or 1 where that is no matter.
		const functions = ["log(%)", "sqrt(%)", "(%)^1.5", "(%)^-0.5", "(%) ⊙ log(%)", "log(% + 2 𝟏)", "1/(%)"];
		const argument = fc.constantFrom(
			"x",
			"-x",
			"y",
			"-y",
			"x - y",
			"exp(y) ⊙ x",
			"2 x ⊙ y",
			"sqrt(x)",
			"A*exp(x)",
			"-A*exp(x)",
		);
		const part = fc.tuple(fc.constantFrom(...functions), argument).map(([f, a]) => f.replaceAll("%", a));
		// log x and log(−x) have no point in common: their sum is nowhere defined, and says so.
		const never = /has no value, or no derivative/;
		let tried = 0;
		let verified = 0;
		fc.assert(
			fc.property(part, part, fc.boolean(), (a, b, isSum) => {
				const of = g.expression(isSum ? `sum(${a}) + sum(${b})` : `sum((${a}) ⊙ (${b}))`, S);
				for (const wrt of [x, y]) {
					if (!g.topologicalOrder(of).includes(wrt)) continue;
					tried++;
					try {
						expect(g.derive(of).withRespectTo(wrt).verify({ trials: 2 }).worst).toBeLessThan(1e-10);
						verified++;
					} catch (error) {
						if (!never.test((error as Error).message)) throw error;
					}
				}
			}),
			{ numRuns: 40, seed: 3 },
		);
		expect(verified / tried).toBeGreaterThan(0.6);
	});

	it("what is singular everywhere has no derivative, and nobody calls a line wrong", () => {
		const of = g.logDet(g.matmul(x, g.transpose(x)));
		expect(() => g.derive(of).withRespectTo(x).verify()).toThrow(
			/no value, or no derivative|singular|could numeric differentiation decide/,
		);
	});

	it("and nowhere defined is an error that says what to give", () => {
		const of = g.sum(g.sqrt(g.negate(g.square(x))));
		expect(() => g.derive(of).withRespectTo(x).verify()).toThrow(
			"has no value, or no derivative, at any of 120 random",
		);
	});

	it("a typed derivation of the entropy is right", () => {
		expect(lineOf(g.expression("x'*log(x)", S), x, "log(x)+vector(1)").isRight).toBe(true);
	});
});

describe("nobody is accused", () => {
	it.each(
		Object.entries({ relu: g.relu, leakyRelu: g.leakyRelu, abs: g.abs }),
	)("in the kink itself: %s", (_name, f) => {
		const n = g.parameter("n", g.column([0, 2]));
		let message = "";
		try {
			g.gradcheck(g.sum(f(n)));
		} catch (error) {
			message = (error as Error).message;
		}
		expect(message).not.toContain("disagree");
	});

	it("where a gate is wrong in the same place, it is told", () => {
		const wrong = g.pointwise({ name: "wrong", f: (t) => t * t * t, slope: (t) => 3 * t * t + 0.1 });
		expect(() => g.gradcheck(g.sum(wrong(g.parameter("n", g.column([0, 2])))))).toThrow("disagree");
	});

	it("where two parameters share their numbers", () => {
		const shared = g.scalar(2);
		const [a, b] = [g.parameter("a", shared), g.parameter("b", shared)];
		expect(() => g.gradcheck(g.times(a, b))).toThrow("a and b share their numbers");
	});

	it("where the variable is computed", () => {
		const z = g.matmul(A, x).named("z");
		expect(() =>
			g
				.derive(g.sum(g.tanh(z)))
				.withRespectTo(z)
				.verify(),
		).toThrow("z is computed");
	});
});

it("a norm is as exact as its entries, however small or large they are", () => {
	fc.assert(
		fc.property(fc.integer({ min: -300, max: 300 }), fc.constantFrom(g.norm2, g.frobenius), (exponent, norm) => {
			const v = g.parameter("v", g.column([3 * 10 ** exponent, 4 * 10 ** exponent]));
			const graph = new g.ComputationalGraph(norm(v));
			const value = graph.forward().data[0];
			const [[a], [b]] = graph.backward().of(v).toArray();
			return Math.abs(value / (5 * 10 ** exponent) - 1) < 1e-12 && Math.abs(a - 0.6) + Math.abs(b - 0.8) < 1e-12;
		}),
		{ seed: 1 },
	);
});

it("a derivation that nobody could read is refused at once, and so is a formula", () => {
	let h: g.Node = x;
	for (let k = 0; k < 40; k++) h = g.tanh(g.plus(h, h));
	expect(() => g.derive(g.sum(h)).withRespectTo(x)).toThrow("written out, it would have more than 3000 operations");
	expect(() => h.latex()).toThrow("more than 10000000 characters");
	const upstream = 2 as unknown as g.Matrix;
	const graph = new g.ComputationalGraph(g.sum(h));
	graph.forward();
	expect(() => graph.backward(upstream)).toThrow("the upstream gradient is a matrix in the shape of the output, 1×1");
});

it.each([
	[(X: g.Node) => g.slice(X, 1, 3), "[0; tanh'(X_2:3); 0]"],
	[(X: g.Node) => g.slice(X, 0, 3), "[tanh'(X_1:3); 0]"],
	[(X: g.Node) => g.slice(X, 4, 6), "[0; tanh'(X_5:6)]"],
])("what a slice of a batch sends back is printed between zeros: %#", (make, printed) => {
	const X = g.input("X", 6, "batch");
	const derivation = g.derive(g.sum(g.tanh(make(X)))).withRespectTo(X);
	expect(plainFormula((derivation.lines.at(-1) as g.Line).expression.latex())).toBe(printed);
	derivation.verify({ trials: 5 });
});
