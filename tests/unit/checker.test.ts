/** A derivation that somebody typed: right ones in any order are not refused, wrong ones are found, and the mistake is named. */
import { describe, expect, it } from "vitest";
import { builtIn } from "../../src/calculus/mistakes";
import { Points } from "../../src/calculus/points";
import { STAGES, simplify } from "../../src/calculus/simplify";
import { toFormula } from "../../src/calculus/to-formula";
import { type Formula, formulaText } from "../../src/gates/formula";
import { formulaOf } from "../../src/gates/notation";
import * as g from "../../src/index";

const sources: Record<string, g.Node> = {
	...Object.fromEntries([..."abuxy"].map((name) => [name, g.input(name, 3)])),
	...Object.fromEntries([..."ABX"].map((name) => [name, g.input(name, 3, 3)])),
	W: g.input("W", 3, 4),
	V: g.input("V", 2, 3),
	v: g.input("v", 4),
	w: g.input("w", 2),
};
const z = g.expression("W v + b", sources).named("z");
const h = g.tanh(z).named("h");
const scope = { ...sources, z, h };

/** What is derived, and by what. */
const PROBLEMS: readonly (readonly [string, string])[] = [
	...(["W", "b", "v", "u"] as const).map((name) => ["u' tanh(W v + b)", name] as const),
	...(["W", "b", "v", "u"] as const).map((name) => ["u' h", name] as const),
	...(["V", "W", "v", "b"] as const).map((name) => ["w' σ(V h)", name] as const),
	...(["x", "A"] as const).map((name) => ["x' A x", name] as const),
	...(["x", "A", "y"] as const).map((name) => ["norm2(A x - y)^2", name] as const),
	...(["x", "A"] as const).map((name) => ["u' (x + tanh(A x))", name] as const),
	["u' tanh(A tanh(A x + b))", "A"],
	["u' tanh(A tanh(A x + b))", "x"],
	["b' X' X a", "X"],
	["tr(A X B)", "X"],
	["tr(X' A X)", "X"],
	["tr(A X' B X)", "X"],
	["(a' x) (b' x)", "x"],
	["u' σ(A x) + a' tanh(B x)", "x"],
	["u' (σ(A x) ⊙ tanh(B x))", "x"],
	["sqrt(x' x)", "x"],
	["(A x + b)' B (A x + b)", "x"],
];

interface Problem {
	readonly of: g.Node;
	readonly wrt: g.Node;
	readonly points: Points;
}

const problems = PROBLEMS.map(([notation, variable]): Problem => {
	const of = g.expression(notation, scope);
	const wrt = sources[variable];
	return { of, wrt, points: new Points(of, wrt, { seed: 99, count: 2 }) };
});

/** The library's derivation of a problem, with the stages of its simplification in any order, as it would be typed. */
function typed({ of, wrt, points }: Problem, random: g.Random): Formula[] {
	const lines = g.derive(of).withRespectTo(wrt).lines;
	const first = lines.findIndex(({ form }) => form === "shape");
	const shape = lines[first]?.expression;
	const steps =
		shape === undefined ? [] : simplify(shape, random.shuffle([...STAGES])).map(({ expression }) => expression);
	const nodes = [...lines.slice(0, first + 1).map(({ expression }) => expression), ...steps];
	// Not every line can be typed: the notation has no name for the matrix that turns vec(X) into vec(Xᵀ).
	const all = nodes
		.flatMap((node) => toFormula(node) ?? [])
		.filter((formula) => builtIn(formula, points, scope) !== null);
	const kept = all.filter(() => random.uniform() < 0.8);
	return (kept.length === 0 ? all : kept).map((formula) => shuffled(formula, random));
}

/** The same value, written otherwise: terms and entry products in another order, now and then a transpose twice. */
function shuffled(formula: Formula, random: g.Random): Formula {
	const again = (part: Formula) => shuffled(part, random);
	switch (formula.kind) {
		case "sum":
			return {
				...formula,
				terms: random.shuffle(formula.terms.map(({ isSubtracted, of }) => ({ isSubtracted, of: again(of) }))),
			};
		case "product": {
			const factors = formula.factors.map(again);
			return { ...formula, factors: formula.sign === "⊙" ? random.shuffle(factors) : factors };
		}
		case "call":
			return { ...formula, inputs: formula.inputs.map(again) };
		case "name":
			return formula.name !== "I" && random.uniform() < 0.03
				? { kind: "transpose", of: { kind: "transpose", of: formula } }
				: formula;
		case "number":
			return formula;
		case "power":
			return { ...formula, of: again(formula.of) };
		default:
			return { ...formula, of: again(formula.of) };
	}
}

/** Whether a line is no derivative: it cannot be computed, or its value is another one. */
function isWrong(formula: Formula, { points }: Problem): boolean {
	const node = builtIn(formula, points, scope);
	const values = node === null ? null : points.valuesOf(node);
	return values === null || points.formOf(values) === null;
}

