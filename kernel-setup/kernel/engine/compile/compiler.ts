/** From the text of a cell to a script, with its declarations carried from cell to cell. */
import ts from "typescript";
import type { Complaint } from "../errors/complaints";
import { addedBy } from "./augmentations";
import type { Earlier } from "./cell-program";
import { awaits } from "./checkpoints";
import { Declarations } from "./declarations";
import { refuseTooDeep, withinStack } from "./depth";
import { withoutExports } from "./exports";
import { syntaxErrors } from "./internals";
import { Rechecks } from "./rechecks";
import { declaredNames } from "./scopes";
import type { Tslab } from "./tslab";

/** A cell that is ready to run. */
export interface Script {
	/** The body of a function of `$cell` (run/variables.ts). */
	code: string;
	map: string;
	/** It awaits at its top level. */
	asynchronous: boolean;
	/** It has a value, that of its last expression. */
	hasValue: boolean;
	/** The names that each step of the cell defines, in order. */
	steps: string[][];
	/** The variables of earlier cells that it uses. */
	uses: string[];
	/** Makes the cell's declarations known to later cells. */
	commit(): void;
}

/** A script, or what is wrong and the names that the cell should have defined. */
export type Compiled = { script: Script } | { complaints: Complaint[]; names: string[] };

export class CellCompiler {
	private readonly declarations = new Declarations();
	private readonly rechecks: Rechecks;
	/** Names that a cell should have defined and has not: name → why. */
	private readonly missing = new Map<string, string>();
	/** Name → the cell that declared it. */
	private readonly cells = new Map<string, string>();

	constructor(private readonly tslab: Tslab) {
		this.rechecks = new Rechecks(() => tslab.kind);
	}

	/** @throws TooDeep */
	compile(code: string): Compiled {
		refuseTooDeep(code, this.tslab.kind);
		return withinStack(() => this.compileWhole(code));
	}

	private compileWhole(code: string): Compiled {
		const { declarations } = this;
		this.recheck();
		const before = declarations.earlier(addedBy(code));
		const { complaints, emitted } = this.tslab.convert(before, withoutExports(code, this.tslab.kind));
		if (emitted === undefined)
			return {
				complaints: complaints.map((each) => this.explained(each)),
				names: declaredNames(code, this.tslab.kind),
			};
		const commit = () => {
			const known = declarations.earlier();
			declarations.refer(emitted.references);
			const names = declarations.add(emitted.declarations, emitted.meaningOf);
			for (const name of names) {
				this.missing.delete(name);
				this.cells.set(name, code);
			}
			const now = declarations.earlier().declarations;
			const changed = [...names].filter(
				(name) => known.values.has(name) && known.declarations.get(name) !== now.get(name),
			);
			this.rechecks.note(withoutExports(code, this.tslab.kind), names, changed);
		};
		return {
			script: {
				...emitted,
				asynchronous: emitted.imports.length > 0 || awaitsAtTopLevel(code, this.tslab.kind),
				commit,
			},
		};
	}

	/** Names that were declared again may have changed what functions of earlier cells are. */
	private recheck(): void {
		const { declarations, missing } = this;
		this.rechecks.run({
			check: (text) => {
				const { complaints, emitted } = this.tslab.convert(declarations.earlier(), text);
				return { complaints: complaints.map((each) => this.explained(each)), emitted };
			},
			replace: (emitted, names) => {
				for (const name of names) missing.delete(name);
				return declarations.replace(emitted.declarations, emitted.meaningOf, names);
			},
			withdraw: (name, why) => {
				declarations.remove(new Set([name]));
				missing.set(name, why);
			},
		});
	}

	/** A cell did not define these names: whoever uses them is told so, and does not get what they were before. */
	withdraw(names: readonly string[], why: string): void {
		this.declarations.remove(new Set(names));
		this.rechecks.forget(names);
		for (const name of names) this.missing.set(name, why);
	}

	/** The declarations of the cells so far. */
	get declared(): Earlier {
		return this.declarations.earlier();
	}

	/** The text of the cell that declared a name. */
	cellOf(name: string): string | undefined {
		return this.cells.get(name);
	}

	isComplete(code: string): { status: "complete" | "incomplete" | "invalid"; indent?: string } {
		const { completed, indent } = this.tslab.isComplete(code);
		if (!completed) return { status: "incomplete", indent: indent ?? "" };
		const errors = syntaxErrors(`${MODULE}${code}`, this.tslab.kind);
		if (errors.some((error) => mayGoOn(error, code))) return { status: "incomplete", indent: "" };
		return { status: errors.length > 0 ? "invalid" : "complete" };
	}

	/** Says of a name that a failed cell should have defined why it is not there. */
	private explained(told: Complaint): Complaint {
		const complaint = { ...told, message: this.declarations.inWords(told.message) };
		const name = NAMES_NOT_FOUND.has(complaint.code) ? /'([^']+)'/.exec(complaint.message)?.[1] : undefined;
		const why = name === undefined ? undefined : this.missing.get(name);
		return why === undefined ? complaint : { ...complaint, message: `${name}: ${why}`, hint: undefined };
	}
}

/** Makes a module of a cell that is looked at by itself: `await` is then a word of the language. */
const MODULE = "export {};\n";

const UNTERMINATED_STRING = 1002;
const UNEXPECTED_END = 1126;
const STATEMENT_EXPECTED = 1128;
const UNTERMINATED_TEMPLATE = 1160;

/** What is wrong is that the text ends here: another line may make it right. */
function mayGoOn({ code, start = 0, length = 0 }: ts.Diagnostic, text: string): boolean {
	const at = start - MODULE.length;
	const end = text.trimEnd().length;
	if (code === UNTERMINATED_TEMPLATE || code === UNEXPECTED_END) return true;
	if (code === STATEMENT_EXPECTED) return at + length === end && /\b(export|import)$/.test(text.slice(at, end));
	// As with tslab: who leaves a line empty wants no more.
	return length === 0 && at >= end && code !== UNTERMINATED_STRING && !/(^|\n)\s*\n\s*$/.test(text);
}

/** "Cannot find name", "did you mean", a namespace, a shorthand property. */
const NAMES_NOT_FOUND = new Set([2304, 2503, 2552, 18004]);

function awaitsAtTopLevel(code: string, kind: ts.ScriptKind): boolean {
	if (!code.includes("await")) return false;
	return awaits(ts.createSourceFile("cell.ts", `${MODULE}${code}`, ts.ScriptTarget.Latest, true, kind));
}
