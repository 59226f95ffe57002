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
		["u ^ b", "position 5: expected a number, or T for the transpose, after ^"],
		["", "position 1: expected a number, a name or “(”, and found the end"],
	])("%j: says where, and what was expected", (notation, message) => {
		expect(() => g.expression(notation, scope)).toThrow(g.DataError);
		expect(() => g.expression(notation, scope)).toThrow(message);
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
