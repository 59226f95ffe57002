/** Derivations of what people build: every kind of input that matrixcalculus.org documents, nets, and where paths part. */
import { describe, expect, it } from "vitest";
import { plainFormula } from "../../src/calculus/plain";
import * as g from "../../src/index";

const random = new g.Random(5);
const parameter = (name: string, rows: number, cols = 1) => g.parameter(name, random.matrix(rows, cols));
const T = g.transpose;
const product = (...factors: g.Node[]) => factors.reduce((all, factor) => g.matmul(all, factor));
const textOf = (node: g.Node) => plainFormula(node.latex());
const linesOf = (of: g.Node, wrt: g.Node) =>
	g
		.derive(of)
		.withRespectTo(wrt)
		.lines.map(({ expression }) => textOf(expression));
const [x, u, h, c] = ["x", "u", "h", "c"].map((name) => parameter(name, 3));
const A = parameter("A", 3, 3);

describe("the nine kinds of input that matrixcalculus.org documents", () => {
	const scope = {
		...Object.fromEntries([..."xyvw"].map((name) => [name, g.input(name, 3)])),
		...Object.fromEntries([..."ABCX"].map((name) => [name, g.input(name, 3, 3)])),
		...Object.fromEntries([..."ab"].map((name) => [name, g.input(name, 1)])),
	};
	const positive = (r: g.Random) =>
		Object.fromEntries(
			Object.values(scope).map(({ label, rows, cols }) => {
				const value = r.matrix(rows as number, cols as number, 0.2, 1);
				if (cols === 3) for (let k = 0; k < 3; k++) value.data[k * 4] += 2;
				return [label, value];
			}),
		);
	const read = (notation: string) => g.expression(notation, scope);

	it.each<[string, g.Node, string, string]>([
		["0.5*x'*A*x", read("0.5*x'*A*x"), "x", "1/2 (A + Aᵀ) x"],
		["A*exp(x)", read("A*exp(x)"), "x", "A diag(exp(x))"],
		["(y.*v)'*x", read("(y.*v)'*x"), "y", "x ⊙ v"],
		["a^b", g.raise(scope.a, scope.b), "a", "b a^(b - 1)"],
		["a^b", g.raise(scope.a, scope.b), "b", "a^(b) log(a)"],
		["norm1(A*x-y)", read("norm1(A*x-y)"), "x", "Aᵀ sign(A x - y)"],
		["norm2(A*x-y)^2", read("norm2(A*x-y)^2"), "x", "2 Aᵀ (A x - y)"],
		[
			"sum(log(exp(-y.*(X*w)) + vector(1)))",
			g.sum(g.log(g.plus(read("exp(-y.*(X*w))"), g.ones(3, 1)))),
			"w",
			"-Xᵀ (exp(-(y ⊙ X w)) ⊘ (exp(-(y ⊙ X w)) + 𝟏) ⊙ y)",
		],
		["tr(A*X'*B*X*C)", read("tr(A*X'*B*X*C)"), "X", "B X C A + Bᵀ X Aᵀ Cᵀ"],
		["log(det(inv(X)))", read("log(det(inv(X)))"), "X", "-X⁻ᵀ"],
	])("%s", (_notation, of, variable, expected) => {
		const derivation = g.derive(of).withRespectTo(scope[variable as keyof typeof scope]);
		expect(derivation.verify({ trials: 20, inputs: positive }).worst).toBeLessThan(1e-10);
		expect(textOf((derivation.lines.at(-1) as g.Line).expression)).toBe(expected);
	});
});

