/** Which rule leads from one line to the next. */
import { transpose } from "../gates/arithmetic";
import type { Node } from "../graph/node";
import { Formulas } from "./formulas";
import type { Form } from "./line";
import type { Rule } from "./pattern";
import { rewrite } from "./rewrite";
import { TIDY, TRANSPOSES } from "./rules";
import { STAGES, simplified, simplify } from "./simplify";

/** A line with the form in which it is the derivative. */
interface Step {
	readonly expression: Node;
	readonly form: Form;
}

/** The reason for which a line follows from the one before, in words; both are known to hold. */
export function ruleBetween(before: Step, now: Step): string {
	const formulas = new Formulas();
	const from = before.form === now.form ? before.expression : laidOut(before, now);
	if (from === null) return "shape convention";
	const prefix = before.form === now.form ? "" : "shape convention";
	const joined = (reasons: readonly string[]) => [prefix, ...reasons].filter((reason) => reason !== "").join(", and ");
	const tidy = (node: Node) => rewrite(node, TIDY, formulas).node;
	const same = joined(prefix === "" ? ["the same, written otherwise"] : []);
	if (formulas.same(tidy(from), tidy(now.expression))) return same;
	for (const stage of STAGES) {
		const [a, b] = [from, now.expression].map((node) => rewrite(node, [...TIDY, ...stage], formulas));
		if (!formulas.same(a.node, b.node)) continue;
		const [there, back] = [reasonsIn(a.used, b.used), reasonsIn(b.used, a.used)];
		if (there.length > 0) return joined(there);
		return back.length > 0 ? joined(back.map((reason) => `${reason}: the other way round`)) : same;
	}
	if (!formulas.same(simplified(from), simplified(now.expression))) return joined(["equal in value"]);
	const [first, second] = [from, now.expression].map((node) => simplify(node).map(({ because }) => because));
	const reasons = first.filter((reason) => !second.includes(reason));
	return joined(reasons.length > 0 ? reasons : ["several steps at once"]);
}

/** The reasons of the rules that were used in the one and not in the other. */
function reasonsIn(used: ReadonlySet<Rule>, other: ReadonlySet<Rule>): string[] {
	const own = [...used].filter((rule) => !other.has(rule) && !TIDY.includes(rule));
	return [...new Set(own.map(({ because }) => because))];
}

/** The line before in the other form, where that only takes a transpose. */
function laidOut(before: Step, now: Step): Node | null {
	const { rows, cols } = now.expression;
	const isTurned = before.expression.rows === cols && before.expression.cols === rows;
	return isTurned && (rows === 1 || cols === 1)
		? rewrite(transpose(before.expression), [...TIDY, ...TRANSPOSES], new Formulas()).node
		: null;
}
