/** What the commands of the Debug Adapter Protocol are asked with, checked like every other request. */
import { count, type Field, faultAgainst, field, isObject, OPTIONAL, text } from "../../wire/requests";

const isLine = (value: unknown) => Number.isInteger(value) && (value as number) > 0;
const isListOf = (is: (value: unknown) => boolean) => (value: unknown) => Array.isArray(value) && value.every(is);

const source = field("an object with a path", (value) => isObject(value) && typeof value.path === "string");
const places = field(
	"a list of objects with a line, a whole number from 1",
	isListOf((one) => isObject(one) && isLine(one.line)),
);
const lines = field("a list of lines, whole numbers from 1", isListOf(isLine));
const texts = field(
	"a list of strings",
	isListOf((one) => typeof one === "string"),
);

const SHAPES: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
	dumpCell: { code: text() },
	source: { source: source() },
	setBreakpoints: { source: source(), breakpoints: places(OPTIONAL), lines: lines(OPTIONAL) },
	setExceptionBreakpoints: { filters: texts() },
	scopes: { frameId: count() },
	variables: { variablesReference: count() },
	richInspectVariables: { variableName: text(), frameId: count(OPTIONAL) },
	evaluate: { expression: text(), frameId: count(OPTIONAL) },
};

/** A sentence about the first argument that is not what it has to be; undefined where all are. */
export function faultInCommand(command: string, args: object): string | undefined {
	return Object.hasOwn(SHAPES, command) ? faultAgainst(SHAPES[command], args) : undefined;
}
