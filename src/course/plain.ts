/**
 * Values as plain data, on their way between an answer and whoever judges it: numbers, words, lists, matrices, objects of
 * these. What comes back is read as what a stranger wrote.
 */
import { Node } from "../graph/node";
import { Matrix } from "../matrix/matrix";
import { evaluate } from "../run/evaluate";
import { Lent } from "./lent";
import { WrongForm } from "./wrong-form";

/** As JSON: what JSON knows stands for itself, everything else is a list that begins with a letter. */
export type Plain = null | boolean | number | string | readonly unknown[];

/** How many numbers, words and lists one answer may hold. */
const AT_MOST = 100_000;
const DEEPEST = 12;
const LONGEST_WORD = 10_000;
/** Numbers that JSON does not know. */
const SPECIAL: Readonly<Record<string, number>> = {
	NaN: Number.NaN,
	Infinity: Number.POSITIVE_INFINITY,
	"-Infinity": Number.NEGATIVE_INFINITY,
	"-0": -0,
};

/** What cannot travel: only its kind does. */
export class Foreign {
	constructor(readonly kind: string) {}
}

const plainNumber = (value: number): number | string =>
	Number.isFinite(value) && !Object.is(value, -0) ? value : Object.is(value, -0) ? "-0" : String(value);

/** @throws WrongForm where it is too much to be an answer */
export function toPlain(value: unknown): Plain {
	let left = AT_MOST;
	const spend = (n: number) => {
		left -= n;
		if (left < 0) throw new WrongForm(`Your answer holds more than ${AT_MOST} numbers and words.`);
	};
	const write = (one: unknown, depth: number): Plain => {
		spend(1);
		if (depth > DEEPEST) throw new WrongForm("Your answer is a list of lists without an end.");
		if (one === null || one === undefined) return null;
		if (typeof one === "boolean") return one;
		if (typeof one === "string") {
			if (one.length > LONGEST_WORD) throw new WrongForm("Your answer is a word without an end.");
			return one;
		}
		if (typeof one === "number") {
			const number = plainNumber(one);
			return typeof number === "string" ? ["n", number] : number;
		}
		if (one instanceof Lent) return ["f", one.name, ...one.numbers];
		if (one instanceof Node) return write(evaluate(one), depth);
		if (one instanceof Matrix) {
			spend(one.data.length);
			return ["m", one.rows, one.cols, Array.from(one.data, plainNumber)];
		}
		if (Array.isArray(one) || (ArrayBuffer.isView(one) && !(one instanceof DataView))) {
			const list = one as ArrayLike<unknown>;
			spend(list.length);
			return ["l", ...Array.from(list, (entry) => write(entry, depth + 1))];
		}
		if (typeof one !== "object") return ["x", `a ${typeof one}`];
		const kin: unknown = Object.getPrototypeOf(one);
		if (kin !== Object.prototype && kin !== null) return ["x", "an object of a class"];
		return ["o", ...Object.entries(one).flatMap(([key, entry]) => [key, write(entry, depth + 1)])];
	};
	return write(value, 0);
}

/** @throws WrongForm for what `toPlain` did not write */
export function fromPlain(plain: unknown): unknown {
	let left = 2 * AT_MOST;
	const refuse = (): never => {
		throw new WrongForm("What your answer returned cannot be read.");
	};
	const numberOf = (value: unknown): number => {
		if (typeof value === "number") return value;
		return typeof value === "string" && Object.hasOwn(SPECIAL, value) ? SPECIAL[value] : refuse();
	};
	const read = (one: unknown, depth: number): unknown => {
		if (--left < 0 || depth > DEEPEST) return refuse();
		if (one === null || typeof one === "boolean" || typeof one === "number" || typeof one === "string") return one;
		if (!Array.isArray(one)) return refuse();
		const [kind, ...rest] = one as unknown[];
		switch (kind) {
			case "n":
				return numberOf(rest[0]);
			case "l":
				return rest.map((entry) => read(entry, depth + 1));
			case "m": {
				const [rows, cols, data] = rest;
				const isCount = (count: unknown): count is number => Number.isInteger(count) && (count as number) >= 0;
				if (!isCount(rows) || !isCount(cols) || !Array.isArray(data) || data.length !== rows * cols) return refuse();
				return new Matrix(rows, cols, Float64Array.from(data, numberOf));
			}
			case "o": {
				// Without a prototype: a key may be called __proto__.
				const object: Record<string, unknown> = Object.create(null);
				for (let k = 0; k + 1 < rest.length; k += 2) object[String(rest[k])] = read(rest[k + 1], depth + 1);
				return object;
			}
			case "f":
				return new Lent(String(rest[0]), rest.slice(1).map(numberOf)).function;
			case "x":
				return new Foreign(/^an? [a-z ]{1,30}$/.test(String(rest[0])) ? String(rest[0]) : "something else");
			default:
				return refuse();
		}
	};
	return read(plain, 0);
}
