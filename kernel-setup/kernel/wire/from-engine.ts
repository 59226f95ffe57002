/** What an engine says, checked like a message of the wire: a learner's code can write to its pipe, too. */
import type { FromEngine } from "./engine-protocol";

type Check = (value: unknown) => boolean;

const isNumber: Check = (value) => typeof value === "number";
const isString: Check = (value) => typeof value === "string";
const isBoolean: Check = (value) => typeof value === "boolean";
const isObject: Check = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isOneOf =
	(...values: unknown[]): Check =>
	(value) =>
		values.includes(value);
export const isReport: Check = (value) => {
	const { ename, evalue, traceback } = (isObject(value) ? value : {}) as Record<string, unknown>;
	return isString(ename) && isString(evalue) && Array.isArray(traceback) && traceback.every(isString);
};

const SHAPES: Record<FromEngine["type"], Record<string, Check>> = {
	ready: {},
	leaving: { cell: isNumber, why: (value) => value === undefined || isString(value) },
	answer: { id: isNumber, content: isObject },
	stream: { cell: isNumber, name: isOneOf("stdout", "stderr"), text: isString },
	result: { cell: isNumber, data: isObject },
	publish: {
		cell: isNumber,
		message: isOneOf("display_data", "update_display_data", "clear_output"),
		content: isObject,
	},
	comm: {
		cell: isNumber,
		message: isOneOf("comm_open", "comm_msg", "comm_close"),
		content: (value) => isObject(value) && isString((value as { comm_id?: unknown }).comm_id),
	},
	error: { cell: isNumber, error: isReport },
	input: { cell: isNumber, prompt: isString, password: isBoolean },
};

/** A message; undefined where the line is none. */
export function fromEngine(line: string): FromEngine | undefined {
	try {
		const value = JSON.parse(line) as Record<string, unknown>;
		if (!isObject(value) || !Object.hasOwn(SHAPES, String(value.type))) return undefined;
		const shape = SHAPES[value.type as FromEngine["type"]];
		return Object.entries(shape).every(([field, check]) => check(value[field])) ? (value as FromEngine) : undefined;
	} catch {
		return undefined;
	}
}
