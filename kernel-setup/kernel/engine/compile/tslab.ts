/**
 * tslab's converter, the engine of the kernel, served by the project's own TypeScript. Nothing else knows tslab.
 *
 * tslab 1.0.22 was written against a fork of TypeScript 5.0. The converter asks the fork for six functions that the
 * real package does not export; with these added, the same converter runs on TypeScript 6, which starts three times
 * faster and is the version that the rest of the project is checked with. tests/unit/tslab.test.ts says what breaks
 * when either of the two changes.
 */
import ts from "typescript";
import type { Complaint } from "../errors/complaints";
import type { EnginePorts, TslabModules } from "../ports";
import { type CellBuilder, CellProgram, type Earlier, NOTHING_EARLIER } from "./cell-program";
import { complaintOf, diagnosticsOf } from "./diagnostics";
import { type Emitted, emitOnly, forgetAugmentations, mapIn } from "./emit";
import { hintFor } from "./hints";
import { internals } from "./internals";
import { cellOptions, codeOptions, kindOfCell, wantsAnnotations } from "./options";
import { hasChanged, readTsconfig, type Tsconfig } from "./tsconfig";

export interface Converted {
	/** What is wrong with the cell and with the files that it imports. */
	complaints: Complaint[];
	/** Undefined for a cell with complaints. */
	emitted: (Emitted & { code: string; map: string }) | undefined;
}

/** A cell that is being written, as the compiler sees it. */
export interface View {
	program: ts.Program;
	/** The names of earlier cells are in its scope. */
	file: ts.SourceFile;
	/** Where in the file the cell's text begins. */
	begin: number;
}

/** What tslab's converter returns. It has no type declarations of its own that can be imported. */
interface Converter {
	convert(previous: string, code: string): { output?: string };
	complete(previous: string, code: string, position: number): unknown;
}

interface ConverterModule {
	createConverter(options: { isJS: boolean; isBrowser: boolean }): Converter;
	isCompleteCode(code: string): { completed: boolean; indent?: string };
}

type Ports = Pick<EnginePorts, "files" | "typings" | "loadTslab">;

export class Tslab {
	private readonly converterModule: ConverterModule;
	/** Shows what a cell displays through tslab's own API, where that is in reach. */
	readonly onDisplay: TslabModules["onDisplay"];
	private converter: Converter;
	private program: CellProgram | undefined;
	/** The cell that is being converted, and what comes before it. */
	private builder: CellBuilder | undefined;
	private earlier: Earlier = NOTHING_EARLIER;
	/** What tslab has no room for: laid down while it converts, and taken after. */
	private found: readonly ts.Diagnostic[] = [];
	private emitted: (Emitted & { map: string }) | undefined;
	private viewed: View | undefined;

	private tsconfig: Tsconfig;
	/** The names that the library exports. */
	private library: Set<string> | undefined;

	constructor(private readonly ports: Ports) {
		const { files } = ports;
		this.tsconfig = readTsconfig(files.system.getCurrentDirectory(), files);
		const { converter, onDisplay } = ports.loadTslab(this.standIn());
		this.converterModule = converter as ConverterModule;
		this.onDisplay = onDisplay;
		this.converter = this.createConverter();
	}

	private createConverter(): Converter {
		return this.converterModule.createConverter({ isJS: false, isBrowser: false });
	}

	/** What the tsconfig says of the code that is made of modules, and what is wrong with it. */
	get configuration(): { options: ts.CompilerOptions; complaints: readonly string[] } {
		const { options, complaints } = this.tsconfig;
		return { options: codeOptions(options), complaints };
	}

	/** Reads the tsconfig again if it was edited; tells whether it was. */
	reconfigure(): boolean {
		const { files } = this.ports;
		if (!hasChanged(this.tsconfig, files)) return false;
		this.tsconfig = readTsconfig(files.system.getCurrentDirectory(), files);
		this.program = undefined;
		this.converter = this.createConverter();
		return true;
	}

	get kind(): ts.ScriptKind {
		return kindOfCell(this.tsconfig.options);
	}

	/** After an exception inside the compiler tslab's converter is of no more use: the next question gets a new one. */
	private ask<T>(earlier: Earlier, question: (converter: Converter) => T): T {
		this.earlier = earlier;
		try {
			return question(this.converter);
		} catch (error) {
			this.program?.renew();
			this.converter = this.createConverter();
			throw error;
		}
	}

	convert(earlier: Earlier, code: string): Converted {
		this.emitted = undefined;
		this.found = [];
		const { output } = this.ask(earlier, (converter) => converter.convert("", code));
		const folder = this.ports.files.system.getCurrentDirectory();
		const { builder, found } = this;
		const complaints = found.flatMap(
			(each) => complaintOf(each, builder?.cell, folder, this.hint(each, builder?.getProgram())) ?? [],
		);
		const emitted = this.emitted as (Emitted & { map: string }) | undefined;
		return { complaints, emitted: complaints.length > 0 ? undefined : emitted && { ...emitted, code: output ?? "" } };
	}

