/** What is printed as plain text is read as the same formula, or refused with a reason; never as another one. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainFormula } from "../../src/calculus/plain";
import { expression } from "../../src/gates/notation";
import { gateList } from "../../src/gates/registry";
import * as g from "../../src/index";

const SIZES = [1, 2, 3] as const;
const source = (name: string, rows: number, cols: number) => g.input(name, rows, cols);
/** Letters of every shape; the library's own among them. */
const SOURCES: readonly g.Node[] = [
	...["A", "X", "K"].map((name) => source(name, 3, 3)),
	...["I", "B"].map((name) => source(name, 2, 2)),
	...["x", "y", "E"].map((name) => source(name, 3, 1)),
	...["s", "C", "σ"].map((name) => source(name, 1, 1)),
	source("W_1", 2, 3),
	source("r", 1, 3),
	source("v", 2, 1),
];
const NUMBERS = [2, -1, 0.5, 1 / 3, -2 / 3, 0.1, 3e-7, 1 / Math.sqrt(3), 12345.678];
/** Gates of one operand by their names in the notation: every one that there is. */
const UNARY = gateList().flatMap(({ words, arity }) => (arity === 1 ? words.slice(0, 1) : []));

/** A random expression, by what a source of choices says. */
function grown(choose: (count: number) => number, depth: number): g.Node {
	const pick = <T>(items: readonly T[]): T => items[choose(items.length)];
	if (depth === 0) return pick(SOURCES);
	const a = grown(choose, depth - 1 - choose(2 > depth ? depth : 2));
	const b = grown(choose, depth - 1);
	const fitting = (fits: (node: g.Node) => boolean) => [b, ...SOURCES].find(fits) ?? a;
	const alike = fitting(({ rows, cols }) => rows === a.rows && cols === a.cols);
	const behind = fitting(({ rows }) => rows === a.cols);
	const column = fitting(({ rows, cols }) => cols === 1 && rows === a.rows);
	const scalar = fitting(({ rows, cols }) => rows === 1 && cols === 1);
	const number = pick(NUMBERS);
	const makes: (() => g.Node)[] = [
		() => g.plus(a, alike),
		() => g.minus(a, alike),
		() => g.times(a, alike),
		() => g.times(alike, a),
		() => g.divide(a, alike),
		() => g.raise(a, alike),
		() => (behind === a && a.rows !== a.cols ? a : g.matmul(a, behind)),
		() => g.matmul(g.transpose(behind === a ? a : behind), g.transpose(a)),
		() => g.transpose(a),
		() => g.scale(a, number),
		() => g.power(a, pick([2, 3, -1, 0.5, -2])),
		() => g.reciprocal(a),
		() => g.scaleBy(scalar, a),
		() => g.scaleBy(g.reciprocal(scalar), a),
		() => g.addColumn(a, column),
		() => g.spread(scalar, a),
		() => g.plus(a, g.spread(number, a)),
		() => (a.rows === a.cols ? g.inverse(a) : g.matmul(a, g.transpose(a))),
		() => (a.rows === a.cols ? g.plus(a, g.identityNode(a.rows as number)) : g.rowSums(a)),
		() => g.columnSums(a),
		() => g.dot(column, column),
		() => g.maximum(a, alike),
		() => g.kron(scalar, a),
		() => g.slopeOf(g.tanh, a),
		() => g.slopeOf(g.sqrt, a),
		() => g.slopeOf(g.powerOf(3), a),
		() => g.plus(a, g.constant(g.fill(a.rows as number, a.cols as number, (i, j) => i - 2 * j + 0.5))),
		() => expression(`${pick(UNARY)}(a)`, { a }),
	];
	try {
		const made = pick(makes)();
		return sizeOf(made) > 30 ? a : made;
	} catch {
		return a; // the gate takes no such shape
	}
}

const sizeOf = ({ rows, cols }: g.Node) => Number(rows) * Number(cols);

/** What a text is read as, with the names of what it was printed of; the reason, where it is refused. */
function read(text: string, of: g.Node): g.Node | string {
	const sources = new g.ComputationalGraph(of).order.filter(({ role }) => role === "input");
	try {
		return expression(text, Object.fromEntries(sources.map((node) => [node.label, node])));
	} catch (error) {
		if (error instanceof g.DataError || error instanceof g.ShapeError) return error.message;
		throw error;
	}
}

function valueAt(node: g.Node, seed: number): g.Matrix {
	const random = new g.Random(seed);
	const all = Object.fromEntries(
		SOURCES.map(({ label, rows, cols }) => [label as string, random.matrix(rows as number, cols as number, 0.3, 1.5)]),
	);
	const graph = new g.ComputationalGraph(node);
	const own = graph.order.filter(({ role }) => role === "input").map(({ label }) => label as string);
	return graph.forward(Object.fromEntries(own.map((label) => [label, all[label]]))).copy();
}

const isSame = (a: g.Matrix, b: g.Matrix) =>
	a.rows === b.rows &&
	a.cols === b.cols &&
	a.data.every(
		(entry, k) => Object.is(entry, b.data[k]) || Math.abs(entry - b.data[k]) <= 1e-7 * (1 + Math.abs(entry)),
	);

describe("print, then read", () => {
	it("random expressions over every gate that the notation knows are read as the same function, or refused", () => {
		let [count, isRead] = [0, 0];
		fc.assert(
			fc.property(fc.infiniteStream(fc.nat(1000)), fc.constantFrom(...SIZES, 4), (stream, depth) => {
				const node = grown((n) => (stream.next().value as number) % n, depth);
				const text = plainFormula(node.definition());
				const again = read(text, node);
				count++;
				if (typeof again === "string") return;
				isRead++;
				for (const seed of [1, 2]) {
					let value: g.Matrix;
					try {
						value = valueAt(node, seed);
					} catch {
						return; // singular
					}
					if (value.data.some((entry) => Math.abs(entry) > 1e8)) return; // next to singular
					expect(isSame(valueAt(again, seed), value), `${text}   of   ${node.definition()}`).toBe(true);
				}
			}),
			{ numRuns: 2500, seed: 7 },
		);
		expect(isRead / count, "most of what is printed can be read").toBeGreaterThan(0.5);
	});
});
