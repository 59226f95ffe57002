/**
 * From the lecture's notation to a graph: `expression("u' * tanh(W*x + b)", { u, W, x, b })`.
 *
 *     sum      product, then any number of + or − product
 *     product  factor, then any number of * ⊙ / factor; two factors side by side are a product, too: W x
 *     factor   − factor, or an atom with any number of ' ᵀ ^T ^number behind it; an exponent may stand in parentheses
 *     atom     a number, a name, a function of expressions, or an expression in parentheses
 *
 * `*` is the matrix product, or scaling when one side is a number or a scalar; ⊙ (or `.*`) goes entry by entry, and so
 * does /, where a number or a scalar may stand on either side.
 */
import { DataError } from "../errors";
import { asNode, type Node, type Operand } from "../graph/node";
import { abs, sign } from "./absolute";
import { divide, maximum, minus, negate, plus, scale, times } from "./arithmetic";
import { determinant, logDet } from "./determinant";
import { inverse } from "./inverse";
import { diag, kron } from "./jacobians";
import { concatenate, transpose, vec } from "./layout";
import { addColumn, dot } from "./linear";
import { logSoftmax, softmax } from "./loss";
import { matmul } from "./matmul";
import { frobenius, norm1, norm2 } from "./norms";
import { exp, log, logistic, power, reciprocal, relu, softplus, sqrt, square, tanh } from "./pointwise";
import { columnSums, max, mean, rowSums, sum } from "./reduce";
import { scaleBy } from "./scale-by";
import { trace } from "./trace";
import { cos, sin } from "./wave";

/** Functions by name, with how many arguments they take; null for any number. */
const FUNCTIONS: Readonly<Record<string, { arity: number | null; apply: (...inputs: Operand[]) => Node }>> = {
	...one({ tanh, relu, exp, log, square, sqrt, softplus, logistic, sigmoid: logistic, σ: logistic }),
	...one({ abs, sign, sin, cos, norm1, norm2, frobenius, logDet, logdet: logDet, rowSums, columnSums }),
	...one({ tr: trace, trace, det: determinant, determinant, inv: inverse, inverse }),
	...one({ softmax, logSoftmax, sum, mean, max, transpose, vec, diag }),
	...Object.fromEntries(
		Object.entries({ dot, maximum, kron, addColumn }).map(([name, apply]) => [name, { arity: 2, apply }]),
	),
	concatenate: { arity: null, apply: concatenate },
};

function one(functions: Record<string, (x: Operand) => Node>) {
	return Object.fromEntries(Object.entries(functions).map(([name, apply]) => [name, { arity: 1, apply }]));
}

interface Token {
	readonly kind: "number" | "name" | "sign" | "end";
	readonly text: string;
	readonly at: number;
}

