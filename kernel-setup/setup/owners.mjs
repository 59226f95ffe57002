// @ts-check
/**
 * Who owns what. A clone may be shared: what another user owns is used as it is, and never removed or rewritten. In
 * JavaScript, since the first steps of the set-up come before the project is compiled.
 */
import { accessSync, constants, lstatSync } from "node:fs";
import path from "node:path";

/** Something that a person has to mend: what is wrong and what to do. Shown without a stack trace. */
export class Problem extends Error {
	/** @override */
	name = "Problem";
	/** @param {string} what @param {string} todo */
	constructor(what, todo) {
		super(what);
		this.todo = todo;
	}
}

export const ASK_THE_OWNER =
	"Ask who owns the clone to run npm run setup there, with the Node and Python that everybody uses; or make a clone of your own.";

/** Whether it is there and belongs to another user of this machine. @param {string} file */
export function isAnothers(file) {
	const owner = lstatSync(file, { throwIfNoEntry: false })?.uid;
	return owner !== undefined && process.getuid !== undefined && owner !== process.getuid();
}

/** @param {string} folder */
export function mayWriteIn(folder) {
	try {
		accessSync(folder, constants.W_OK);
		return true;
	} catch {
		return false;
	}
}

/**
 * Called before a part of a clone is made, or made anew.
 * @param {string} part its folder
 * @param {string} why
 * @throws Problem where that would take away what another user owns, or may not be
 */
export function mayMake(part, why) {
	const todo = ASK_THE_OWNER;
	if (isAnothers(part)) throw new Problem(`${part} belongs to another user, and ${why}. It stays as it is.`, todo);
	if (!mayWriteIn(path.dirname(part)))
		throw new Problem(`${part} ${why}, and you may not write to ${path.dirname(part)}.`, todo);
}
