/** Applies rules to a formula and all that it is made of, until none applies any more. */
import { type Node, operation } from "../graph/node";
import { orderUpTo } from "../graph/order";
import type { Formulas } from "./formulas";
import type { Rule } from "./pattern";

/** A formula, and the rules that led to it in the order in which they were first used. */
export interface Rewritten {
	readonly node: Node;
	readonly used: ReadonlySet<Rule>;
}

/** Rules that undo each other would go on for ever: this ends it, and a test says that no rules do. */
const MOST_STEPS = 20_000;

/** The formula after every step that the rules allow, inner parts first. Nodes with a name stay as they are. */
export function rewrite(formula: Node, rules: readonly Rule[], formulas: Formulas): Rewritten {
	const used = new Set<Rule>();
	const settled = new Map<Node, Node>();
	let steps = 0;

	const stepFrom = (node: Node): Node | null => {
		for (const rule of rules) {
			const next = rule.apply(node, formulas);
			if (next === null || next === node) continue;
			used.add(rule);
			return next;
		}
		return null;
	};

	const settle = (root: Node): Node => {
		for (const part of orderUpTo(root, ({ label }) => label !== null)) {
			if (settled.has(part)) continue;
			let now = part;
			if (part.label === null && part.gate !== null) {
				const inputs = part.inputs.map((input) => settled.get(input) ?? input);
				if (inputs.some((input, i) => input !== part.inputs[i])) now = operation(part.gate, inputs);
				const next = ++steps > MOST_STEPS ? null : stepFrom(now);
				if (next !== null) now = settle(next);
			}
			settled.set(part, now);
			settled.set(now, now);
		}
		return settled.get(root) as Node;
	};
	return { node: settle(formula), used };
}
