/**
 * Formulas as plain text, for consoles and for tests: what LaTeX writes as `A^\top x` is Aᵀ x. What `expression()` can read of it
 * is read as the same formula.
 */

const SYMBOLS: readonly (readonly [RegExp, string])[] = [
	[/\^\{-\\top\}/g, "⁻ᵀ"],
	[/\^\{-1\}/g, "⁻¹"],
	[/\^\\top/g, "ᵀ"],
	[/\^2(?!\d)/g, "²"],
	[/\^\{2\}/g, "²"],
	[/(\p{L})\^\{(?:\\prime)+\}/gu, "‘$1’"],
	[/\s*\\odot\s*/g, " ⊙ "],
	[/\s*\\oslash\s*/g, " ⊘ "],
	[/\s*\\otimes\s*/g, " ⊗ "],
	[/\s*\\times\s*/g, "×"],
	[/\s*\\cdot\s*/g, " · "],
	[/\\ldots/g, "…"],
	[/\\lVert\s?/g, "‖"],
	[/\s?\\rVert_?/g, "‖"],
	[/\\l?vert\s?/g, "|"],
	[/\s?\\rvert/g, "|"],
	[/\\mathbf\{1\}/g, "𝟏"],
	[/\\mathbf\{0\}/g, "𝟎"],
	[/\\(?:operatorname|text)\{([^{}]*)\}/g, "$1"],
	[/\\hat\{y\}/g, "ŷ"],
	[/\\,/g, " "],
];

/** What stands in braces, innermost first: an index, an exponent, what a root is taken of. */
const BRACES: readonly (readonly [RegExp, (inside: string) => string])[] = [
	[/_\{([^{}]*)\}/, (inside) => `_${inside.replaceAll(",", "_")}`],
	[/\^\{\s*⊙\s*(-?[\d.]+)\}/, (inside) => `^⊙${inside}`],
	[/\^\{\s*⊙\s*([^{}]*)\}/, (inside) => `^⊙(${inside})`],
	[/\^\{([^{}]*)\}/, (inside) => `^(${inside})`],
	[/\\sqrt\{([^{}]*)\}/, (inside) => `√(${inside})`],
];

const LETTERS: Readonly<Record<string, string>> = {
	...{ sigma: "σ", delta: "δ", varepsilon: "ε", zeta: "ζ", eta: "η", theta: "θ", alpha: "α", beta: "β", gamma: "γ" },
	...{ lambda: "λ", mu: "μ", nu: "ν", pi: "π", rho: "ρ", tau: "τ", varphi: "φ", psi: "ψ", omega: "ω", Sigma: "Σ" },
	...{ kappa: "κ", xi: "ξ", chi: "χ", Gamma: "Γ", Delta: "Δ", Theta: "Θ", Lambda: "Λ", Pi: "Π", Phi: "Φ", Psi: "Ψ" },
	...{ Omega: "Ω", infty: "∞", quad: " " },
};

/** Braces of a name, while those of LaTeX are read. */
const [OPEN, CLOSE] = ["\uE000", "\uE001"];

/** LaTeX of this library as plain text. */
export function plainFormula(latex: string): string {
	let text = fractions(latex.replaceAll("\\{", OPEN).replaceAll("\\}", CLOSE));
	text = text.replace(/\\mathit\{((?:[^{}]|\{\})*)\}/g, (_whole, name: string) => nameText(name));
	for (const [pattern, symbol] of SYMBOLS) text = text.replace(pattern, symbol);
	for (let before = ""; before !== text; ) {
		before = text;
		for (const [pattern, put] of BRACES) text = text.replace(pattern, (_whole, inside: string) => put(inside));
	}
	text = text.replace(/\\([A-Za-z]+)/g, (_whole, name: string) => LETTERS[name] ?? name);
	return text
		.replaceAll(/[{}]/g, "")
		.replace(/\\([&%$#_ ])/g, "$1")
		.replaceAll(OPEN, "{")
		.replaceAll(CLOSE, "}")
		.replace(/ {2,}/g, " ");
}

/** A name of several letters; in quotes what would be read as more than a name. */
function nameText(name: string): string {
	return /^\p{L}[\p{L}\p{N}]*$/u.test(name) ? name : `‘${name}’`;
}

/** a/b for \tfrac{a}{b}, with parentheses around what is more than a name, and around all of it behind a factor. */
function fractions(latex: string, before = ""): string {
	const at = latex.indexOf("\\tfrac{");
	if (at < 0) return latex;
	const above = inBraces(latex, at + 6);
	const below = inBraces(latex, above.end);
	const side = (text: string) => (isOne(text) ? fractions(text) : `(${fractions(text)})`);
	const fraction = `${side(above.inside)}/${side(below.inside)}`;
	const lead = latex.slice(0, at);
	const isFirst = /(^|[({[,+=-]|\\odot|\\oslash|\\otimes)\s*(\d[\d.]*(\s*\\cdot)?\s)?\s*$/.test(before + lead);
	const rest = fractions(latex.slice(below.end), /^\d+\/\d+$/.test(fraction) ? `${before}${lead}1` : "x");
	return `${lead}${isFirst ? fraction : `(${fraction})`}${rest}`;
}

/** A name, a number, a root, a norm, or a call: what needs no parentheses. */
function isOne(latex: string): boolean {
	let text = latex.replace(/^-/, "");
	for (let before = ""; before !== text; ) {
		before = text;
		text = text.replace(/\{[^{}]*\}|\([^()]*\)|\\lVert[^{}()]*?\\rVert/g, "");
	}
	return !/[ +/-]|\\tfrac/.test(text);
}

/** What stands in the braces that open at a place. */
function inBraces(latex: string, from: number): { inside: string; end: number } {
	let depth = 0;
	for (let k = from; k < latex.length; k++) {
		if (latex[k] === "\\") k++;
		else if (latex[k] === "{") depth++;
		else if (latex[k] === "}" && --depth === 0) return { inside: latex.slice(from + 1, k), end: k + 1 };
	}
	return { inside: latex.slice(from + 1), end: latex.length };
}
