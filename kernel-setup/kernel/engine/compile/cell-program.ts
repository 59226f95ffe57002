/**
 * The program of a cell, in the place of the one that TypeScript would rebuild for each cell.
 *
 * TypeScript can check nothing but a whole program, and its checker begins by merging the whole library: more than a
 * trivial cell costs in all. But a checker takes any file that is parsed and bound, and a cell, being a module, adds
 * nothing to what others see. So one checker stays, and each cell is a new file that is shown to it; the names of earlier
 * cells are the scope around it. What a checker remembers of cells that are gone is dropped with it, now and then.
 */
import ts from "typescript";
import type { Files, Typings } from "../ports";
import { isAugmentation } from "./augmentations";
import { takeDirectives } from "./directives";
import { EarlierNames } from "./earlier-names";
import { bindAsFileOfProgram } from "./internals";
import { LoadedFiles } from "./loaded-files";
import { specifiersIn } from "./resolutions";

/** What earlier cells declared. */
export interface Earlier {
	/** Name → what declares it. */
	declarations: ReadonlyMap<string, string>;
	/** The names among them that have values. */
	values: ReadonlySet<string>;
	/** What they add to the global scope and to modules. */
	augmentations: string;
}

export const NOTHING_EARLIER: Earlier = { declarations: new Map(), values: new Set(), augmentations: "" };

/** How much text a checker is shown, in characters, before a new one takes its place. */
const RENEWAL = 300_000;

/** A program and the cell in it, as far as tslab uses a `ts.BuilderProgram`. */
export interface CellBuilder {
	cell: ts.SourceFile;
	/** What tslab calls the cell's file. */
	name: string;
	/** The modules that it leads to and somebody here has written. */
	sources: readonly ts.SourceFile[];
	getProgram(): ts.Program;
	getSourceFile(name: string): ts.SourceFile | undefined;
	getAllDependencies(file: ts.SourceFile): string[];
	emit: ts.Program["emit"];
}

interface Home {
	options: ts.CompilerOptions;
	system: ts.System;
	files: Files;
	typings: Typings;
	/** How cells are read. */
	kind: ts.ScriptKind;
	/** What tslab calls the file of the cell, and that of the declarations of earlier cells. */
	cellName: string;
	earlierName: string;
}

/** Counts cells, those of all programs: a checker may outlive the program that it was made for. */
let generation = 0;

export class CellProgram {
	private readonly loaded: LoadedFiles;
	private readonly earlier: EarlierNames;
	private program: ts.Program | undefined;
	private shown = 0;

	constructor(private readonly home: Home) {
		const { options, system, files, typings, earlierName } = home;
		this.earlier = new EarlierNames(earlierName, options);
		this.loaded = new LoadedFiles(options, system, files, typings, this.earlier.scope);
	}

	/** Forgets what the checker remembers. */
	renew(): void {
		this.program = this.loaded.renew();
		this.shown = 0;
	}

	build(text: string, { declarations, augmentations }: Earlier): CellBuilder {
		const { earlier, loaded } = this;
		const { options, system, cellName, earlierName } = this.home;
		// The checker keeps its complaints by the names of files, and knows a complaint that it has made.
		const name = cellName.replace(/\.ts$/, `${++generation}.ts`);
		const { cell, specifiers, augmented, augments } = this.parse(name, text);
		earlier.update(declarations);
		const wanted = { folder: system.getCurrentDirectory(), augmentations };
		const imported = specifiers.map((specifier) => specifier.text);
		const names = [...new Set([...imported, ...augmented, ...earlier.specifiers])];
		let program = loaded.programFor({ ...wanted, specifiers: names, cell: augments ? cell : undefined });
		this.shown = program === this.program ? this.shown + text.length : 0;
		if (this.shown > RENEWAL) {
			program = loaded.renew();
			this.shown = 0;
		}
		this.program = program;
		loaded.lend(program, earlierName);
		if (!augments) {
			loaded.lend(program, name);
			bindAsFileOfProgram(cell, name, options, specifiers);
		}
		const declared = this.emptyFile();
		Object.assign(declared, { parent: earlier.scope });
		const sources = loaded.sourcesOf(imported);
		const byName = new Map([...sources, declared].map((file) => [file.fileName, file]));
		byName.set(cellName, cell).set(earlierName, declared);
		return {
			cell,
			name: cellName,
			sources: sources.filter(({ fileName }) => !fileName.includes("/node_modules/")),
			getProgram: () => program,
			getSourceFile: (file) => byName.get(file) ?? program.getSourceFile(file),
			getAllDependencies: () => [cellName, ...sources.map(({ fileName }) => fileName)],
			emit: (file, write, ...rest) => {
				const named: ts.WriteFileCallback = (output, ...content) =>
					write?.(`${options.outDir}/__tslab__${output.endsWith(".d.ts") ? ".d.ts" : ".js"}`, ...content);
				return program.emit(file, named, ...rest);
			},
		};
	}

	private parse(name: string, text: string) {
		const { target = ts.ScriptTarget.Latest, jsx } = this.home.options;
		const cell = ts.createSourceFile(name, text, target, undefined, this.home.kind);
		takeDirectives(cell);
		const directives = [...cell.referencedFiles, ...cell.typeReferenceDirectives, ...cell.libReferenceDirectives];
		// A file of the program imports by itself what its JSX needs.
		const hasJsx = jsx === ts.JsxEmit.ReactJSX && /<\/|\/\s*>/.test(text);
		const augmentations = cell.statements.filter(isAugmentation);
		const augmented = augmentations.flatMap(({ name }) => (ts.isStringLiteral(name) ? name.text : []));
		const augments = directives.length > 0 || hasJsx || augmentations.length > 0;
		return { cell, specifiers: specifiersIn(cell), augmented, augments };
	}

	/** tslab takes what earlier cells declared from a file, and writes it anew; here it is none of its business. */
	private emptyFile(): ts.SourceFile {
		const { earlierName, options } = this.home;
		const file = ts.createSourceFile(earlierName, "export {};\n", ts.ScriptTarget.Latest);
		bindAsFileOfProgram(file, earlierName, options);
		return file;
	}
}
