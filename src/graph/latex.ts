/** How an expression is written in LaTeX: names so that they typeset whatever is in them, operations as their gates say. */

import { GraphError } from "../errors";
import { numberLatex } from "../matrix/format";
import type { Matrix } from "../matrix/matrix";
import { type Shape, shapeText } from "../shape";
import { Binding, type Gate, type Latex } from "./gate";
import { isAnyMatrix, isFilledWith, isIdentity, Letters, letterOf } from "./letters";
import { orderUpTo } from "./order";

/** What of a node is printed. */
interface Printable extends Shape {
	readonly label: string | null;
	readonly gate: Gate | null;
	readonly inputs: readonly Printable[];
	readonly value: Matrix | null;
	readonly role?: string;
}

/** A formula of more characters is none that anybody reads. */
const MOST_LETTERS = 1e7;

/** The formula of a node: its name, or the operation on its inputs. Chains of any depth: without recursion. */
export function latexOf(node: Printable): Latex {
	return new Printer(node).of(node);
}

/** The operation on its inputs, also when the node has a name: z is Wx + b. */
export function definitionOf(node: Printable): string {
	return new Printer(node).definition(node).text;
}

/** Prints the parts of one expression. */
class Printer {
	private readonly letters: Letters;
	private readonly written = new Map<Printable, Latex>();

	constructor(expression: Printable) {
		this.letters = new Letters(expression);
	}

	of(node: Printable): Latex {
		for (const part of orderUpTo(node, ({ label }) => label !== null)) {
			if (this.written.has(part)) continue;
			const latex = part.label === null ? this.definition(part) : this.name(part);
			if (latex.text.length > MOST_LETTERS)
				throw new GraphError(
					`latex(): the formula has more than ${MOST_LETTERS} characters, since what is shared in it is written wherever it stands. Give that a name: node.named("h").`,
				);
			this.written.set(part, latex);
		}
		return this.written.get(node) as Latex;
	}

	definition(node: Printable): Latex {
		const { gate, value, inputs, label, rows, cols } = node;
		if (gate !== null) {
			const parts = inputs.map((input) => this.written.get(input) ?? this.of(input));
			return { ...gate.latex(parts, node, this.letters), rows, cols };
		}
		return label === null && value !== null ? this.constant(node, value) : this.name(node);
	}

	/** What a node is called. Of the library's own constants, the letter or the sign that they have here. */
	private name(node: Printable): Latex {
		const { rows, cols, role, value } = node;
		const label = node.label as string;
		const letter = letterOf(node);
		if (letter === null && role === "constant" && value !== null && SIGNS.has(label) && !isAnyMatrix(value))
			return this.constant(node, value);
		const text = letter === null ? label : `${this.letters.of(letter)}${label.slice(letter.length)}`;
		return { text: labelLatex(text), binding: Binding.atom, rows, cols };
	}

	private constant({ rows, cols }: Shape, value: Matrix): Latex {
		const text = this.constantText(value);
		const isPower = text.startsWith("\\tfrac") || text.endsWith("^\\top");
		const loose = text.startsWith("-") ? Binding.sum : text.includes(" ") ? Binding.product : Binding.atom;
		return { text, binding: isPower && loose === Binding.atom ? Binding.power : loose, rows, cols };
	}

	/** A number as it is, ones as 𝟏, I; other matrices by their shape, or by a number where there are several. */
	private constantText(value: Matrix): string {
		if (value.data.length === 1) return numberLatex(value.data[0]);
		if (isFilledWith(value, 0)) return "\\mathbf{0}";
		if (isFilledWith(value, 1))
			return value.cols === 1 ? ONES : value.rows === 1 ? `${ONES}^\\top` : `${ONES} ${ONES}^\\top`;
		if (isIdentity(value)) return this.letters.of("I");
		const index = this.letters.indexOf(value);
		return `${this.letters.of("C")}_{${index ?? shapeText(value).replace("×", " \\times ")}}`;
	}
}

const ONES = "\\mathbf{1}";
/** Constants that are called so and are ones, zeros or I print as such. */
const SIGNS: ReadonlySet<string> = new Set(["𝟏", "0", "I"]);

/** `W1` is W₁, `W_h_1` is W with the indices h and 1, `loss` is one word, and whatever means something to LaTeX is escaped. */
export function labelLatex(label: string): string {
	if (/^\p{Nd}+$/u.test(label)) return `\\text{‘${label}’}`; // what is called 1 is not the number
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
	if (/^(\d+|\p{L})$/u.test(text)) return text;
	const primed = /^(\p{L})(['′]+)$/u.exec(text);
	if (primed !== null) return `${primed[1]}^{${"\\prime".repeat(primed[2].length)}}`;
	const escaped = [...text].map((sign) => (Object.hasOwn(ESCAPES, sign) ? ESCAPES[sign] : printable(sign))).join("");
	return escaped === "" ? "\\square" : `\\mathit{${escaped}}`;
}

/** Control characters and halves of pairs are shown as what stands for the unknown. */
function printable(sign: string): string {
	return /[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(sign) ? "\uFFFD" : sign;
}
