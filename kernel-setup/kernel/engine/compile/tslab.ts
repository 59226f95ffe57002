/**
 * tslab's converter, the engine of the kernel, served by the project's own TypeScript. Nothing else knows tslab.
 *
 * tslab 1.0.22 was written against a fork of TypeScript 5.0. The converter asks the fork for six functions that the
 * real package does not export; with these added, the same converter runs on TypeScript 6, which starts three times
 * faster and is the version that the rest of the project is checked with. tests/unit/tslab.test.ts says what breaks
 * when either of the two changes.
 */
import ts from "typescript";
import type { EnginePorts, TslabModules } from "../ports";
import { type Emitted, emitOnly, takeMap } from "./emit";
import { internals } from "./internals";
import { cellOptions, getPreEmitDiagnosticsOfFiles } from "./options";
import { WatchedFiles } from "./watched-files";

export interface Place {
	line: number;
	character: number;
}

export interface TslabDiagnostic {
	start: Place;
	end: Place;
	messageText: string;
	category: number;
	code: number;
	fileName?: string;
}

export interface Converted {
	diagnostics: TslabDiagnostic[];
	/** Undefined for a cell with diagnostics. */
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
	convert(previous: string, code: string): { diagnostics: TslabDiagnostic[]; output?: string };
	complete(previous: string, code: string, position: number): unknown;
}

interface ConverterModule {
	createConverter(options: { isJS: boolean; isBrowser: boolean }): Converter;
	isCompleteCode(code: string): { completed: boolean; indent?: string };
}

/** tslab puts one line before the cell's text. */
export const LINES_BEFORE_CELL = 1;

const isCell = (file: ts.SourceFile) => file.fileName.endsWith("/__tslab__.ts");

type Ports = Pick<EnginePorts, "files" | "typings" | "loadTslab">;

export class Tslab {
	private readonly watched: WatchedFiles;
	private readonly converterModule: ConverterModule;
	/** Shows what a cell displays through tslab's own API, where that is in reach. */
	readonly onDisplay: TslabModules["onDisplay"];
	private converter: Converter;
	/** The names of earlier cells, for the cell that is being converted. */
	private earlier: ReadonlySet<string> = new Set();
	/** What tslab has no room for: laid down while it converts, and taken after. */
	private emitted: (Emitted & { map: string }) | undefined;
	private viewed: View | undefined;

	constructor(private readonly ports: Ports) {
		this.watched = new WatchedFiles(ports.files);
		const { converter, onDisplay } = ports.loadTslab(this.standIn());
		this.converterModule = converter as ConverterModule;
		this.onDisplay = onDisplay;
		this.converter = this.createConverter();
	}

	private createConverter(): Converter {
		this.watched.clear();
		return this.converterModule.createConverter({ isJS: false, isBrowser: false });
	}

	/** After an exception inside the compiler tslab's converter is of no more use: the next question gets a new one. */
	private ask<T>(question: (converter: Converter) => T): T {
		this.watched.poll();
		try {
			return question(this.converter);
		} catch (error) {
			this.converter = this.createConverter();
			throw error;
		}
	}

	/**
	 * @param previous the declarations of all earlier cells
	 * @param earlier those of their names that have values
	 */
	convert(previous: string, earlier: ReadonlySet<string>, code: string): Converted {
		this.earlier = earlier;
		this.emitted = undefined;
		const { diagnostics, output } = this.ask((converter) => converter.convert(previous, code));
		return {
			diagnostics,
			emitted: this.emitted && { ...(this.emitted as Emitted & { map: string }), code: output ?? "" },
		};
	}

	/** A cell that need not be whole or right: for completion and inspection. */
	view(previous: string, code: string): View {
		this.viewed = undefined;
		this.ask((converter) => converter.complete(previous, code, 0));
		return this.viewed as unknown as View;
	}

	/** Whether a line break ends the input; otherwise how the next line is indented. */
	isComplete(code: string): { completed: boolean; indent?: string } {
		return this.converterModule.isCompleteCode(code);
	}

	/** The compiler, as tslab's converter wants it. */
	private standIn(): object {
		const { files, typings } = this.ports;
		const { watchFile, watchDirectory } = this.watched;
		return {
			...ts,
			sys: { ...files.system, watchFile, watchDirectory },
			createWatchCompilerHost: (names: string[], options: ts.CompilerOptions, ...rest: unknown[]) =>
				watchHost(names, { ...options, ...cellOptions(typings) }, rest, (builder) =>
					emitOnly(
						isCell,
						builder,
						() => this.earlier,
						(emitted) => {
							this.emitted = { ...emitted, map: "{}" };
						},
					),
				),
			transpileModule: (input: string) => {
				const output = takeMap(input);
				if (this.emitted !== undefined) this.emitted.map = output.map;
				return output;
			},
			getDefaultTypeRoots: () => [...typings.roots],
			getPreEmitDiagnosticsOfFiles,
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
}

type WatchHost = ts.WatchCompilerHostOfFilesAndCompilerOptions<ts.BuilderProgram>;

/** The host of the program that is rebuilt for each cell. */
function watchHost(
	names: string[],
	options: ts.CompilerOptions,
	rest: unknown[],
	built: (builder: ts.BuilderProgram) => void,
): WatchHost {
	const create = ts.createWatchCompilerHost as unknown as (...args: unknown[]) => WatchHost;
	const host = create(names, options, ...rest);
	ignoreTimerOfFailedLookups(host);
	let taken: WatchHost["afterProgramCreate"];
	Object.defineProperty(host, "afterProgramCreate", {
		get: () => taken,
		set: (take: (builder: ts.BuilderProgram) => void) => {
			taken = (builder) => {
				built(builder);
				take(builder);
			};
		},
	});
	return host;
}

/**
 * The compiler sets a timer before it looks again for modules that it did not find, and tslab knows of one timer only,
 * the one that rebuilds. It looks again at the next rebuild anyway, which is at the next cell.
 */
function ignoreTimerOfFailedLookups(host: WatchHost): void {
	const { setTimeout, clearTimeout } = host;
	const ignored = {};
	host.setTimeout = (callback, delay, ...args) =>
		args[0] === "timerToInvalidateFailedLookupResolutions" ? ignored : setTimeout?.(callback, delay, ...args);
	host.clearTimeout = (timer) => {
		if (timer !== ignored) clearTimeout?.(timer);
	};
}
