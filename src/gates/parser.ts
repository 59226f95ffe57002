/** From the lecture's notation to a formula: a parser by recursive descent, whose errors say where and what was expected. */
import { Cursor } from "./cursor";
import type { Formula, ProductSign, Term } from "./formula";
import type { Token } from "./tokens";

/** What a name is: it depends on what it stands for, and on which functions there are. */
export type NameKind = "value" | "function" | null;

/**
 * Reads a formula.
 * @param kindOf whether a name is a value or a function; null for neither
 * @param known the names that an error tells of
 * @throws DataError with the position and what was expected there
 */
export function parseFormula(notation: string, kindOf: (name: string) => NameKind, known: readonly string[]): Formula {
	return new Parser(notation, kindOf, known).whole();
}

const DEEPEST = 500;

/** The signs of products, by how they may be typed. */
const PRODUCTS: ReadonlyMap<string, ProductSign> = new Map([
	...(["*", "·"] as const).map((sign) => [sign, "*"] as const),
	...(["⊙", ".*"] as const).map((sign) => [sign, "⊙"] as const),
	...(["/", "./", "⊘"] as const).map((sign) => [sign, "/"] as const),
	["⊗", "⊗"] as const,
]);

class Parser extends Cursor {
	private depth = 0;

	constructor(
		notation: string,
		private readonly kindOf: (name: string) => NameKind,
		private readonly known: readonly string[],
	) {
		super(notation);
	}

	whole(): Formula {
		const result = this.sum();
		if (this.peek().kind !== "end") this.fail("an operation or the end");
		return result;
	}

	private sum(): Formula {
		return this.deeper(() => {
			const terms: Term[] = [{ isSubtracted: false, of: this.product() }];
			for (;;) {
				if (this.take("+")) terms.push({ isSubtracted: false, of: this.product() });
				else if (this.take("-", "−")) terms.push({ isSubtracted: true, of: this.product() });
				else return terms.length === 1 ? terms[0].of : { kind: "sum", terms };
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

	private product(): Formula {
		let factors = [this.factor()];
		let sign: ProductSign = "*";
		for (;;) {
			const next = this.productSign();
			if (next === null) break;
			const factor = this.factor();
			// Another sign begins another product, whose first factor is what stands so far.
			if (factors.length > 1 && next !== sign) factors = [{ kind: "product", sign, factors }];
			factors.push(factor);
			sign = next;
		}
		return factors.length === 1 ? factors[0] : { kind: "product", sign, factors };
	}

	private productSign(): ProductSign | null {
		const { kind, text } = this.peek();
		const sign = kind === "sign" ? PRODUCTS.get(text) : undefined;
		if (sign === undefined) return kind === "number" || kind === "name" || text === "(" ? "*" : null;
		this.next++;
		return sign;
	}

	private factor(): Formula {
		if (this.take("-", "−")) return { kind: "negative", of: this.deeper(() => this.factor()) };
		let atom = this.atom();
		for (;;) {
			const { at } = this.peek();
			if (this.take("'", "′", "ᵀ")) atom = { kind: "transpose", of: atom };
			else if (this.take("⁻¹")) atom = { kind: "inverse", of: atom };
			else if (this.take("⁻ᵀ")) atom = { kind: "transpose", of: { kind: "inverse", of: atom } };
			else if (this.take("²")) atom = { kind: "power", of: atom, exponent: { kind: "number", value: 2 }, at };
			else if (this.take("^", ".^")) atom = this.raised(atom, at);
			else return atom;
		}
	}

	private raised(of: Formula, at: number): Formula {
		if (this.peek().text === "T") {
			this.next++;
			return { kind: "transpose", of };
		}
		return { kind: "power", of, exponent: this.exponent(), at };
	}

	/** With a sign or in parentheses. As on paper, 2^3^2 is 2^9. */
	private exponent(): Formula {
		if (this.take("-", "−")) return { kind: "negative", of: this.deeper(() => this.exponent()) };
		const { kind, text } = this.peek();
		const isName = kind === "name" && this.kindOf(text) === "value";
		if (kind !== "number" && !isName && text !== "(") this.fail("a number, or T for the transpose, after ^");
		const found = this.atom();
		const { at } = this.peek();
		const isRaised = this.peek().text === "^" && this.tokens[this.next + 1].text !== "T";
		if (!isRaised) return found;
		this.next++;
		return { kind: "power", of: found, exponent: this.deeper(() => this.exponent()), at };
	}

	private atom(): Formula {
		const token = this.peek();
		if (token.kind === "number") {
			this.next++;
			return { kind: "number", value: Number(token.text) };
		}
		if (this.take("(")) {
			const inner = this.sum();
			this.expect(")");
			return inner;
		}
		if (token.kind !== "name") this.fail("a number, a name or “(”");
		this.next++;
		const kind = this.kindOf(token.text);
		if (kind === "value") return { kind: "name", name: token.text, at: token.at };
		if (kind === "function") return this.call(token);
		const names = this.known.join(", ") || "none";
		throw this.error(`${token.text} is neither a function nor one of the names that were given (${names})`, token.at);
	}

	/** f(…), or f'(…) for its slope. */
	private call({ text, at }: Token): Formula {
		const isSlope = this.take("'", "′");
		this.expect("(");
		const inputs = [this.sum()];
		while (this.take(",")) inputs.push(this.sum());
		this.expect(")");
		return { kind: "call", name: isSlope ? `${text}'` : text, inputs, at };
	}
}
