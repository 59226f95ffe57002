/** What a notation says, before it means anything: sums, products, transposes and calls, as a tree. */

/** A formula as it was typed. */
export type Formula =
	| { readonly kind: "number"; readonly value: number }
	| { readonly kind: "name"; readonly name: string; readonly at: number }
	| { readonly kind: "call"; readonly name: string; readonly inputs: readonly Formula[]; readonly at: number }
	| { readonly kind: "sum"; readonly terms: readonly Term[] }
	/** Factors of one sign in a row, from left to right; parentheses begin a formula of their own. */
	| { readonly kind: "product"; readonly sign: ProductSign; readonly factors: readonly Formula[] }
	| { readonly kind: "negative"; readonly of: Formula }
	| { readonly kind: "transpose"; readonly of: Formula }
	| { readonly kind: "inverse"; readonly of: Formula }
	| Power;

/** aᵇ; `isEntrywise` where it was typed as .^ or ^⊙, and says so of a square matrix, too. */
export interface Power {
	readonly kind: "power";
	readonly of: Formula;
	readonly exponent: Formula;
	readonly isEntrywise: boolean;
	readonly at: number;
}

/** A part of a sum. */
export interface Term {
	readonly isSubtracted: boolean;
	readonly of: Formula;
}

/** The matrix product, entry by entry, divided entry by entry, and the Kronecker product. */
export type ProductSign = "*" | "⊙" | "/" | "⊗";

/** A formula in the notation, with the parentheses that it needs. */
export function formulaText(formula: Formula): string {
	switch (formula.kind) {
		case "number":
			return formula.value < 0 ? `(${formula.value})` : String(formula.value);
		case "name":
			return formula.name;
		case "call":
			return `${formula.name}(${formula.inputs.map(formulaText).join(", ")})`;
		case "sum":
			return formula.terms
				.map(({ isSubtracted, of }, k) => {
					const text = of.kind === "sum" || of.kind === "negative" ? `(${formulaText(of)})` : formulaText(of);
					return k === 0 ? (isSubtracted ? `-${text}` : text) : `${isSubtracted ? " - " : " + "}${text}`;
				})
				.join("");
		case "product": {
			const sign = formula.sign === "*" ? " " : ` ${formula.sign} `;
			return formula.factors.map(grouped).join(sign);
		}
		case "negative":
			return `-${grouped(formula.of)}`;
		case "transpose":
			return `${tight(formula.of)}'`;
		case "inverse":
			return `inv(${formulaText(formula.of)})`;
		case "power":
			return `${tight(formula.of)}${formula.isEntrywise ? ".^" : "^"}${tight(formula.exponent)}`;
	}
}

/** In parentheses where it would fall apart in a product. */
function grouped(formula: Formula): string {
	return ["sum", "product", "negative"].includes(formula.kind) ? `(${formulaText(formula)})` : formulaText(formula);
}

/** In parentheses where an exponent would take only its end. */
export function tight(formula: Formula): string {
	const isTight = ["name", "number", "call", "transpose", "inverse"].includes(formula.kind);
	return isTight ? formulaText(formula) : `(${formulaText(formula)})`;
}
