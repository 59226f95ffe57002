/** From the lecture's notation to a formula: a parser by recursive descent, whose errors say where and what was expected. */
import { Cursor } from "./cursor";
import type { Formula, Power, ProductSign, Term } from "./formula";
import type { Token } from "./tokens";

/** What a name is: it depends on what it stands for, and on which functions there are. */
export type NameKind = "value" | "function" | "both" | null;

/**
 * Reads a formula.
 * @param kindOf whether a name is a value, a function or both; null for neither
 * @param known the names that an error tells of
 * @throws DataError with the position and what was expected there
 */
export function parseFormula(notation: string, kindOf: (name: string) => NameKind, known: readonly string[]): Formula {
	return new Parser(notation, kindOf, known).whole();
}

const DEEPEST = 500;

/** The signs of products by how they may be typed: of the matrix product, and of those that bind looser. */
const TIGHT: ReadonlyMap<string, ProductSign> = new Map([
	["*", "*"],
	["·", "*"],
	["/", "/"],
]);
const LOOSE: ReadonlyMap<string, ProductSign> = new Map([
	["⊙", "⊙"],
	[".*", "⊙"],
	["⊘", "/"],
	["./", "/"],
	["⊗", "⊗"],
]);

function powerOf(of: Formula, exponent: Formula, at: number): Power {
	return { kind: "power", of, exponent, isEntrywise: false, at };
}

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
		return this.chain(
			() =>
				this.chain(
					() => this.factor(),
					() => this.tightSign(),
				),
			() => this.signIn(LOOSE),
		);
	}

	/** Factors in a row, from left to right. Another sign begins another product, whose first factor is what stands so far. */
	private chain(part: () => Formula, nextSign: () => ProductSign | null): Formula {
		let factors = [part()];
		let sign: ProductSign = "*";
		for (let next = nextSign(); next !== null; next = nextSign()) {
			const factor = part();
			if (factors.length > 1 && next !== sign) factors = [{ kind: "product", sign, factors }];
			factors.push(factor);
			sign = next;
		}
		return factors.length === 1 ? factors[0] : { kind: "product", sign, factors };
	}

	/** Side by side is a matrix product, too. */
	private tightSign(): ProductSign | null {
		const { kind, text } = this.peek();
		return this.signIn(TIGHT) ?? (kind === "number" || kind === "name" || text === "(" ? "*" : null);
	}

	private signIn(signs: ReadonlyMap<string, ProductSign>): ProductSign | null {
		const { kind, text } = this.peek();
		const sign = (kind === "sign" && signs.get(text)) || null;
		if (sign !== null) this.next++;
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
			else if (this.take("²")) atom = powerOf(atom, { kind: "number", value: 2 }, at);
			else if (this.take("^")) atom = this.raised(atom, at);
			else if (this.take(".^", "^⊙")) atom = { ...powerOf(atom, this.exponent(), at), isEntrywise: true };
			else return atom;
		}
	}

	private raised(of: Formula, at: number): Formula {
		if (this.peek().text === "T") {
			this.next++;
			return { kind: "transpose", of };
		}
		if (["-", "−"].includes(this.peek().text) && this.tokens[this.next + 1].text === "T") {
			this.next += 2;
			return { kind: "transpose", of: { kind: "inverse", of } };
		}
		return powerOf(of, this.exponent(), at);
	}

	/** With a sign or in parentheses. As on paper, 2^3^2 is 2^9. */
	private exponent(): Formula {
		if (this.take("-", "−")) return { kind: "negative", of: this.deeper(() => this.exponent()) };
		const { kind, text } = this.peek();
		const isName = kind === "name" && ["value", "both"].includes(this.kindOf(text) ?? "");
		if (kind !== "number" && !isName && text !== "(") this.fail("a number, or T for the transpose, after ^");
		const found = this.atom();
		const { at } = this.peek();
		const isRaised = this.peek().text === "^" && this.tokens[this.next + 1].text !== "T";
		if (!isRaised) return found;
		this.next++;
		return powerOf(
			found,
			this.deeper(() => this.exponent()),
			at,
		);
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
		const isCall = this.tokens[this.next + Number(["'", "′"].includes(this.peek().text))]?.text === "(";
		if (kind === "both" && isCall)
			throw this.error(
				`${token.text} is the name of a value here, and of a function. Write ${token.text} * (…) for the product`,
				token.at,
			);
		if (kind === "value" || kind === "both") return { kind: "name", name: token.text, at: token.at };
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
