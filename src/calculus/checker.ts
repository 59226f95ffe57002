/**
 * A derivation as an exercise: typed line by line in the notation, checked line by line. The shape of each line, its value at
 * random points, the rule that leads to it; of the first wrong line the mistake, by name.
 *
 *     checkDerivation(s, W, ["u' diag(tanh'(z)) (x' ⊗ I)", "(u ⊙ tanh'(z)) x'"])
 */

import { DataError } from "../errors";
import { builtFormula, type Scope } from "../gates/build";
import { type Formula, formulaText } from "../gates/formula";
import { formulaOf, isName } from "../gates/notation";
import type { Node } from "../graph/node";
import { topologicalOrder } from "../graph/order";
import { type Shape, shapeText } from "../shape";
import { partsOfLine } from "./equations";
import { linesOfLibrary } from "./library-lines";
import type { Form } from "./line";
import { builtIn, type FoundMistake, mistakeIn } from "./mistakes";
import { Points } from "./points";
import type { Given } from "./random-point";
import { ruleBetween } from "./step-rule";
import { TypedDerivation, type TypedLine } from "./typed-derivation";

/** What may be told to a check. */
export interface CheckOptions {
	/** What names stand for, besides those of the expression itself. */
	readonly scope?: Scope;
	/** Values for inputs that cannot be any number. */
	readonly inputs?: Given;
	readonly seed?: number;
}

const POINTS = 3;

/**
 * Checks a derivation that somebody typed. A line may begin with what it is equal to (`ds/dW = …`), and every part of
 * `… = … = …` has to hold; `δ := …` gives a name to be used below. Each is the derivative in Jacobian form or in the shape of
 * the variable.
 */
export function checkDerivation(
	of: Node,
	wrt: Node,
	lines: readonly string[],
	options: CheckOptions = {},
): TypedDerivation {
	const points = new Points(of, wrt, { seed: options.seed ?? 1, count: POINTS, inputs: options.inputs });
	const checker = new Checker(points, { ...namesIn(of), ...options.scope });
	return new TypedDerivation(
		of,
		wrt,
		lines.map((line) => checker.next(line)),
	);
}

/** The labels of an expression, as names to be typed. */
function namesIn(of: Node): Record<string, Node> {
	return Object.fromEntries(topologicalOrder(of).flatMap((node) => (node.label === null ? [] : [[node.label, node]])));
}

const NOTHING = { form: null, shape: null, rule: null, mistake: null };

class Checker {
	private readonly right: { expression: Node; form: Form; formula: Formula }[] = [];
	private hasFailed = false;
	/** The lines that the library would write, as far as the notation has them. */
	private written: Formula[] | null = null;

	constructor(
		private readonly points: Points,
		private scope: Scope,
	) {}

	next(text: string): TypedLine {
		if (this.hasFailed) return { ...NOTHING, text, outcome: "unread", message: "It follows a wrong line." };
		try {
			const definition = /^\s*([\p{L}][\p{L}\p{N}_]*)\s*:=(.*)$/su.exec(text);
			if (definition !== null) return this.defined(text, definition[1], definition[2]);
			const parts = partsOfLine(text, this.points.wrt, (name) => isName(name, this.scope));
			const formulas = parts.map((part) => formulaOf(part, this.scope));
			return this.allOf(text, formulas);
		} catch (error) {
			return this.wrong(text, null, null, (error as Error).message);
		}
	}

	private defined(text: string, name: string, notation: string): TypedLine {
		const node = builtFormula(formulaOf(notation, this.scope), this.scope, {}, notation);
		const named = node.role === "operation" ? node.named(name) : node;
		this.scope = { ...this.scope, [name]: named };
		return { ...NOTHING, text, outcome: "definition", shape: node, message: `${name} is ${shapeText(node)}` };
	}

	/** Every part of a = b = c; what is told is what is to be said of the last one, or of the first that is wrong. */
	private allOf(text: string, formulas: readonly Formula[]): TypedLine {
		const rules: string[] = [];
		for (const formula of formulas) {
			const found = this.judged(text, formula);
			if (found.outcome === "wrong" && formulas.length > 1)
				return { ...found, message: `Of ${formulaText(formula)}: ${found.message}` };
			if (found.rule !== null) rules.push(found.rule);
			if (formula !== formulas.at(-1) && found.outcome === "right") continue;
			const rule = rules.length === 0 ? null : rules.join("; then ");
			return found.outcome === "right" ? { ...found, rule, message: rule ?? "" } : found;
		}
		throw new DataError("The line is empty.");
	}

	private judged(text: string, formula: Formula): TypedLine {
		const expression = builtIn(formula, this.points, this.scope);
		const values = expression === null ? null : this.points.valuesOf(expression);
		const form = values === null ? null : this.points.formOf(values);
		if (expression !== null && form !== null) {
			const before = this.right.at(-1);
			const rule = before === undefined ? this.firstRule(expression) : ruleBetween(before, { expression, form });
			this.right.push({ expression, form, formula });
			return { text, outcome: "right", form, shape: expression, rule, mistake: null, message: rule };
		}
		const mistake = mistakeIn({ formula, values, references: this.references() }, this.points, this.scope);
		return this.wrong(text, expression, mistake, this.complaint(formula, expression, values !== null));
	}

	/** What is wrong, before anybody knows why. */
	private complaint(formula: Formula, expression: Node | null, hasValue: boolean): string {
		const { of, wrt } = this.points;
		if (expression === null) return `${formulaText(formula)} cannot be computed: ${this.reason(formula)}`;
		const [jacobian, shape] = [this.points.wanted("jacobian", 0), this.points.wanted("shape", 0)];
		const fits = ({ rows, cols }: Shape) => rows === expression.rows && cols === expression.cols;
		if (!fits(jacobian) && !fits(shape)) {
			// What is no scalar has a Jacobian only.
			const inShape = jacobian.rows === 1 ? ` and ${shapeText(shape)} in the shape of ${wrt.name}` : "";
			return `It is ${shapeText(expression)}. ∂${of.name}/∂${wrt.name} is ${shapeText(jacobian)} in Jacobian form${inShape}.`;
		}
		return hasValue ? "Its shape is right, its value is not." : "It has no value at random points.";
	}

	private reason(formula: Formula): string {
		try {
			builtFormula(formula, this.scope, this.points.wanted("shape", 0));
			return "";
		} catch (error) {
			return (error as Error).message;
		}
	}

	private wrong(text: string, shape: Node | null, mistake: FoundMistake | null, complaint: string): TypedLine {
		this.hasFailed = true;
		const message = mistake === null ? complaint : `${complaint} ${mistake.message}`;
		return { ...NOTHING, text, outcome: "wrong", shape, mistake, message };
	}

	private firstRule({ rows, cols }: Shape): string {
		const jacobian = this.points.wanted("jacobian", 0);
		return rows === jacobian.rows && cols === jacobian.cols
			? "chain rule"
			: "the derivative in the shape of its variable";
	}

	private references(): Formula[] {
		this.written ??= linesOfLibrary(this.points.of, this.points.wrt);
		return [...this.right.map(({ formula }) => formula).reverse(), ...this.written];
	}
}