	private hint(diagnostic: ts.Diagnostic, program: ts.Program | undefined): string | undefined {
		const [module] = this.ports.typings.offered;
		const has = (name: string) => {
			if (module === undefined) return false;
			this.library ??= new Set(exportedNames(this.view(NOTHING_EARLIER, `import ${JSON.stringify(module)};`)));
			return this.library.has(name);
		};
		return program && hintFor(diagnostic, program.getTypeChecker(), { has, module });
	}

	/** A cell that need not be whole or right: for completion and inspection. */
	view(earlier: Earlier, code: string): View {
		this.viewed = undefined;
		this.ask(earlier, (converter) => converter.complete("", code, 0));
		return this.viewed as unknown as View;
	}

	/** Whether a line break ends the input; otherwise how the next line is indented. */
	isComplete(code: string): { completed: boolean; indent?: string } {
		return this.converterModule.isCompleteCode(code);
	}

	/** The compiler, as tslab's converter wants it. */
	private standIn(): object {
		const { files, typings } = this.ports;
		return {
			...ts,
			sys: { ...files.system, watchFile: () => NO_WATCHER },
			createWatchCompilerHost: (names: string[], options: ts.CompilerOptions, system: ts.System): CellHost => ({
				names,
				options: { ...options, ...cellOptions(typings, this.tsconfig.options) },
				system,
			}),
			createWatchProgram: (host: CellHost) => this.watch(host),
			transpileModule: (input: string) => {
				// ES module → CommonJS: the first step has done it already.
				if (this.emitted !== undefined) this.emitted.map = mapIn(input);
				return { outputText: input };
			},
			getDefaultTypeRoots: () => [...typings.roots],
			// tslab passes over what stands outside the notebook's folder: what is found is taken from here.
			getPreEmitDiagnosticsOfFiles: (program: ts.Program) => {
				const { cell, sources } = this.builder as CellBuilder;
				this.found = diagnosticsOf(program, [cell, ...sources], wantsAnnotations(this.tsconfig.options));
				return this.found.map((each) => this.asTslabKnowsIt(each));
			},
			getNullTransformationContext: () => internals.nullTransformationContext,
			// What tslab asks of these two is asked of the compiler itself (help/): here they only lay down what it has.
			getQuickInfoAtPosition: () => undefined,
			Completions: {
				getCompletionsAtPositionForTslab: (
					_host: unknown,
					program: ts.Program,
					_log: unknown,
					file: ts.SourceFile,
					begin: number,
				) => {
					this.viewed = { program, file, begin };
				},
			},
		};
	}

	/** Stands for the program that is rebuilt for each cell: tslab says that its files changed, and has a timer rebuild it. */
	private watch(host: CellHost): { close(): void } {
		const { options, system, names } = host;
		const [earlierName, cellName] = names;
		const { files, typings } = this.ports;
		this.program ??= new CellProgram({ options, system, files, typings, cellName, earlierName, kind: this.kind });
		const { program } = this;
		let timer: unknown;
		const rebuild = () => {
			timer = undefined;
			const builder = program.build(system.readFile(cellName) ?? "", this.earlier);
			this.builder = builder;
			forgetAugmentations(builder.cell);
			emitOnly(
				(file) => file === builder.cell,
				builder as unknown as ts.BuilderProgram,
				() => this.earlier.values,
				(emitted) => {
					this.emitted = { ...emitted, map: "{}" };
				},
			);
			host.afterProgramCreate?.(builder);
		};
		for (const name of names)
			system.watchFile?.(name, () => {
				if (timer !== undefined) system.clearTimeout?.(timer);
				timer = system.setTimeout?.(rebuild, 0);
			});
		host.afterProgramCreate?.({}); // what is there before the first cell nobody asks for
		return { close: () => undefined };
	}

	/** tslab has one name for the file of every cell. */
	private asTslabKnowsIt(diagnostic: ts.Diagnostic): ts.Diagnostic {
		const { cell, name } = this.builder ?? {};
		if (cell === undefined || diagnostic.file !== cell) return diagnostic;
		return { ...diagnostic, file: Object.create(cell, { fileName: { value: name } }) };
	}
}

/** What the module exports that a cell imports. */
function exportedNames({ program, file }: View): string[] {
	const checker = program.getTypeChecker();
	const declaration = file.statements.find(ts.isImportDeclaration);
	const module = declaration && checker.getSymbolAtLocation(declaration.moduleSpecifier);
	return module === undefined ? [] : checker.getExportsOfModule(module).map(({ name }) => name);
}

const NO_WATCHER: ts.FileWatcher = { close: () => undefined };

/** What tslab hands from one call to the next. */
interface CellHost {
	names: string[];
	options: ts.CompilerOptions;
	system: ts.System;
	/** tslab sets it. */
	afterProgramCreate?(builder: object): void;
}