const NAMES = ["transpose", "order", "slope", "term", "convention", "factor"] as const;

/** A piece of a line between blanks, with whatever stands in its parentheses. */
interface Piece {
	readonly text: string;
	readonly from: number;
	readonly to: number;
}

/** The pieces of a line, and those in each pair of parentheses: mistakes are planted in the text, without a parser. */
function groupsOf(text: string, offset = 0): Piece[][] {
	const pieces: Piece[] = [];
	const inner: Piece[][] = [];
	let [depth, from, opened] = [0, 0, 0];
	for (let k = 0; k <= text.length; k++) {
		if (text[k] === "(" && depth++ === 0) opened = k + 1;
		if (text[k] === ")" && --depth === 0) inner.push(...groupsOf(text.slice(opened, k), offset + opened));
		if (depth > 0 || (k < text.length && text[k] !== " ")) continue;
		if (k > from) pieces.push({ text: text.slice(from, k), from: offset + from, to: offset + k });
		from = k + 1;
	}
	return [pieces, ...inner];
}

const isSign = ({ text }: Piece) => ["+", "-", "⊙", "⊗", "/"].includes(text);
const isTermSign = ({ text }: Piece) => text === "+" || text === "-";

/** The line with every mistake of a kind that there is room for. */
function plantedIn(line: string, kind: string): string[] {
	const groups = groupsOf(line);
	const without = (from: number, to: number) => `${line.slice(0, from)}${line.slice(to)}`.replace(/ {2,}/g, " ").trim();
	switch (kind) {
		case "convention":
			return [`(${line})'`];
		case "slope":
			return [...line.matchAll(/(?<=\p{L})'(?=\()/gu)].map(({ index }) => without(index, index + 1));
		case "transpose":
			return [...line.matchAll(/'(?!\()/g)].map(({ index }) => without(index, index + 1));
		case "order":
			return groups.flatMap((pieces) =>
				pieces.slice(1).flatMap((right, k) => {
					const left = pieces[k];
					if (isSign(left) || isSign(right)) return [];
					return [`${line.slice(0, left.from)}${right.text} ${left.text}${line.slice(right.to)}`];
				}),
			);
		case "term":
			return groups.flatMap((pieces) =>
				pieces.flatMap((sign, k) => {
					if (!isTermSign(sign)) return [];
					const end = pieces.slice(k + 1).find(isTermSign)?.from ?? pieces[pieces.length - 1].to;
					return [
						without(sign.from, end),
						...(pieces.slice(0, k).some(isTermSign) || sign.text === "-" ? [] : [without(pieces[0].from, sign.to)]),
					];
				}),
			);
		default:
			return groups.flatMap((pieces) =>
				pieces.flatMap((piece, k) => {
					const [before, after] = [pieces[k - 1], pieces[k + 1]];
					if (
						isSign(piece) ||
						before?.text === "⊗" ||
						after?.text === "⊗" ||
						before?.text === "/" ||
						after?.text === "/"
					)
						return [];
					if (before?.text === "⊙") return [without(before.from, piece.to)];
					if (after?.text === "⊙") return [without(piece.from, after.to)];
					const isAlone = (before === undefined || isTermSign(before)) && (after === undefined || isTermSign(after));
					return isAlone ? [] : [without(piece.from, piece.to)];
				}),
			);
	}
}

/** A right line with a mistake of a kind in it that makes it wrong; null where it has no place for one. */
function planted(line: string, kind: string, problem: Problem, random: g.Random): string | null {
	const wrong = plantedIn(line, kind).filter((text) => isWrong(formulaOf(text, scope), problem));
	return wrong.length === 0 ? null : random.pick(wrong);
}

describe("right derivations", () => {
	it("500 of them, their steps in any order and their terms in any, are not refused", () => {
		const random = new g.Random(1);
		for (let k = 0; k < 500; k++) {
			const problem = problems[k % problems.length];
			const lines = typed(problem, random).map(formulaText);
			const found = g.checkDerivation(problem.of, problem.wrt, lines, { scope });
			expect(found.isRight, `${problem.of.latex()} by ${problem.wrt.name}\n${found}`).toBe(true);
		}
	});

	it("each line tells its form, its shape and the rule that led to it", () => {
		const s = g.expression("u' h", scope).named("s");
		const { lines } = g.checkDerivation(
			s,
			sources.W,
			["ds/dW = u' diag(tanh'(z)) I (v' ⊗ I)", "= (u' ⊙ tanh'(z)') (v' ⊗ I)", "δ := u ⊙ tanh'(z)", "≙ δ v'"],
			{ scope },
		);
		expect(lines.map(({ outcome }) => outcome)).toEqual(["right", "right", "definition", "right"]);
		expect(lines.map(({ form }) => form)).toEqual(["jacobian", "jacobian", null, "shape"]);
		expect(lines.map(({ rule }) => rule)).toEqual([
			"chain rule",
			"a diagonal only scales the entries of the row before it, and I changes nothing",
			null,
			"shape convention",
		]);
	});

	it("the rule of a step is found", () => {
		const of = g.expression("x' A x", scope);
		const { lines } = g.checkDerivation(of, sources.x, ["(A x)' + x' A", "A x + A' x", "(A + A') x", "A x + A' x"], {
			scope,
		});
		expect(lines.map(({ rule }) => rule)).toEqual([
			"chain rule",
			"shape convention",
			"like terms gathered, what they share written once",
			"like terms gathered, what they share written once: the other way round",
		]);
	});
});

describe("wrong derivations", () => {
	it("300 with a planted mistake: all are found on the line where it is, and at least 90% are named", () => {
		const random = new g.Random(2);
		const tally: Record<string, { planted: number; named: number }> = {};
		const unnamed: string[] = [];
		let count = 0;
		for (let k = 0; count < 300; k++) {
			const kind = NAMES[k % NAMES.length];
			const problem = random.pick(problems);
			const lines = typed(problem, random).map(formulaText);
			const at = random.integer(lines.length);
			const wrong = planted(lines[at], kind, problem, random);
			if (wrong === null) continue;
			count++;
			const texts = lines.map((line, j) => (j === at ? wrong : line));
			const found = g.checkDerivation(problem.of, problem.wrt, texts, { scope });
			expect(found.lines.indexOf(found.firstWrong as g.TypedLine), `${kind} in\n${found}`).toBe(at);
			tally[kind] ??= { planted: 0, named: 0 };
			tally[kind].planted++;
			if (found.firstWrong?.mistake?.name === kind) tally[kind].named++;
			else unnamed.push(`${kind}, told as ${found.firstWrong?.mistake?.name}: ${texts[at]}   for   ${lines[at]}`);
		}
		const named = Object.values(tally).reduce((sum, { named }) => sum + named, 0);
		expect(named, `${JSON.stringify(tally)}\n${unnamed.join("\n")}`).toBeGreaterThanOrEqual(270);
	});

	it.each<[string, string, string, string[], RegExp]>([
		["a missing transpose", "u' h", "v", ["W (u ⊙ tanh'(z))"], /A transpose is missing, or one too many: look at W/],
		["the wrong order", "u' h", "W", ["v' (u ⊙ tanh'(z))"], /stand in the wrong order/],
		["f for f′", "u' h", "b", ["u' diag(tanh'(z))", "u ⊙ tanh(z)"], /is f where f′ belongs/],
		["a path that was forgotten", "x' A x", "x", ["A x"], /A term is lost: the variable acts along several paths/],
		["the transposed layout", "u' h", "W", ["v (u ⊙ tanh'(z))'"], /right numbers in the transposed layout/],
		["a factor that was dropped", "norm2(A x - y)^2", "x", ["A' (A x - y)"], /factor/],
		["a sign", "norm2(A x - y)^2", "x", ["2 A' (A x + y)"], /The sign is the wrong way round/],
	])("%s is named", (_mistake, notation, variable, lines, message) => {
		const of = g.expression(notation, scope);
		const found = g.checkDerivation(of, sources[variable], lines, { scope });
		expect(found.isRight).toBe(false);
		expect(found.firstWrong?.text).toBe(lines.at(-1));
		expect(found.firstWrong?.message).toMatch(message);
	});

	it("what follows a wrong line is not looked at", () => {
		const of = g.expression("x' A x", scope);
		const { lines } = g.checkDerivation(of, sources.x, ["A x", "(A + A') x"], { scope });
		expect(lines.map(({ outcome }) => outcome)).toEqual(["wrong", "unread"]);
	});

	it("what cannot be read is wrong, and says where", () => {
		const of = g.expression("x' A x", scope);
		const { lines } = g.checkDerivation(of, sources.x, ["(A + A') q"], { scope });
		expect(lines[0].message).toContain("q is neither a function nor one of the names that were given");
	});

	it("what is no number is not right: an empty derivation is none", () => {
		const of = g.expression("x' A x", scope);
		expect(g.checkDerivation(of, sources.x, [], { scope }).isRight).toBe(false);
		expect(g.checkDerivation(of, sources.x, ["(A + A') x log(-(x' x))"], { scope }).isRight).toBe(false);
	});

	it("shows itself as a table", () => {
		const of = g.expression("x' A x", scope);
		const found = g.checkDerivation(of, sources.x, ["(A + A') x", "A x"], { scope });
		const bundle = (found as unknown as Record<symbol, () => Record<string, string>>)[Symbol.for("Jupyter.display")]();
		expect(bundle["text/markdown"]).toContain("| ✓ | `(A + A') x` | 3×1 |");
		expect(bundle["text/plain"]).toContain("✗ A x");
	});
});
