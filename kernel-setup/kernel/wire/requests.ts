/** What a front end asks, checked: what has the wrong type is refused, and never taken for something else. */
import type { Content } from "./message";

export interface Field {
	is(value: unknown): boolean;
	/** In words: "a string". */
	what: string;
	/** Left out, or null, it has a value of its own. */
	optional: boolean;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);
export const field =
	(what: string, is: Field["is"]) =>
	(optional = false): Field => ({ what, is, optional });

export const text = field("a string", (value) => typeof value === "string");
const flag = field("true or false", (value) => typeof value === "boolean");
const number = field("a number", (value) => typeof value === "number");
export const count = field("a whole number from 0", (value) => Number.isInteger(value) && (value as number) >= 0);
const detail = field("0 or 1", (value) => value === 0 || value === 1);
const texts = field(
	"an object whose values are strings",
	(value) => isObject(value) && Object.values(value).every((each) => typeof each === "string"),
);
const access = field('"tail", "range" or "search"', (value) => ["tail", "range", "search"].includes(value as string));

const object = field("an object", isObject);

export const OPTIONAL = true;

const SHAPES: Record<string, Record<string, Field>> = {
	execute_request: {
		code: text(),
		silent: flag(OPTIONAL),
		store_history: flag(OPTIONAL),
		stop_on_error: flag(OPTIONAL),
		allow_stdin: flag(OPTIONAL),
		user_expressions: texts(OPTIONAL),
	},
	complete_request: { code: text(), cursor_pos: count(OPTIONAL) },
	inspect_request: { code: text(), cursor_pos: count(OPTIONAL), detail_level: detail(OPTIONAL) },
	is_complete_request: { code: text() },
	history_request: {
		hist_access_type: access(OPTIONAL),
		output: flag(OPTIONAL),
		raw: flag(OPTIONAL),
		unique: flag(OPTIONAL),
		session: number(OPTIONAL),
		start: number(OPTIONAL),
		stop: number(OPTIONAL),
		n: number(OPTIONAL),
		pattern: text(OPTIONAL),
	},
	comm_info_request: { target_name: text(OPTIONAL) },
	comm_open: { comm_id: text(), target_name: text() },
	comm_msg: { comm_id: text() },
	comm_close: { comm_id: text() },
	// What the arguments have to be is said by host/debug/requests.ts.
	debug_request: { command: text(), seq: number(OPTIONAL), arguments: object(OPTIONAL) },
	shutdown_request: { restart: flag(OPTIONAL) },
	input_reply: { value: text() },
};

/** A sentence about the first field that is not what it has to be; undefined where all are. */
export function faultIn(type: string, content: Content): string | undefined {
	return Object.hasOwn(SHAPES, type) ? faultAgainst(SHAPES[type], content) : undefined;
}

/** @see faultIn */
export function faultAgainst(shape: Readonly<Record<string, Field>>, content: object): string | undefined {
	for (const [name, { is, what, optional }] of Object.entries(shape)) {
		const value = Object.hasOwn(content, name) ? (content as Content)[name] : undefined;
		if (is(value) || (optional && (value === undefined || value === null))) continue;
		const given = value === undefined ? "is missing" : `is ${kindOf(value)}`;
		return `${name} has to be ${what}, and ${given}`;
	}
	return undefined;
}

function kindOf(value: unknown): string {
	if (value === null) return "null";
	if (Array.isArray(value)) return "an array";
	if (typeof value === "object") return "an object";
	return typeof value === "string" ? "a string" : String(value);
}
