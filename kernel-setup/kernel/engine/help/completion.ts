/** What may stand at the cursor, as TypeScript's own language service sees it. */
import ts from "typescript";
import type { CompletionAnswer, Match } from "../../wire/engine-protocol";
import { internals } from "../compile/internals";
import type { View } from "../compile/tslab";
import { described, kindOf } from "./kinds";
import { currentParameter } from "./parameters";
import { isInternal, meant, NEVER_CANCELLED } from "./view";
import { wordAt } from "./words";

const PREFERENCES: ts.UserPreferences = {
	includeCompletionsWithInsertText: true,
	includeAutomaticOptionalChainCompletions: true,
	quotePreference: "double",
};

/** Names that the kernel itself uses, those of declarations which later ones hide, and symbols, which have no name. */
const OURS = /\$\d+$|^(\$cell|\$module_|__gradlab|__tslab__|__prev__)|^gradlab-kernel$|^\[/;

/** So many get their signature: more, nobody reads. */
const SIGNED = 150;

interface Candidate extends Match {
	symbol?: ts.Symbol;
	start: number;
	end: number;
	/** 0 it begins with what is typed, 1 so it does in another case, 2 it holds it somewhere. */
	distance: number;
	order: string;
}

/** Completions, and whether they are names in scope: then others could be imported. */
export interface Found {
	answer: CompletionAnswer;
	inScope: ReadonlySet<string> | undefined;
}

/** @param position counts UTF-16 units of the code */
export function completionsAt(view: View, system: ts.System, code: string, position: number): Found {
	const nothing = { answer: { start: position, end: position, matches: [] }, inScope: undefined };
	const { program, file, begin } = view;
	if (internals.isInComment(file, begin + position) !== undefined || isInNumber(view, position)) return nothing;
	const info = internals.Completions.getCompletionsAtPosition(
		{ ...hostOf(system), getCompilationSettings: () => program.getCompilerOptions() },
		program,
		() => undefined,
		file,
		begin + position,
		PREFERENCES,
		undefined,
		ts.CompletionTriggerKind.Invoked,
		NEVER_CANCELLED,
		undefined,
		true,
	);
	if (info === undefined) return nothing;
	const checker = program.getTypeChecker();
	const word = wordAt(code, position);
	const candidates = info.entries.flatMap((entry): Candidate[] => {
		const span = entry.replacementSpan ?? info.optionalReplacementSpan;
		const [start, end] = span === undefined ? word : [span.start - begin, ts.textSpanEnd(span) - begin];
		if (start < 0 || start > position || end < position || OURS.test(entry.name)) return [];
		const text = entry.insertText ?? entry.name;
		// `?.name` takes the place of the dot as well.
		const typed = code.slice(start, position).replace(/^\.(?=.|$)/, "");
		const distance = distanceOf(entry.name, typed);
		if (distance === undefined) return [];
		const { symbol } = entry as { symbol?: ts.Symbol };
		if (symbol !== undefined && isInternal(symbol, checker)) return [];
		const kind = kindOf(entry.kind, meant(symbol, checker));
		return [{ text, kind, signature: "", start, end, distance, order: entry.sortText + entry.name, symbol }];
	});
	const nearest = nearestOf(candidates);
	for (const candidate of nearest.slice(0, SIGNED))
		Object.assign(candidate, described(candidate.symbol, candidate.kind, view));
	const begins = isBeginOfArgument(code, position) ? currentParameter(view, position) : undefined;
	if (begins !== undefined) nearest.unshift({ ...begins, start: position, end: position, distance: 0, order: "" });
	const isName = !info.isMemberCompletion && info.entries.some(({ name }) => name === "Promise");
	return {
		answer: { ...together(code, position, nearest) },
		inScope: isName ? new Set(info.entries.map(({ name }) => name)) : undefined,
	};
}

/** Behind a digit of a number no name can stand. */
function isInNumber({ file, begin }: View, position: number): boolean {
	if (position === 0) return false;
	const { kind } = internals.getTouchingPropertyName(file, begin + position - 1);
	return kind === ts.SyntaxKind.NumericLiteral || kind === ts.SyntaxKind.BigIntLiteral;
}

/** What begins with what is typed; where nothing does, what holds it. */
function nearestOf(candidates: readonly Candidate[]): Candidate[] {
	// `?.name` and `["a name"]` take the place of the dot: all of them or none, since there is one span for all.
	const start = Math.max(...candidates.map((candidate) => candidate.start));
	const near = candidates.some((candidate) => candidate.start === start && candidate.distance < 2);
	return candidates
		.filter((candidate) => candidate.start === start && (!near || candidate.distance < 2))
		.sort((a, b) => a.distance - b.distance || (a.order < b.order ? -1 : 1));
}

function distanceOf(name: string, typed: string): number | undefined {
	// A name in quotes fits what is typed without them.
	const bare = name.replace(/^["'`]/, "");
	if (name.startsWith(typed) || bare.startsWith(typed)) return 0;
	const [lower, small] = [bare.toLowerCase(), typed.toLowerCase()];
	return lower.startsWith(small) ? 1 : lower.includes(small) ? 2 : undefined;
}

const isBeginOfArgument = (code: string, position: number) =>
	/[(,]\s*$/.test(code.slice(0, position)) && !/^[\w$]/.test(code.slice(position));

/** One span for all of them, as Jupyter wants it: the texts are made longer where their own is shorter. */
function together(code: string, position: number, candidates: readonly Candidate[]): CompletionAnswer {
	const start = Math.min(position, ...candidates.map((candidate) => candidate.start));
	const end = Math.max(position, ...candidates.map((candidate) => candidate.end));
	const matches = candidates.map(({ start: from, end: to, text, kind, signature }) => ({
		text: code.slice(start, from) + text + code.slice(to, end),
		kind,
		signature,
	}));
	const seen = new Set<string>();
	return { start, end, matches: matches.filter(({ text }) => !seen.has(text) && seen.add(text)) };
}

/** What path completion asks of the files. */
const hostOf = (system: ts.System) => ({
	getCurrentDirectory: () => system.getCurrentDirectory(),
	useCaseSensitiveFileNames: () => system.useCaseSensitiveFileNames,
	fileExists: (file: string) => system.fileExists(file),
	readFile: (file: string) => system.readFile(file),
	directoryExists: (folder: string) => system.directoryExists(folder),
	getDirectories: (folder: string) => system.getDirectories(folder),
	readDirectory: (...args: Parameters<ts.System["readDirectory"]>) => system.readDirectory(...args),
});
