/** Which parts of a typed line are read: every one that can be, and all of them have to hold. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as g from "../../src/index";

const random = new g.Random(4);
const [A, B, C] = ["A", "B", "C"].map((name) => g.parameter(name, random.matrix(3, 3)));
const [x, y] = ["x", "y"].map((name) => g.parameter(name, random.matrix(3, 1)));
const scope = { A, B, C, x, y };
const check = (notation: string, wrt: g.Node, ...lines: string[]) =>
	g.checkDerivation(g.expression(notation, scope), wrt, lines, { scope });

describe("a line with several =", () => {
	const RIGHT = ["(A + A') x", "A x + A' x", "x' A + x' A'", "(x' (A' + A))'", "A'x + A x"];
	const WRONG = ["2 A x", "0 x", "A x", "x", "A", "x' A - x' A'", "-(A + A') x", "x' x"];
	const LEFT = ["", "df/dx", "∂f/∂x", "d(x'A x)/dx", "J", "∇f"];

	it("every part is checked, wherever it stands", () => {
		fc.assert(
			fc.property(
				fc.option(fc.constantFrom(...LEFT), { nil: null }),
				fc.array(fc.constantFrom(...RIGHT), { minLength: 1, maxLength: 3 }),
				fc.option(fc.tuple(fc.constantFrom(...WRONG), fc.nat(3)), { nil: null }),
				fc.constantFrom("=", "≙"),
				(left, right, wrong, sign) => {
					const parts = right.toSpliced(wrong?.[1] ?? 0, 0, ...(wrong === null ? [] : [wrong[0]]));
					const line = [...(left === null ? [] : [left]), ...parts].join(` ${sign} `);
					expect(check("x' A x", x, line).isRight, line).toBe(wrong === null);
				},
			),
			{ numRuns: 150, seed: 1 },
		);
	});

	it("the derivative by another variable is another derivative", () => {
		for (const left of ["df/dA", "∂f/∂y", "d(x'A x)/dB"])
			expect(check("x' A x", x, `${left} = (A + A') x`).firstWrong?.message).toContain("and this derivation is by x");
	});

	it.each([
		["", "The line is empty."],
		["  ", "The line is empty."],
		["df/dx =", "Nothing stands beside an “=”."],
		["(A + A') x == A x + A' x", "Nothing stands beside an “=”."],
		["q x + 1 = (A + A') x", "q is neither a function nor one of the names"],
	])("%j says what is missing", (line, message) => {
		expect(check("x' A x", x, line).firstWrong?.message).toContain(message);
	});
});

describe("a right line is read as it is printed", () => {
	it.each<[string, g.Node, string[]]>([
		["sum(A ⊙ B C ⊙ C)", A, ["C ⊙ B C", "B C ⊙ C", "(B C) ⊙ C"]],
		["y' softmax(A x)", x, ["p := softmax(A x)", "A' (p ⊙ (y - (p' y) vector(1)))", "A' (p ⊙ (y - p' y 𝟏))"]],
		["tr(A inv(B) C)", B, ["-(B⁻¹ C A inv(B))'", "-B^-T A' C' B⁻ᵀ"]],
	])("%s by %s", (notation, wrt, lines) => {
		const found = check(notation, wrt, ...lines);
		expect(found.isRight, String(found)).toBe(true);
	});

	it("X^-1 is neither the inverse nor one over each entry: the line says which of the two can be typed", () => {
		expect(check("tr(A inv(B) C)", B, "-(B^-1 C A B^-1)'").firstWrong?.message).toMatch(
			/the inverse is inv\(B\) or B⁻¹, and one over each entry is B\.\^-1/,
		);
	});

	it("of what is no scalar nobody speaks of the shape of the variable", () => {
		expect(check("A x", x, "x").firstWrong?.message).toBe("It is 3×1. ∂matmul(A, x)/∂x is 3×3 in Jacobian form.");
	});
});