// ᵀ is a letter in Unicode, and a sign here.
const TOKEN =
	/\s*(?:((?:\d+(?:\.(?!\*)\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|((?!ᵀ)\p{L}(?:(?!ᵀ)[\p{L}\p{N}_])*)|(\.\*|[-−+*·⊙/^'ᵀ(),]))/uy;

/**
 * Builds the graph that a formula describes.
 * @param notation as in `u' * tanh(W*x + b)`
 * @param scope what the names stand for: nodes, matrices or numbers
 * @throws DataError with the position and what was expected there; ShapeError when the operands do not fit
 */
export function expression(notation: string, scope: Readonly<Record<string, Operand>>): Node {
	return new Parser(notation, scope).whole();
}

const DEEPEST = 500;

class Parser {
	private readonly tokens: Token[];
	private next = 0;
	private depth = 0;

	constructor(
		private readonly notation: string,
		private readonly scope: Readonly<Record<string, Operand>>,
	) {
		this.tokens = this.cut();
	}

	whole(): Node {
		const result = this.sum();
		if (this.peek().kind !== "end") this.fail("an operation or the end");
		return asNode(result);
	}

	private cut(): Token[] {
		const tokens: Token[] = [];
		const end = this.notation.trimEnd().length;
		TOKEN.lastIndex = 0;
		while (TOKEN.lastIndex < end) {
			const from = TOKEN.lastIndex;
			const match = TOKEN.exec(this.notation);
			if (match === null) {
				const at = from + (/^\s*/.exec(this.notation.slice(from))?.[0].length ?? 0);
				throw this.error(`“${[...this.notation.slice(at)][0]}” means nothing here`, at);
			}
			const [, number, name, sign] = match;
			const text = number ?? name ?? sign;
			if (number !== undefined && !Number.isFinite(Number(number)))
				throw this.error(`${text} is larger than any number`, TOKEN.lastIndex - text.length);
			const kind = number !== undefined ? "number" : name !== undefined ? "name" : "sign";
			tokens.push({ kind, text, at: TOKEN.lastIndex - text.length });
		}
		tokens.push({ kind: "end", text: "the end", at: end });
		return tokens;
	}

	private sum(): Operand {
		return this.deeper(() => {
			let left = this.product();
			for (;;) {
				if (this.take("+")) left = sumOf(left, this.product());
				else if (this.take("-", "−")) left = differenceOf(left, this.product());
				else return left;
			}
		});
	}

	/** What is nested too deep for the machine's stack is an error of the notation. */
	private deeper<T>(inner: () => T): T {
		if (this.depth === DEEPEST)
			throw this.error(`parentheses and signs are nested more than ${DEEPEST} deep`, this.peek().at);
		this.depth++;
		const result = inner();
		this.depth--;
		return result;
	}

	private product(): Operand {
		let left = this.factor();
		for (;;) {
			if (this.take("*", "·")) left = productOf(left, this.factor());
			else if (this.take("⊙", ".*")) left = entryProductOf(left, this.factor());
			else if (this.take("/")) left = quotientOf(left, this.factor());
			else if (this.startsAtom()) left = productOf(left, this.factor());
			else return left;
		}
	}

	private factor(): Operand {
		if (this.take("-", "−")) {
			const inner = this.deeper(() => this.factor());
			return typeof inner === "number" ? -inner : negate(inner);
		}
		let atom = this.atom();
		for (;;) {
			if (this.take("'", "ᵀ")) atom = transposeOf(atom);
			else if (this.take("^")) atom = this.raised(atom);
			else return atom;
		}
	}

	private raised(base: Operand): Operand {
		if (this.peek().text === "T") {
			this.next++;
			return transposeOf(base);
		}
		const exponent = this.exponent();
		return typeof base === "number" ? base ** exponent : power(base, exponent);
	}

	/** A number, with a sign or in parentheses. As on paper, 2^3^2 is 2^9. */
	private exponent(): number {
		if (this.take("-", "−")) return -this.deeper(() => this.exponent());
		const { kind, at } = this.peek();
		const isName = kind === "name" && Object.hasOwn(this.scope, this.peek().text);
		if (kind !== "number" && !isName && this.peek().text !== "(")
			this.fail("a number, or T for the transpose, after ^");
		const found = this.atom();
		if (typeof found !== "number") throw this.error("an exponent has to be a number that is known beforehand", at);
		const isRaised = this.peek().text === "^" && this.tokens[this.next + 1].text !== "T";
		if (!isRaised) return found;
		this.next++;
		return found ** this.deeper(() => this.exponent());
	}

	private atom(): Operand {
		const token = this.peek();
		if (token.kind === "number") {
			this.next++;
			return Number(token.text);
		}
		if (this.take("(")) {
			const inner = this.sum();
			this.expect(")");
			return inner;
		}
		if (token.kind !== "name") this.fail("a number, a name or “(”");
		this.next++;
		if (Object.hasOwn(this.scope, token.text)) return this.scope[token.text];
		if (Object.hasOwn(FUNCTIONS, token.text)) return this.call(token, FUNCTIONS[token.text]);
		const names = Object.keys(this.scope).join(", ") || "none";
		throw this.error(`${token.text} is neither a function nor one of the names that were given (${names})`, token.at);
	}

	private call(name: Token, { arity, apply }: (typeof FUNCTIONS)[string]): Node {
		this.expect("(");
		const inputs = [this.sum()];
		while (this.take(",")) inputs.push(this.sum());
		this.expect(")");
		if (arity !== null && inputs.length !== arity) {
			throw this.error(
				`${name.text} takes ${arity === 1 ? "one argument" : `${arity} arguments`}, and ${inputs.length} were given`,
				name.at,
			);
		}
		return apply(...inputs);
	}

	private startsAtom(): boolean {
		const { kind, text } = this.peek();
		return kind === "number" || kind === "name" || text === "(";
	}

	private peek(): Token {
		return this.tokens[this.next];
	}

	private take(...signs: string[]): boolean {
		const { kind, text } = this.peek();
		if (kind !== "sign" || !signs.includes(text)) return false;
		this.next++;
		return true;
	}

	private expect(sign: string): void {
		if (!this.take(sign)) this.fail(`“${sign}”`);
	}

	private fail(expected: string): never {
		const { kind, text, at } = this.peek();
		throw this.error(`expected ${expected}, and found ${kind === "end" ? text : `“${text}”`}`, at);
	}

	/** Position as people count, from 1, and a caret under it. */
	private error(what: string, at: number): DataError {
		return new DataError(`expression, position ${at + 1}: ${what}.\n  ${this.notation}\n  ${" ".repeat(at)}^`);
	}
}

function sumOf(a: Operand, b: Operand): Operand {
	return typeof a === "number" && typeof b === "number" ? a + b : plus(a, b);
}

function differenceOf(a: Operand, b: Operand): Operand {
	return typeof a === "number" && typeof b === "number" ? a - b : minus(a, b);
}

function transposeOf(a: Operand): Operand {
	return typeof a === "number" ? a : transpose(a);
}

const isScalar = ({ rows, cols }: Node) => rows === 1 && cols === 1;

function productOf(a: Operand, b: Operand): Operand {
	if (typeof a === "number") return typeof b === "number" ? a * b : scale(b, a);
	if (typeof b === "number") return scale(a, b);
	const [left, right] = [asNode(a), asNode(b)];
	if (left.cols === right.rows) return matmul(left, right);
	if (isScalar(left)) return scaleBy(left, right);
	return isScalar(right) ? scaleBy(right, left) : matmul(left, right);
}

function entryProductOf(a: Operand, b: Operand): Operand {
	return typeof a === "number" || typeof b === "number" ? productOf(a, b) : times(a, b);
}

function quotientOf(a: Operand, b: Operand): Operand {
	if (typeof b === "number") return typeof a === "number" ? a / b : scale(a, 1 / b);
	if (typeof a === "number") return a === 1 ? reciprocal(b) : scale(reciprocal(b), a);
	const [above, below] = [asNode(a), asNode(b)];
	if (isScalar(above) === isScalar(below)) return divide(above, below);
	return isScalar(below) ? scaleBy(reciprocal(below), above) : scaleBy(above, reciprocal(below));
}
