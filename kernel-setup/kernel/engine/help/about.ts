/** What is known of a name, as Markdown and as plain text. */

export interface About {
	signature: string;
	documentation: string;
	tags: readonly { name: string; text: string }[];
	/** The parameter that is being written. */
	parameter?: string;
	/** The text of its declaration. */
	source?: string;
}

/** Tags that say something to whoever uses a name. */
const SHOWN = new Set([
	"param",
	"returns",
	"return",
	"throws",
	"example",
	"deprecated",
	"see",
	"typeParam",
	"template",
	"default",
]);

export function toMarkdown({ signature, parameter, documentation, tags, source }: About): string {
	const parts = [fenced(signature)];
	if (parameter) parts.push(`Now: \`${parameter}\``);
	if (documentation !== "") parts.push(linked(documentation, "`"));
	for (const { label, name, text } of labelled(tags)) {
		const about = [name === "" ? "" : `\`${name}\``, linked(text, "`")].filter((part) => part !== "").join(" — ");
		if (label === "@example") parts.push(`*${label}*`, text.includes("```") ? text : fenced(text));
		else parts.push(`*${label}* ${about}`);
	}
	if (source !== undefined) parts.push("*Source*", fenced(source));
	return parts.join("\n\n");
}

export function toPlainText({ signature, parameter, documentation, tags, source }: About): string {
	const parts = [signature];
	if (parameter) parts.push(`Now: ${parameter}`);
	if (documentation !== "") parts.push(linked(documentation, ""));
	const lines = labelled(tags).map(({ label, name, text }) => {
		const about = [name, linked(text, "")].filter((part) => part !== "").join(": ");
		return label === "@example" ? `${label}\n${text}` : `${label} ${about}`;
	});
	if (lines.length > 0) parts.push(lines.join("\n"));
	if (source !== undefined) parts.push(`Source:\n${source}`);
	return parts.join("\n\n");
}

function labelled(tags: About["tags"]): { label: string; name: string; text: string }[] {
	return tags
		.filter(({ name }) => SHOWN.has(name))
		.map(({ name: tag, text }) => {
			const label = tag === "return" ? "@returns" : `@${tag}`;
			// `@param rate how far a step goes`, with a dash after the name or without.
			const named = /^(param|typeParam|template)$/.test(tag)
				? /^(\S+)\s*(?:-\s+|—\s+|–\s+)?([\s\S]*)$/.exec(text)
				: null;
			return { label, name: named?.[1] ?? "", text: (named?.[2] ?? text).trim() };
		});
}

/** A fence that is longer than any in the text. */
function fenced(code: string): string {
	const longest = Math.max(2, ...(code.match(/`{3,}/g) ?? []).map(({ length }) => length));
	const fence = "`".repeat(longest + 1);
	return `${fence}typescript\n${code}\n${fence}`;
}

/** `{@link tanh}` is `tanh`; `{@link tanh | its slope}` is what is written after the bar. */
const linked = (text: string, quote: string) =>
	text.replace(/\{@link(?:code|plain)?\s+([^\s|}]+)\s*\|?\s*([^}]*)\}/g, (_, name: string, words: string) =>
		words.trim() === "" ? `${quote}${name}${quote}` : words.trim(),
	);
