/**
 * Derivatives of the Matrix Cookbook (K. B. Petersen, M. S. Pedersen, 2012) and its neighbours, in the form in which they stand
 * in textbooks. Each is derived, verified by number, and compared as text.
 */
import { describe, expect, it } from "vitest";
import { plainFormula } from "../../src/calculus/plain";
import * as g from "../../src/index";

const scope = {
	...Object.fromEntries([..."abcdxys"].map((name) => [name, g.input(name, 3)])),
	...Object.fromEntries([..."ABCDWX"].map((name) => [name, g.input(name, 3, 3)])),
	N: g.input("N", 4, 3),
};

/** Positive entries, and a diagonal that outweighs its row: logarithms and inverses have values there. */
function wellPosed(random: g.Random, rows: number, cols: number): g.Matrix {
	const A = random.matrix(rows, cols, 0.2, 1);
	for (let k = 0; k < Math.min(rows, cols); k++) A.data[k * (rows + 1)] += 2;
	return A;
}

const inputs = (random: g.Random) =>
	Object.fromEntries(
		Object.values(scope).map(({ label, rows, cols }) => [label, wellPosed(random, rows as number, cols as number)]),
	);

/** Expression, variable, and the last line. */
const ENTRIES: readonly (readonly [string, string, string])[] = [
	["x' a", "x", "a"],
	["a' x", "x", "a"],
	["a' X b", "X", "a bᵀ"],
	["a' X' b", "X", "b aᵀ"],
	["a' X a", "X", "a aᵀ"],
	["a' X' a", "X", "a aᵀ"],
	["x' x", "x", "2 x"],
	["x' A x", "x", "(A + Aᵀ) x"],
	["x' A' x", "x", "(A + Aᵀ) x"],
	["0.5*x'*A*x", "x", "1/2 (A + Aᵀ) x"],
	["b' X' X c", "X", "X (b cᵀ + c bᵀ)"],
	["(B*x + b)' * C * (D*x + d)", "x", "Bᵀ C (D x + d) + Dᵀ Cᵀ (B x + b)"],
	["b' X' D X c", "X", "D X c bᵀ + Dᵀ X b cᵀ"],
	["(X*b + c)' D (X*b + c)", "X", "(D + Dᵀ) (X b + c) bᵀ"],
	["(x - A*s)' W (x - A*s)", "s", "-Aᵀ (W + Wᵀ) (x - A s)"],
	["(x - A*s)' W (x - A*s)", "x", "(W + Wᵀ) (x - A s)"],
	["(x - A*s)' W (x - A*s)", "A", "-(W + Wᵀ) (x - A s) sᵀ"],
	["(x - s)' W (x - s)", "x", "(W + Wᵀ) (x - s)"],
	["(x - s)' W (x - s)", "s", "-(W + Wᵀ) (x - s)"],
	["(x-s)' (x-s)", "x", "2 (x - s)"],
	["a' x x' b", "x", "(aᵀ x) b + (bᵀ x) a"],
	["(a' x)^2", "x", "2 (aᵀ x) a"],
	["x' a b' x", "x", "(xᵀ a) b + (xᵀ b) a"],
	["sum(x)", "x", "𝟏"],
	["sum(A*x)", "x", "Aᵀ 𝟏"],
	["sum(A*X)", "X", "Aᵀ 𝟏 𝟏ᵀ"],
	["sum(x .* a)", "x", "a"],
	["(y .* a)' x", "x", "y ⊙ a"],
	["(y .* a)' x", "y", "x ⊙ a"],
	["sum(x^2)", "x", "2 x"],
	["sum(X .* A)", "X", "A"],
	["sum(exp(x))", "x", "exp(x)"],
	["log(sum(exp(A*x)))", "x", "Aᵀ softmax(A x)"],
	["a' exp(A*x)", "x", "Aᵀ (a ⊙ exp(A x))"],
	["sum(log(x))", "x", "1/x"],
	["a' tanh(A*x + b)", "x", "Aᵀ (a ⊙ tanh'(A x + b))"],
	["a' tanh(A*x + b)", "A", "δ xᵀ"],
	["a' tanh(A*x + b)", "b", "a ⊙ tanh'(A x + b)"],
	["a' σ(X*b)", "X", "δ bᵀ"],
	["sum(sin(x))", "x", "cos(x)"],
	["a' cos(A x)", "x", "-Aᵀ (a ⊙ sin(A x))"],
	["1/(a' x)", "x", "-a/(aᵀ x)²"],
	["(a' x)/(b' x)", "x", "a/(bᵀ x) - ((aᵀ x) b)/(bᵀ x)²"],
	["(x' A x)/(x' x)", "x", "((A + Aᵀ) x)/(xᵀ x) - 2 ((xᵀ A x) x)/(xᵀ x)²"],
	["exp(a' x)", "x", "exp(aᵀ x) a"],
	["log(x' A x)", "x", "((A + Aᵀ) x)/(xᵀ A x)"],
	["sqrt(x' x)", "x", "x/√(xᵀ x)"],
	["exp(-0.5*(x-s)' A (x-s))", "x", "-1/2 exp(-1/2 (x - s)ᵀ A (x - s)) (A + Aᵀ) (x - s)"],
	["norm2(x)", "x", "x/‖x‖2"],
	["norm2(x - a)", "x", "(x - a)/‖x - a‖2"],
	["norm2(x)^2", "x", "2 x"],
	["norm2(A*x - y)^2", "x", "2 Aᵀ (A x - y)"],
	["norm2(A*x - y)", "x", "(Aᵀ (A x - y))/‖A x - y‖2"],
	["norm2(X*b - y)^2", "X", "2 (X b - y) bᵀ"],
	["norm1(x)", "x", "sign(x)"],
	["norm1(A*x - y)", "x", "Aᵀ sign(A x - y)"],
	["frobenius(X)", "X", "X/‖X‖F"],
	["frobenius(X)^2", "X", "2 X"],
	["frobenius(X - A)^2", "X", "2 (X - A)"],
	["frobenius(A*X - B)^2", "X", "2 Aᵀ (A X - B)"],
	["frobenius(A*X*B - C)^2", "X", "2 Aᵀ (A X B - C) Bᵀ"],
	["norm2(A*x - y)^2 + 2*norm2(x)^2", "x", "4 x + 2 Aᵀ (A x - y)"],
	["tr(X)", "X", "I"],
	["tr(X A)", "X", "Aᵀ"],
	["tr(A X B)", "X", "Aᵀ Bᵀ"],
	["tr(A X' B)", "X", "B A"],
	["tr(X' A)", "X", "A"],
	["tr(A X')", "X", "A"],
	["tr(X X)", "X", "2 Xᵀ"],
	["tr(X X B)", "X", "Bᵀ Xᵀ + Xᵀ Bᵀ"],
	["tr(X' B X)", "X", "(B + Bᵀ) X"],
	["tr(B X X')", "X", "(B + Bᵀ) X"],
	["tr(X X' B)", "X", "(B + Bᵀ) X"],
	["tr(X B X')", "X", "X (B + Bᵀ)"],
	["tr(B X' X)", "X", "X (B + Bᵀ)"],
	["tr(X' X B)", "X", "X (B + Bᵀ)"],
	["tr(A X B X)", "X", "Bᵀ Xᵀ Aᵀ + Aᵀ Xᵀ Bᵀ"],
	["tr(X' X)", "X", "2 X"],
	["tr(B' X' C X B)", "X", "(C + Cᵀ) X B Bᵀ"],
	["tr(X' B X C)", "X", "B X C + Bᵀ X Cᵀ"],
	["tr(A X B X' C)", "X", "C A X B + Aᵀ Cᵀ X Bᵀ"],
	["tr((A X B + C) (A X B + C)')", "X", "2 Aᵀ (A X B + C) Bᵀ"],
	["tr(X X X)", "X", "3 Xᵀ Xᵀ"],
	["tr(A*X'*B*X*C)", "X", "B X C A + Bᵀ X Aᵀ Cᵀ"],
	["tr(A exp(X))", "X", "Aᵀ ⊙ exp(X)"],
	["tr(X)^2", "X", "2 tr(X) I"],
	["tr(X' X X' X)", "X", "4 X Xᵀ X"],
	["det(X)", "X", "det(X) X⁻ᵀ"],
	["det(A X B)", "X", "det(A X B) X⁻ᵀ"],
	["log(det(X))", "X", "X⁻ᵀ"],
	["logdet(X)", "X", "X⁻ᵀ"],
	["log(det(inv(X)))", "X", "-X⁻ᵀ"],
	["det(inv(X))", "X", "-X⁻ᵀ/det(X)"],
	["logdet(N' N)", "N", "2 N (Nᵀ N)⁻¹"],
	["logdet(X' A X)", "X", "2 X⁻ᵀ"],
	["det(X' A X)", "X", "2 det(Xᵀ A X) X⁻ᵀ"],
	["det(X X)", "X", "2 det(X X) X⁻ᵀ"],
	["det(X)^2", "X", "2 det(X)² X⁻ᵀ"],
	["logdet(A + X)", "X", "(A + X)⁻ᵀ"],
	["det(N' N)", "N", "2 det(Nᵀ N) N (Nᵀ N)⁻¹"],
	["logdet(A X B)", "X", "X⁻ᵀ"],
	["a' inv(X) b", "X", "-X⁻ᵀ a bᵀ X⁻ᵀ"],
	["tr(A inv(X) B)", "X", "-X⁻ᵀ Aᵀ Bᵀ X⁻ᵀ"],
	["tr(inv(X + A))", "X", "-(X + A)⁻ᵀ (X + A)⁻ᵀ"],
	["tr(inv(X))", "X", "-X⁻ᵀ X⁻ᵀ"],
	["tr(inv(X) A)", "X", "-X⁻ᵀ Aᵀ X⁻ᵀ"],
	["x' inv(A) x", "x", "(A⁻¹ + A⁻ᵀ) x"],
	["x' inv(A) x", "A", "-A⁻ᵀ x xᵀ A⁻ᵀ"],
	["a' inv(X' X) b", "X", "-X⁻ᵀ (a bᵀ + b aᵀ) X⁻¹ X⁻ᵀ"],
	["logdet(X) + tr(inv(X) A)", "X", "X⁻ᵀ - X⁻ᵀ Aᵀ X⁻ᵀ"],
	["-0.5*logdet(X) - 0.5*(x - s)' inv(X) (x - s)", "X", "1/2 (X⁻ᵀ (x - s) (x - s)ᵀ X⁻ᵀ - X⁻ᵀ)"],
	["-0.5*logdet(X) - 0.5*(x - s)' inv(X) (x - s)", "s", "1/2 (X⁻¹ + X⁻ᵀ) (x - s)"],
	["0.5*logdet(X) - 0.5*(x - s)' X (x - s)", "X", "1/2 (X⁻ᵀ - (x - s) (x - s)ᵀ)"],
	["a' (A + x x') b", "x", "(a bᵀ + b aᵀ) x"],
	["tr((X - A)' (X - A))", "X", "2 (X - A)"],
	["x' x + a' x", "x", "a + 2 x"],
	["a' (x .* x)", "x", "2 (a ⊙ x)"],
];

describe("the Matrix Cookbook", () => {
	it("has more than a hundred entries, each once", () => {
		const keys = new Set(ENTRIES.map(([notation, variable]) => `${notation} by ${variable}`));
		expect(keys.size).toBe(ENTRIES.length);
		expect(keys.size).toBeGreaterThan(100);
	});

	it.each(ENTRIES)("∂(%s)/∂%s is %s", (notation, variable, expected) => {
		const derivation = g.derive(g.expression(notation, scope)).withRespectTo(scope[variable as keyof typeof scope]);
		expect(derivation.verify({ trials: 20, inputs }).worst).toBeLessThan(1e-10);
		expect(plainFormula(derivation.lines.at(-1)?.expression.latex() ?? "")).toBe(expected);
	});
});
