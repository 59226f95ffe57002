/**
 * The schemes in which files tag names. IOB2, the library's own: B-X begins a name, I-X goes on. IOB1: I-X throughout, B-X
 * only where a name of a class touches another one of it. BIOES: E-X ends a name, S-X is one of a single token (BILOU
 * calls them L and U).
 */
import { DataError } from "../errors";
import { classOf, spansOf } from "./tags";

/** The names of the schemes. */
export type Scheme = "IOB1" | "IOB2" | "BIOES";

const ANY_TAG = /^(?:O|[BIESLU]-[^\s-]\S*)$/;

/** Whether a text is a tag of one of the schemes. */
export function isTagOfAnyScheme(text: string): boolean {
	return ANY_TAG.test(text);
}

/** Tags of any scheme as IOB2. An I-X that continues nothing begins a name, which repairs orphans, too. */
export function toIob2(tags: readonly string[]): string[] {
	// Only the beginnings matter then: an end is a middle, a single one a beginning.
	const begun = tags.map((tag) => tag.replace(/^[EL]-/, "I-").replace(/^[SU]-/, "B-"));
	return begun.map((tag, k) => {
		if (!tag.startsWith("I-")) return tag;
		const before = begun[k - 1] ?? "O";
		const ended = /^[ESLU]-/.test(tags[k - 1] ?? "O");
		return before !== "O" && classOf(before) === classOf(tag) && !ended ? tag : `B-${classOf(tag)}`;
	});
}

/** IOB2 tags in another scheme. */
export function fromIob2(tags: readonly string[], scheme: Scheme): string[] {
	if (!["IOB1", "IOB2", "BIOES"].includes(scheme))
		throw new DataError(`fromIob2: there is no scheme “${scheme}”. There are IOB1, IOB2 and BIOES.`);
	if (scheme === "IOB2") return [...tags];
	const result: string[] = tags.map(() => "O");
	let before: { end: number; type: string } = { end: -1, type: "" };
	for (const { start, end, type } of spansOf(tags)) {
		for (let k = start; k < end; k++) result[k] = `I-${type}`;
		if (scheme === "BIOES") {
			result[start] = `B-${type}`;
			result[end - 1] = end - start === 1 ? `S-${type}` : `E-${type}`;
		} else if (before.end === start && before.type === type) result[start] = `B-${type}`;
		before = { end, type };
	}
	return result;
}

/** The scheme that sentences are tagged in, as far as they show it: IOB2 where nothing speaks against it. */
export function schemeOf(sentences: Iterable<readonly string[]>): Scheme {
	for (const tags of sentences) {
		if (tags.some((tag) => /^[ESLU]-/.test(tag))) return "BIOES";
		const orphan = tags.some((tag, k) => tag.startsWith("I-") && toIob2(tags)[k] !== tag);
		if (orphan) return "IOB1";
	}
	return "IOB2";
}
