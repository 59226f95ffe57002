/** The table of rules: each holds by number, none runs in circles, and together they lead to the form in textbooks. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Formulas } from "../../src/calculus/formulas";
import { atRandomPoint, ofSources } from "../../src/calculus/random-point";
import { rewrite } from "../../src/calculus/rewrite";
import { RULES, simplified, simplify } from "../../src/calculus/simplify";
import * as g from "../../src/index";

/** The worst relative difference of two expressions at random points. Entries are positive: roots and logarithms have values there. */
function difference(a: g.Node, b: g.Node, points = 20): number {
	const random = new g.Random(7);
	const graphs = [a, b].map((node) => new g.ComputationalGraph(node));
	let worst = 0;
	for (let k = 0; k < points; k++) {
		const given = (r: g.Random) =>
			Object.fromEntries(
				[...graphs[0].order, ...graphs[1].order]
					.filter(({ role }) => role === "input" || role === "parameter")
					.map(({ label, rows, cols }) => [label, positive(r, rows as number, cols as number)]),
			);
		atRandomPoint([a, b], random, given, (inputs) => {
			const [left, right] = graphs.map((graph) => graph.forward(ofSources(graph, inputs)).copy());
			worst = Math.max(worst, g.relativeError(left, right, 0.01));
		});
	}
	return worst;
}

/** Positive entries, and a diagonal that outweighs its row: invertible. */
function positive(random: g.Random, rows: number, cols: number): g.Matrix {
	const A = random.matrix(rows, cols, 0.2, 1);
	if (rows === cols) for (let k = 0; k < rows; k++) A.data[k * (rows + 1)] += rows;
	return A;
}

describe("every rule", () => {
	const cases = RULES.flatMap((rule) => rule.examples.map((example) => [example.latex(), rule, example] as const));

	it("there is an example for each", () => {
		expect(RULES.length).toBeGreaterThanOrEqual(50);
		for (const { examples } of RULES) expect(examples.length).toBeGreaterThan(0);
	});

	it.each(cases)("%s: both sides have the same value", (_latex, rule, example) => {
		const after = rule.apply(example, new Formulas());
		expect(after).not.toBeNull();
		expect([after?.rows, after?.cols]).toEqual([example.rows, example.cols]);
		expect(difference(example, after as g.Node)).toBeLessThan(1e-12);
	});

	it("a wrong rule would be found", () => {
		const A = g.input("A", 3, 3);
		expect(difference(g.transpose(g.matmul(A, A)), g.matmul(A, A))).toBeGreaterThan(0.01);
	});
});

describe("simplifying", () => {
	const [x, y] = [g.input("x", 3), g.input("y", 3)];
	const [A, B, C] = ["A", "B", "C"].map((name) => g.input(name, 3, 3));
	const s = g.input("s", 1);
	const T = g.transpose;

	it.each<[g.Node, string]>([
		[g.plus(g.matmul(T(A), x), g.matmul(A, x)), "(A + A^\\top) x"],
		[g.plus(A, A), "2 A"],
		[g.minus(g.plus(A, B), A), "B"],
		[g.matmul(T(A), g.scale(g.minus(g.matmul(A, x), y), 2)), "2 A^\\top (A x - y)"],
		[T(g.matmul(T(B), g.matmul(A, T(C)))), "C A^\\top B"],
		[g.matmul(g.identityNode(3), A), "A"],
		[g.scaleBy(g.reciprocal(s), g.scaleBy(s, A)), "A"],
		[g.scaleBy(s, g.scaleBy(g.reciprocal(g.square(s)), A)), "\\tfrac{A}{s}"],
		[g.inverse(g.matmul(A, B)), "B^{-1} A^{-1}"],
		[g.matmul(T(A), T(g.inverse(g.matmul(A, B)))), "B^{-\\top}"],
		[g.negate(g.negate(A)), "A"],
		[g.plus(g.negate(A), B), "B - A"],
		[g.sum(g.times(x, y)), "x^\\top y"],
	])("%s", (formula, latex) => {
		expect(simplified(formula).latex()).toBe(latex);
		expect(difference(formula, simplified(formula))).toBeLessThan(1e-12);
	});

	it("what has a name is not looked behind", () => {
		const z = g.matmul(g.identityNode(3), x).named("z");
		expect(simplified(g.matmul(A, z)).latex()).toBe("A z");
	});

	it("a step is a line with its reason", () => {
		expect(simplify(T(g.matmul(A, g.scale(B, 2)))).map(({ because }) => because)).toEqual([
			"the transpose of a product: the transposes, in the other order, and a transpose goes to every term and every entry",
			"numbers and scalars to the front",
		]);
	});

	it("random formulas keep their value, and what is simple stays as it is", () => {
		const leaf = fc.constantFrom(A, B, C, g.identityNode(3), T(A), g.spread(1, A));
		const { formula } = fc.letrec<{ formula: g.Node }>((again) => ({
			formula: fc.oneof(
				{ maxDepth: 5, depthSize: "medium" },
				leaf,
				fc.tuple(again("formula"), again("formula")).map(([a, b]) => g.plus(a, b)),
				fc.tuple(again("formula"), again("formula")).map(([a, b]) => g.minus(a, b)),
				fc.tuple(again("formula"), again("formula")).map(([a, b]) => g.matmul(a, b)),
				fc.tuple(again("formula"), again("formula")).map(([a, b]) => g.times(a, b)),
				again("formula").map(T),
				fc.tuple(again("formula"), fc.constantFrom(-1, 2, 0.5, 1)).map(([a, c]) => g.scale(a, c)),
				again("formula").map((a) => g.scaleBy(s, a)),
				again("formula").map((a) => g.scaleBy(g.reciprocal(s), a)),
				again("formula").map((a) => g.tanh(a)),
			),
		}));
		fc.assert(
			fc.property(formula, (node) => {
				const once = simplified(node);
				expect([once.rows, once.cols]).toEqual([node.rows, node.cols]);
				// Terms that cancel leave a 0 in the one form and the rounding of large numbers in the other.
				const size = Math.max(1, ...sizes(node));
				expect(absolute(node, once) / size).toBeLessThan(1e-10);
				expect(new Formulas().same(simplified(once), once)).toBe(true);
			}),
			{ numRuns: 500, seed: 1 },
		);
	});

	it("no rules undo each other: steps end by themselves", () => {
		const all = RULES.flatMap(({ examples }) => examples);
		for (const example of all) {
			const formulas = new Formulas();
			const once = rewrite(example, RULES, formulas).node;
			expect(formulas.same(rewrite(once, RULES, formulas).node, once)).toBe(true);
		}
	});
});

/** The largest entries of all parts of a formula, at the point where the difference is taken. */
function sizes(node: g.Node): number[] {
	const graph = new g.ComputationalGraph(node);
	graph.forward(point(graph));
	return graph.order.map((part) => Math.max(...graph.value(part).data.map(Math.abs)));
}

function absolute(a: g.Node, b: g.Node): number {
	const [left, right] = [a, b].map((node) => {
		const graph = new g.ComputationalGraph(node);
		return graph.forward(point(graph)).data;
	});
	return Math.max(...left.map((value: number, k: number) => Math.abs(value - right[k])));
}

function point(graph: g.ComputationalGraph): Record<string, g.Matrix> {
	const inputs = graph.order.filter(({ role }) => role === "input");
	return Object.fromEntries(
		inputs.map(({ label, rows, cols }) => [
			label,
			positive(new g.Random(label?.charCodeAt(0) ?? 0), rows as number, cols as number),
		]),
	);
}
