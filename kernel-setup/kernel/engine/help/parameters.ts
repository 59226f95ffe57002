/** The call around the cursor: its signature, and which of the parameters is being written. */
import ts from "typescript";
import type { Match } from "../../wire/engine-protocol";
import { internals } from "../compile/internals";
import type { View } from "../compile/tslab";
import { NEVER_CANCELLED } from "./view";

export interface Call {
	/** The signature in three parts, the middle one is the current parameter. */
	before: string;
	parameter: string;
	after: string;
	/** How many more signatures there are. */
	others: number;
	documentation: string;
	aboutParameter: string;
}

const LONGEST = 80;

export function callAround({ program, file, begin }: View, position: number): Call | undefined {
	const help = internals.SignatureHelp.getSignatureHelpItems(
		program,
		file,
		begin + position,
		{ kind: "invoked" },
		NEVER_CANCELLED,
	);
	const item = help?.items[help.selectedItemIndex];
	if (help === undefined || item === undefined) return undefined;
	const text = ts.displayPartsToString;
	const names = item.parameters.map(({ displayParts }) => text(displayParts));
	const separator = text(item.separatorDisplayParts);
	// Further arguments of a rest parameter belong to it.
	const index = item.isVariadic ? Math.min(help.argumentIndex, names.length - 1) : help.argumentIndex;
	const before = names.slice(0, index).map((name) => name + separator);
	const after = names.slice(index + 1).map((name) => separator + name);
	const current = item.parameters[index];
	return {
		before: text(item.prefixDisplayParts) + (current === undefined ? names.join(separator) : before.join("")),
		parameter: current === undefined ? "" : names[index],
		after: (current === undefined ? "" : after.join("")) + text(item.suffixDisplayParts),
		others: help.items.length - 1,
		documentation: text(item.documentation),
		aboutParameter: current === undefined ? "" : text(current.documentation),
	};
}

/** The parameter that is to be written next, as a comment that may stand there. */
export function currentParameter(view: View, position: number): Match | undefined {
	const parameter = callAround(view, position)?.parameter ?? "";
	if (parameter === "" || parameter.includes("*/")) return undefined;
	const [name, ...type] = parameter.split(": ");
	const short = parameter.length > LONGEST ? name : parameter.replace(/\s+/g, " ");
	return { text: `/* ${short} */`, kind: "param", signature: type.join(": ") };
}