describe("where paths part: the sum over them is a line", () => {
	it("xᵀAx", () => {
		expect(linesOf(product(T(x), A, x), x)).toEqual([
			"xᵀ Aᵀ I + xᵀ A",
			"xᵀ Aᵀ + xᵀ A",
			"(xᵀ A)ᵀ + (xᵀ Aᵀ)ᵀ",
			"Aᵀ x + A x",
			"(A + Aᵀ) x",
		]);
	});

	it("the length of x", () => {
		const lines = linesOf(g.sqrt(product(T(x), x)), x);
		expect(lines[0]).toBe("1/(2 √(xᵀ x)) (xᵀ I + xᵀ)");
		expect(lines.at(-1)).toBe("x/√(xᵀ x)");
	});

	it("a residual block: straight on, and through the layer", () => {
		const lines = linesOf(product(T(u), g.plus(x, g.tanh(product(A, x)))), x);
		expect(lines[1]).toBe("uᵀ + (uᵀ ⊙ tanh'(A x)ᵀ) A");
		expect(lines.at(-1)).toBe("u + Aᵀ (u ⊙ tanh'(A x))");
	});

	it("what is no scalar keeps its parentheses: (I + diag(f′) A) of a residual block", () => {
		expect(linesOf(g.plus(x, g.tanh(product(A, x))), x).at(-1)).toBe("I + diag(tanh'(A x)) A");
	});

	it("a recurrent net: one δ for every step, and how each comes from the one behind it", () => {
		let state: g.Node = h;
		for (let t = 1; t <= 3; t++) state = g.tanh(g.plus(product(A, state), x).named(`z_${t}`)).named(`h_${t}`);
		const derivation = g.derive(product(T(u), state)).withRespectTo(A);
		const verification = derivation.verify({ trials: 20 });
		expect(textOf((derivation.lines.at(-1) as g.Line).expression)).toBe("δ_1 h_2ᵀ + δ_2 h_1ᵀ + δ_3 hᵀ");
		expect(String(verification)).toContain("where δ_2 = Aᵀ δ_1 ⊙ tanh'(z_2)");
		expect(verification.worst).toBeLessThan(1e-10);
	});
});

describe("nets", () => {
	const gates = Object.fromEntries(
		(["f", "i", "o", "g"] as const).map((name) => {
			const z = g
				.plus(product(parameter(`W_${name}`, 3, 3), x), product(parameter(`U_${name}`, 3, 3), h))
				.named(`z_${name}`);
			return [name, (name === "g" ? g.tanh(z) : g.logistic(z)).named(name)];
		}),
	);
	const cell = g.plus(g.times(gates.f, c), g.times(gates.i, gates.g)).named("c_2");
	const lstm = product(T(u), g.times(gates.o, g.tanh(cell)));
	const [Q, K, V, X] = [parameter("Q", 3, 3), parameter("K", 3, 3), parameter("V", 3, 3), parameter("X", 3, 2)];
	const attention = g.sum(product(V, X, g.softmax(g.scale(product(T(product(K, X)), product(Q, X)), 0.5))));
	const d = g.minus(x, g.spread(g.mean(x), x)).named("d");
	const layerNorm = g.scaleBy(g.reciprocal(g.sqrt(g.mean(g.square(d))).named("σ")), d);
	const S = parameter("S", 3, 3);
	const density = g.plus(
		g.scale(g.logDet(S), -0.5),
		g.scale(product(T(g.minus(x, u)), g.inverse(S), g.minus(x, u)), -0.5),
	);
	const stacked = g.sum(g.square(product(A, g.concatenate(g.slice(x, 1, 3), g.slice(x, 0, 1)))));
	const L = parameter("L", 2, 5);
	const looked = product(T(parameter("w", 4)), g.tanh(g.vec(g.lookup(L, [1, 3]))));
	const weights = (of: g.Node, name: string) => g.topologicalOrder(of).find(({ label }) => label === name) as g.Node;

	it.each<[string, g.Node, g.Node]>([
		["an LSTM cell by its input", lstm, x],
		["an LSTM cell by the state before", lstm, h],
		["an LSTM cell by the memory before", lstm, c],
		["an LSTM cell by a weight", lstm, weights(lstm, "W_f")],
		["attention by the queries' weights", attention, Q],
		["attention by the keys' weights", attention, K],
		["attention by the values' weights", attention, V],
		["attention by the words", attention, X],
		["layer norm", product(T(u), layerNorm), x],
		["layer norm, the Jacobian", layerNorm, x],
		["a Gaussian log density by the mean", density, u],
		["a Gaussian log density by the covariance", density, S],
		["slices and stacks", stacked, x],
		["a lookup", looked, L],
		["softmax, the Jacobian", g.softmax(x), x],
		["log softmax of columns", g.sum(g.times(g.logSoftmax(X), parameter("Y", 3, 2))), X],
	])("%s: every line of its derivation holds, from the chain rule on", (_name, of, wrt) => {
		// Covariances are far from singular.
		const inputs = (r: g.Random) => ({ S: g.fill(3, 3, (i, j) => (i === j ? 3 : 0) + r.uniform()) });
		const verification = g.derive(of).withRespectTo(wrt).verify({ trials: 20, inputs });
		expect(verification.worst).toBeLessThan(1e-10);
		expect(verification.lines[0].form).toBe("jacobian");
	});

	it("x by itself is I", () => {
		expect(linesOf(x, x)).toEqual(["I"]);
		expect(g.derive(x).withRespectTo(x).verify().worst).toBe(0);
	});
});
