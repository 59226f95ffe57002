import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as g from "../../src/index";

const random = new g.Random(2);
const W = g.parameter("W", random.matrix(3, 4));
const b = g.parameter("b", random.matrix(3, 1));
const u = g.parameter("u", random.matrix(3, 1));
const x = g.parameter("x", random.matrix(4, 1));
const scope = { W, b, u, x };
const value = (node: g.Node) => new g.ComputationalGraph(node).forward();

describe("from notation to graph", () => {
	const z = g.plus(g.matmul(W, x), b);
	it.each([
		["u' * tanh(W*x + b)", g.matmul(g.transpose(u), g.tanh(z))],
		["uᵀ tanh(W x + b)", g.matmul(g.transpose(u), g.tanh(z))],
		["u^T * relu(W*x+b)", g.matmul(g.transpose(u), g.relu(z))],
		["u ⊙ b - 2*b", g.minus(g.times(u, b), g.scale(b, 2))],
		["u .* b − b/2", g.minus(g.times(u, b), g.scale(b, 0.5))],
		["-u + b^2", g.plus(g.negate(u), g.power(b, 2))],
		["sum(σ(W*x)^3) / 4", g.scale(g.sum(g.power(g.logistic(g.matmul(W, x)), 3)), 0.25)],
		["dot(u, b) * 2", g.scale(g.dot(u, b), 2)],
		["(u - b)' (u - b)", g.matmul(g.transpose(g.minus(u, b)), g.minus(u, b))],
		["1e-1 * exp(b) / exp(u)", g.divide(g.scale(g.exp(b), 0.1), g.exp(u))],
		["2^3 * W", g.scale(W, 8)],
		["2^-1 W", g.scale(W, 0.5)],
		["2^3^2 * b", g.scale(b, 512)],
		["(b^2)^3", g.power(b, 6)],
		["b^(1 + 1)", g.power(b, 2)],
		["sum(b) * W", g.scaleBy(g.sum(b), W)],
		["W sum(b)", g.scaleBy(g.sum(b), W)],
		["(u' b) * W", g.scaleBy(g.dot(u, b), W)],
		["1/u", g.reciprocal(u)],
		["2 / u", g.scale(g.reciprocal(u), 2)],
		["u / sum(b)", g.divide(u, g.matmul(g.ones(3, 1), g.sum(b)))],
		["sum(b) / u", g.divide(g.matmul(g.ones(3, 1), g.sum(b)), u)],
		[".5 b + 1.*b - 1. b", g.scale(b, 0.5)],
		["2 ⊙ b", g.scale(b, 2)],
		["3' * b", g.scale(b, 3)],
		["exp(u) ^ b", g.raise(g.exp(u), b)],
		["exp(u) .^ 2 ./ exp(b)", g.divide(g.power(g.exp(u), 2), g.exp(b))],
		["tanh'(b) ⊙ σ′(u)", g.times(g.slopeOf(g.tanh, b), g.slopeOf(g.logistic, u))],
		["u'(b)", g.dot(u, b)],
		["(W W')⁻¹ b²", g.matmul(g.inverse(g.matmul(W, g.transpose(W))), g.square(b))],
		["(W W')⁻ᵀ b", g.matmul(g.inverse(g.matmul(W, g.transpose(W))), b)],
		["u' I W", g.matmul(g.transpose(u), W)],
		["(W W' + I) b", g.plus(g.matmul(W, g.matmul(g.transpose(W), b)), b)],
		["u' (x' ⊗ I)", g.matmul(g.transpose(u), g.kron(g.transpose(x), g.identityNode(3)))],
		["u' (x' ⊗ I_3)", g.matmul(g.transpose(u), g.kron(g.transpose(x), g.identityNode(3)))],
		["u' (-2 I) b", g.scale(g.dot(u, b), -2)],
		["𝟏' W x", g.sum(g.matmul(W, x))],
		["log(exp(b) + vector(1))", g.softplus(b)],
		["W ⊙ matrix(2)", g.scale(W, 2)],
		["b * (1 - 3)", g.scale(b, -2)],
		["u ⊙ W x", g.times(u, g.matmul(W, x))],
		["W x ⊙ u ⊘ b", g.divide(g.times(g.matmul(W, x), u), b)],
		["W x .* u", g.times(g.matmul(W, x), u)],
		["1/2 W x", g.scale(g.matmul(W, x), 0.5)],
		["u - (u' b) vector(1)", g.minus(u, g.matmul(g.ones(3, 1), g.dot(u, b)))],
		["u - u' b vector(1)", g.minus(u, g.matmul(g.ones(3, 1), g.dot(u, b)))],
		["u - vector(1) (u' b)", g.minus(u, g.matmul(g.ones(3, 1), g.dot(u, b)))],
		["W ⊙ (u' b) (vector(1) vector(1)')", g.scaleBy(g.dot(u, b), W)],
		["(W W').^2 u", g.matmul(g.square(g.matmul(W, g.transpose(W))), u)],
		["(W W')^⊙-1 u", g.matmul(g.reciprocal(g.matmul(W, g.transpose(W))), u)],
		["(W W')^-T u", g.matmul(g.inverse(g.matmul(W, g.transpose(W))), u)],
		["W^2 x", g.matmul(g.square(W), x)],
	])("%s", (notation, expected) => {
		expect(g.relativeError(value(g.expression(notation, scope)), value(expected), 1)).toBeLessThan(1e-14);
	});

	it("a formula that was read can be derived", () => {
		const s = g.expression("u' * tanh(W*x + b)", scope).named("s");
		expect(g.derive(s).withRespectTo(W).verify().worst).toBeLessThan(1e-10);
	});

	it.each([
		[
			"u' * tanh(W*x + )",
			"position 17: expected a number, a name or “(”, and found “)”.\n  u' * tanh(W*x + )\n                  ^",
		],
		["W*x + c", "position 7: c is neither a function nor one of the names that were given (W, b, u, x)"],
		["tanh(W*x", "position 9: expected “)”, and found the end"],
		["W*x) + b", "position 4: expected an operation or the end, and found “)”"],
		["u # b", "position 3: “#” means nothing here"],
		["dot(u)", "position 1: dot takes 2 arguments, and 1 were given"],
		["kron(I, I) * I", "the size of I or of ones in “kron(I, I) * I” cannot be seen from it. Write I_3 for 3×3."],
		["tanh(I)", "I and ones have no size there. Write I_3 for 3×3."],
		["softmax'(b)", "position 1: softmax is no function of each entry, so softmax' means nothing here"],
		["vector(b)", "position 1: vector takes one number, the entry"],
		["(W W')^-1", "two ways: the inverse is inv(W W') or (W W')⁻¹, and one over each entry is (W W').^-1"],
		["(W W')²", "of a square matrix can be read in two ways: a product of matrices is written out"],
		["2.5.5 * b", "position 1: 2.5.5 is no number"],
		["1e999 * b", "position 1: 1e999 is larger than any number"],
		["toString", "position 1: toString is neither a function nor one of the names"],
		["constructor(b)", "position 1: constructor is neither a function nor one of the names"],
		["valueOf(x)", "position 1: valueOf is neither a function nor one of the names"],
		["__proto__", "position 1: “_” means nothing here"],
		["hasOwnProperty(x) + b", "position 1: hasOwnProperty is neither a function"],
		["", "expression: expected a number, a name or “(”, and found the end"],
	])("%j: says where, and what was expected", (notation, message) => {
		expect(() => g.expression(notation, scope)).toThrow(g.DataError);
		expect(() => g.expression(notation, scope)).toThrow(message);
	});

	it.each([
		["(", ")"],
		["-", ""],
		["tanh(", ")"],
		["b^(", ")"],
		["b^-", ""],
		["-(", ")"],
		["b^2^", "2"],
	])("whatever is nested 5,000 and 200,000 deep is an error of the notation: %s", (open, close) => {
		for (const depth of [5000, 200_000]) {
			const notation = `${open.repeat(depth)}b${close.repeat(depth)}`;
			expect(() => g.expression(notation, { b })).toThrow(g.DataError);
		}
	});

	it("what is written side by side may be as long as one likes", () => {
		expect(value(g.expression(Array(20_000).fill("b").join(" + "), scope)).at(0, 0) / b.value.at(0, 0)).toBeCloseTo(
			20_000,
			6,
		);
	});

	it("a name that is a function's, too, is refused where it could be either", () => {
		const named = { ...scope, σ: g.parameter("σ", g.scalar(2)) };
		for (const notation of ["σ(b)", "σ'(b)", "σ′ (b)"])
			expect(() => g.expression(notation, named)).toThrow("σ is the name of a value here, and of a function");
		expect(value(g.expression("σ * (b)", named))).toEqual(value(g.scale(b, 2)));
	});

	it("operands that do not fit are a ShapeError, as everywhere", () => {
		expect(() => g.expression("x * W", scope)).toThrow(g.ShapeError);
	});

	it("whatever is typed, the answer is a graph or an error of the library", () => {
		const piece = fc.constantFrom(
			"u",
			"b",
			"W",
			"x",
			"(",
			")",
			"+",
			"*",
			"'",
			"tanh",
			"sum",
			",",
			"2",
			".5",
			"T",
			"valueOf",
			"constructor",
			".*",
			"^",
			"-",
			"⊙",
			" ",
			"?",
			"/",
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
				try {
					expect(g.expression(pieces.join(""), scope)).toBeInstanceOf(g.Node);
				} catch (error) {
					expect([g.DataError, g.ShapeError].some((kind) => error instanceof kind)).toBe(true);
				}
			}),
			{ numRuns: 3000, seed: 1 },
		);
	});
});
