/** How an expression is written in LaTeX: names so that they typeset whatever is in them, operations as their gates say. */

import { GraphError } from "../errors";
import { numberLatex } from "../matrix/format";
import type { Matrix } from "../matrix/matrix";
import { type Shape, shapeText } from "../shape";
import { Binding, type Gate, type Latex } from "./gate";
import { orderUpTo } from "./order";

/** What of a node is printed. */
interface Printable extends Shape {
	readonly label: string | null;
	readonly gate: Gate | null;
	readonly inputs: readonly Printable[];
	readonly value: Matrix | null;
}

/** A formula of more characters is none that anybody reads. */
const MOST_LETTERS = 1e7;

/** The formula of a node: its name, or the operation on its inputs. Chains of any depth: without recursion. */
export function latexOf(node: Printable): Latex {
	const written = new Map<Printable, Latex>();
	for (const part of orderUpTo(node, ({ label }) => label !== null)) {
		const latex = formulaOf(part, written);
		if (latex.text.length > MOST_LETTERS)
			throw new GraphError(
				`latex(): the formula has more than ${MOST_LETTERS} characters, since what is shared in it is written wherever it stands. Give that a name: node.named("h").`,
			);
		written.set(part, latex);
	}
	return written.get(node) as Latex;
}

/** The operation on its inputs, also when the node has a name: z is Wx + b. */
export function definitionOf(node: Printable): string {
	return node.gate === null ? latexOf(node).text : node.gate.latex(node.inputs.map(latexOf), node).text;
}

function formulaOf(node: Printable, written: ReadonlyMap<Printable, Latex>): Latex {
	const { rows, cols, label, gate, value } = node;
	if (label !== null) return { text: labelLatex(label), binding: Binding.atom, rows, cols };
	if (gate !== null) {
		const inputs = node.inputs.map((input) => written.get(input) as Latex);
		return { ...gate.latex(inputs, node), rows, cols };
	}
	const text = constantLatex(node, value);
	return { text, binding: text.startsWith("-") ? Binding.sum : Binding.atom, rows, cols };
}

/** A number as it is, ones as 𝟏, other matrices by their shape. */
function constantLatex(shape: Shape, value: Matrix | null): string {
	if (value?.data.length === 1) return numberLatex(value.data[0]);
	if (value?.cols === 1 && value.data.every((entry) => entry === 1)) return "\\mathbf{1}";
	return `C_{${shapeText(shape).replace("×", " \\times ")}}`;
}

/** `W1` is W₁, `W_h_1` is W with the indices h and 1, `loss` is one word, and whatever means something to LaTeX is escaped. */
export function labelLatex(label: string): string {
	const [name, ...indices] = label.split("_");
	if (name === "" || indices.includes("")) return word(label);
	const numbered = /^(\p{L}+)(\d+)$/u.exec(name);
	const [base, all] = numbered === null ? [name, indices] : [numbered[1], [numbered[2], ...indices]];
	return all.length === 0 ? word(base) : `${word(base)}_{${all.map(word).join(",")}}`;
}

const LETTERS: Readonly<Record<string, string>> = {
	...Object.fromEntries(
		Object.entries({
			...{ α: "alpha", β: "beta", γ: "gamma", δ: "delta", ε: "varepsilon", ζ: "zeta", η: "eta", θ: "theta" },
			...{ κ: "kappa", λ: "lambda", μ: "mu", ν: "nu", ξ: "xi", π: "pi", ρ: "rho", σ: "sigma", τ: "tau" },
			...{ φ: "varphi", χ: "chi", ψ: "psi", ω: "omega", Γ: "Gamma", Δ: "Delta", Θ: "Theta", Λ: "Lambda" },
			...{ Π: "Pi", Σ: "Sigma", Φ: "Phi", Ψ: "Psi", Ω: "Omega" },
		}).map(([letter, name]) => [letter, `\\${name}`]),
	),
	ŷ: "\\hat{y}",
	"𝟏": "\\mathbf{1}",
};

/** What means something to LaTeX, or to the Markdown table that a formula may stand in. */
const ESCAPES: Readonly<Record<string, string>> = {
	...Object.fromEntries([..."&%$#_{}"].map((sign) => [sign, `\\${sign}`])),
	...{ "\\": "\\backslash{}", "~": "\\sim{}", "^": "\\wedge{}", "<": "\\lt{}", ">": "\\gt{}", "|": "\\vert{}" },
	...{ "`": "\\backprime{}", " ": "\\ ", "\n": "\\ ", "\t": "\\ " },
};

/** One name or index. A single letter stands alone, longer ones are set as one word. */
function word(text: string): string {
	if (Object.hasOwn(LETTERS, text)) return LETTERS[text];
	if (/^([A-Za-z]|\d+|\p{L}['′]*)$/u.test(text)) return text;
	const escaped = [...text].map((sign) => (Object.hasOwn(ESCAPES, sign) ? ESCAPES[sign] : printable(sign))).join("");
	return escaped === "" ? "\\square" : `\\mathit{${escaped}}`;
}

/** Control characters and halves of pairs are shown as what stands for the unknown. */
function printable(sign: string): string {
	return /[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(sign) ? "\uFFFD" : sign;
}
