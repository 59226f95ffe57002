/** From a formula to a graph. */
import { DataError } from "../errors";
import { asNode, type Node, type Operand } from "../graph/node";
import { type Formula, formulaText, type Power, tight } from "./formula";
import { inverse } from "./inverse";
import { identityNode } from "./jacobians";
import type { Known } from "./known";
import { joined, kronOf, negated, raised, sumOf, transposeOf } from "./parts";
import { slopeOf } from "./pointwise";
import { functionCalled, gateCalled } from "./registry";
import { notationError } from "./tokens";
import { CONSTANTS, IDENTITY, type Part, type SizeHint, sameColumn, Unsized } from "./unsized";

/** What names stand for: nodes, matrices or numbers. */
export type Scope = Readonly<Record<string, Operand>>;

/**
 * The graph of a formula.
 * @param hint the size of the whole, where it is known: I and ones may need it
 * @throws ShapeError when the operands do not fit, DataError for what has no size
 */
export function builtFormula(formula: Formula, scope: Scope, hint: SizeHint, notation = ""): Node {
	const part = new Builder(scope, notation).build(formula);
	if (!(part instanceof Unsized)) return asNode(part);
	const node = part.sized(hint);
	if (node !== null) return node;
	throw new DataError(
		`expression: the size of I or of ones in “${notation}” cannot be seen from it. Write I_3 for 3×3.`,
	);
}

class Builder {
	constructor(
		private readonly scope: Scope,
		private readonly notation: string,
	) {}

	build(formula: Formula): Part {
		switch (formula.kind) {
			case "number":
				return formula.value;
			case "name":
				return this.named(formula.name);
			case "call":
				return this.called(formula);
			case "sum":
				return formula.terms.reduce<Part | null>((all, { isSubtracted, of }) => {
					const next = this.build(of);
					if (all === null) return isSubtracted ? negated(next) : next;
					return sumOf(all, next, isSubtracted);
				}, null) as Part;
			case "product": {
				const [first, ...rest] = formula.factors.map((factor) => this.build(factor));
				return rest.reduce((all, factor) => joined(formula.sign, all, factor), first);
			}
			case "negative":
				return negated(this.build(formula.of));
			case "transpose":
				return transposeOf(this.build(formula.of));
			case "inverse": {
				const inner = this.sized(this.build(formula.of));
				return typeof inner === "number" ? 1 / inner : inverse(inner);
			}
			case "power": {
				const [of, exponent] = [this.sized(this.build(formula.of)), this.sized(this.build(formula.exponent))];
				if (!formula.isEntrywise) this.requireUnambiguous(formula, asNode(of));
				return raised(of, exponent);
			}
		}
	}

	private named(name: string): Part {
		if (Object.hasOwn(this.scope, name)) return this.scope[name];
		if (name === "I" || name === "𝕀") return IDENTITY;
		return name === "𝟏" ? sameColumn(1) : identityNode(Number(/\d+/.exec(name)?.[0]));
	}

	private called({ name, inputs, at }: Formula & { kind: "call" }): Part {
		if (name === "kron" && inputs.length === 2) return kronOf(this.build(inputs[0]), this.build(inputs[1]));
		const given = inputs.map((input) => this.sized(this.build(input)));
		if (Object.hasOwn(CONSTANTS, name)) {
			if (given.length === 1 && typeof given[0] === "number") return CONSTANTS[name](given[0]);
			throw notationError(this.notation, `${name} takes one number, the entry`, at);
		}
		if (name.endsWith("'")) {
			const base = name.slice(0, -1);
			const f = functionCalled(base);
			if (f !== null && given.length === 1) return slopeOf(f, given[0]);
			throw notationError(this.notation, `${base} is no function of each entry, so ${name} means nothing here`, at);
		}
		const { arity, build } = gateCalled(name) as Known;
		if (arity !== null && given.length !== arity) {
			const wanted = arity === 1 ? "one argument" : `${arity} arguments`;
			throw notationError(this.notation, `${name} takes ${wanted}, and ${given.length} were given`, at);
		}
		return build(given.map(asNode), []);
	}

	/** A² of a square matrix is A A to the one and each entry squared to the other. */
	private requireUnambiguous({ of, exponent, at }: Power, { rows, cols }: Node): void {
		if (rows !== cols || rows === 1) return;
		const [base, raised] = [tight(of), tight(exponent)];
		const isInverse = exponent.kind === "negative" && tight(exponent.of) === "1";
		const [whole, entries] = isInverse
			? [`the inverse is inv(${formulaText(of)}) or ${base}⁻¹`, "one over each entry is"]
			: ["a product of matrices is written out", "the power of each entry is"];
		throw notationError(
			this.notation,
			`${base}^${isInverse ? "-1" : raised} of a square matrix can be read in two ways: ${whole}, and ${entries} ${base}.^${isInverse ? "-1" : raised}`,
			at,
		);
	}

	/** What has to have a size: an argument, a base, an exponent. */
	private sized(part: Part): Operand {
		if (!(part instanceof Unsized)) return part;
		throw new DataError("expression: I and ones have no size there. Write I_3 for 3×3.");
	}
}
