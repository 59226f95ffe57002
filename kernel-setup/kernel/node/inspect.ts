/** Values as text: `util.inspect`, cut to what one reads. */
import util from "node:util";
import { cutOf, inspectCut } from "../engine/show/cut";

// Taken before any cell runs: a cell may replace them.
const { inspect } = util;
const { isProxy } = util.types;

const LONGEST_TEXT = 100_000;

/** Never throws, whatever is shown. */
export function inspectValue(value: unknown, depth = 2): string {
	try {
		const cut = cutOf(value, depth, isProxy);
		return shortText(inspectCut(value, cut, inspect));
	} catch {
		return bare(value, depth);
	}
}

/** For a value whose own code throws when it is asked how it wants to be shown. */
function bare(value: unknown, depth: number): string {
	try {
		return shortText(inspect(value, { depth, customInspect: false }));
	} catch {
		return `[${typeof value} that throws when it is shown]`;
	}
}

function shortText(text: string): string {
	if (text.length <= LONGEST_TEXT) return text;
	return `${text.slice(0, LONGEST_TEXT)}\n... ${text.length - LONGEST_TEXT} more characters`;
}

/** What Node keeps on a promise where an AsyncLocalStorage is in use. */
const NODES_OWN = /^Symbol\((async_id_symbol|trigger_async_id_symbol|kResourceStore)\)$/;

/** A promise is shown without what Node keeps on it, in values and in what is printed. Call once. */
export function showPromisesPlainly(): void {
	function custom(this: object): object {
		for (const key of Object.getOwnPropertySymbols(this))
			if (NODES_OWN.test(String(key))) Reflect.defineProperty(this, key, { enumerable: false });
		return this; // and now as usual
	}
	Object.defineProperty(Promise.prototype, inspect.custom, { value: custom, writable: true, configurable: true });
}
