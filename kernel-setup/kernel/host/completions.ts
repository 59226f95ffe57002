/** Completions as the protocol says them. */
import type { CompletionAnswer } from "../wire/engine-protocol";
import type { Content } from "../wire/message";
import { toCodePoints } from "./positions";

/** The metadata is what ipykernel introduced: front ends show the kind, and some the signature. */
export function completionReply(code: string, { start, end, matches }: CompletionAnswer): Content {
	const [cursor_start, cursor_end] = [toCodePoints(code, start), toCodePoints(code, end)];
	const types = matches.map(({ text, kind, signature }) => ({
		start: cursor_start,
		end: cursor_end,
		text,
		type: kind,
		signature,
	}));
	return {
		matches: matches.map(({ text }) => text),
		cursor_start,
		cursor_end,
		metadata: { _jupyter_types_experimental: types },
	};
}
