/** Formulas typeset, and mean what they say. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as g from "../../src/index";

const [x, y, s] = [g.input("x", 3), g.input("y", 3), g.input("s", 1)];
const [A, X] = [g.input("A", 3, 3), g.input("X", 3, "batch")];

describe("names in LaTeX", () => {
	it.each([
		["W1", "W_{1}"],
		["W_1", "W_{1}"],
		["W_h_1", "W_{h,1}"],
		["x_t", "x_{t}"],
		["h_prev", "h_{\\mathit{prev}}"],
		["loss", "\\mathit{loss}"],
		["θ1", "\\theta_{1}"],
		["a&b", "\\mathit{a\\&b}"],
		["50%", "\\mathit{50\\%}"],
		["{x", "\\mathit{\\{x}"],
		["a|b", "\\mathit{a\\vert{}b}"],
		["\\end{x}", "\\mathit{\\backslash{}end\\{x\\}}"],
		["_", "\\mathit{\\_}"],
	])("%s prints as %s", (label, latex) => {
		expect(g.constant(1, label).latex()).toBe(latex);
	});

	it("whatever the name is: braces balance, and nothing in it is a command of its own or ends the formula", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (label) => {
				const latex = g.constant(1, label).latex();
				const bare = latex.replace(/\\[&%$#_{}]/g, "");
				expect(bare).not.toMatch(/[$&%#\n|<>`~]/);
				let depth = 0;
				for (const sign of bare) {
					depth += sign === "{" ? 1 : sign === "}" ? -1 : 0;
					expect(depth).toBeGreaterThanOrEqual(0);
				}
				expect(depth).toBe(0);
			}),
			{ numRuns: 2000, seed: 1 },
		);
	});
});

describe("operations in LaTeX", () => {
	it.each<[string, g.Node, string]>([
		["a square that is transposed: no two exponents side by side", g.transpose(g.square(x)), "(x^2)^\\top"],
		["a transpose that is raised", g.power(g.transpose(x), 2), "(x^\\top)^{2}"],
		["a matrix times minus x is no difference", g.matmul(A, g.negate(x)), "A (-x)"],
		["minus minus", g.minus(x, g.negate(y)), "x - (-y)"],
		["minus a sum", g.negate(g.plus(x, y)), "-(x + y)"],
		["a number between matrices", g.matmul(A, g.scale(x, 2)), "A (2 x)"],
		["a half of a product", g.scale(g.matmul(A, x), 0.5), "\\tfrac{1}{2} A x"],
		["a number times a number", g.scale(g.constant(3), 2), "2 \\cdot 3"],
		["the sum of a column", g.sum(x), "\\mathbf{1}^\\top x"],
		["the sum of a row", g.sum(g.transpose(x)), "x^\\top \\mathbf{1}"],
		["the sum of a matrix", g.sum(A), "\\mathbf{1}^\\top A \\mathbf{1}"],
		["the sums of the rows of a sum", g.rowSums(g.plus(A, A)), "(A + A) \\mathbf{1}"],
		["a quotient of columns", g.divide(x, g.plus(x, y)), "x \\oslash (x + y)"],
		["a quotient of scalars", g.divide(s, g.sum(x)), "\\tfrac{s}{\\mathbf{1}^\\top x}"],
		["a column divided by a scalar", g.scaleBy(g.reciprocal(s), x), "\\tfrac{x}{s}"],
		["a scalar times a column", g.scaleBy(g.sum(x), y), "(\\mathbf{1}^\\top x) y"],
		["a power of a matrix, entry by entry", g.power(A, 3), "A^{\\odot 3}"],
		["a bias", g.addColumn(X, g.plus(x, y)), "X + (x + y) \\mathbf{1}^\\top"],
		["ones in the shape of a matrix", g.spread(1, A), "\\mathbf{1} \\mathbf{1}^\\top"],
	])("%s", (_claim, node, latex) => {
		expect(node.latex()).toBe(latex);
	});

	it("a chain of 20,000 gates prints", () => {
		let chain: g.Node = x;
		for (let k = 0; k < 20_000; k++) chain = g.tanh(chain);
		expect(chain.latex()).toMatch(/^(\\tanh\(){20000}x\){20000}$/);
	});
});
