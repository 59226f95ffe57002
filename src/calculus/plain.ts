/** Formulas as plain text, for consoles and for tests: what LaTeX writes as `A^\top x` is Aᵀ x. */

const SYMBOLS: readonly (readonly [RegExp, string])[] = [
	[/\^\{-\\top\}/g, "⁻ᵀ"],
	[/\^\{-1\}/g, "⁻¹"],
	[/\^\\top/g, "ᵀ"],
	[/\^\{?\\odot (-?[\d.]+)\}?/g, "^⊙$1"],
	[/\^2(?!\d)/g, "²"],
	[/\^\{2\}/g, "²"],
	[/\s*\\odot\s*/g, " ⊙ "],
	[/\s*\\oslash\s*/g, " ⊘ "],
	[/\s*\\otimes\s*/g, " ⊗ "],
	[/\s*\\times\s*/g, "×"],
	[/\s*\\cdot\s*/g, " · "],
	[/\\lVert\s?/g, "‖"],
	[/\s?\\rVert_?/g, "‖"],
	[/\\l?vert\s?/g, "|"],
	[/\s?\\rvert/g, "|"],
	[/\\(?:operatorname|mathit|mathbf|text)\{([^{}]*)\}/g, "$1"],
	[/\\hat\{y\}/g, "ŷ"],
	[/_\{([^{}]*)\}/g, "_$1"],
	[/\^\{([^{}]*)\}/g, "^($1)"],
	[/\\,/g, " "],
	[/\\([&%$#_{}])/g, "$1"],
];

const LETTERS: Readonly<Record<string, string>> = {
	...{ sigma: "σ", delta: "δ", varepsilon: "ε", zeta: "ζ", eta: "η", theta: "θ", alpha: "α", beta: "β", gamma: "γ" },
	...{ lambda: "λ", mu: "μ", nu: "ν", pi: "π", rho: "ρ", tau: "τ", varphi: "φ", psi: "ψ", omega: "ω", Sigma: "Σ" },
	...{ sqrt: "√", quad: " " },
};

/** LaTeX of this library as plain text. */
export function plainFormula(latex: string): string {
	let text = fractions(latex);
	for (const [pattern, symbol] of SYMBOLS) text = text.replace(pattern, symbol);
	text = text.replace(/\\([A-Za-z]+)/g, (_whole, name: string) => LETTERS[name] ?? name);
	return text
		.replace(/√\{([^{}]*)\}/g, "√($1)")
		.replaceAll(/[{}]/g, "")
		.replace(/ {2,}/g, " ");
}

/** a/b for \tfrac{a}{b}, with parentheses around what is more than a name. */
function fractions(latex: string): string {
	const at = latex.indexOf("\\tfrac{");
	if (at < 0) return latex;
	const above = inBraces(latex, at + 6);
	const below = inBraces(latex, above.end);
	const side = (text: string) => (isOne(text) ? text : `(${fractions(text)})`);
	const fraction = `${side(above.inside)}/${side(below.inside)}`;
	return `${latex.slice(0, at)}${fraction}${fractions(latex.slice(below.end))}`;
}

/** A name, a number, a root, a norm, or a call: what needs no parentheses. */
function isOne(latex: string): boolean {
	return !/[ +/]|(?!^)-/.test(
		latex
			.replace(/\\sqrt\{.*\}/g, "N")
			.replace(/\\lVert.*?\\rVert(_\w)?/g, "N")
			.replace(/^\\?[a-z]+\([^()]*\)$/, "N"),
	);
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
