/** What the engine needs of the world it runs in. kernel/node gives it under Node; a worker can give it in a browser. */
import type ts from "typescript";
import type { EngineRequest, FromEngine } from "../wire/engine-protocol";

/** The files that cells import and the compiler reads. */
export interface Files {
	/** The compiler's view of them: under Node its own, `ts.sys`. */
	readonly system: ts.System;
	/** Another text after every edit; undefined where there is no such file. */
	version(file: string): string | undefined;
}

/** Where the compiler finds what cells take for granted. */
export interface Typings {
	/** Folders of packages of declarations: `node` and `gradlab-kernel` are among them. */
	readonly roots: readonly string[];
	/** TypeScript's declarations of the language as it runs here: `lib.es2023.d.ts`, … */
	readonly language: readonly string[];
	/** Folders whose files do not change while the kernel runs, beside every node_modules. */
	readonly installed: readonly string[];
	/** What can be imported from any folder: name → file of declarations. */
	readonly libraries: Readonly<Record<string, string>>;
	/** Those whose names are offered before a cell imports them: names of one library, the usual one first. */
	readonly offered: readonly string[];
}

/** What `compile/tslab.ts` takes from tslab; it describes the rest. */
export interface TslabModules {
	readonly converter: unknown;
	/** Shows what a cell displays through tslab's own API, where that is in reach. */
	onDisplay(show: (content: object, update: boolean) => void): void;
}

/** The text behind code that runs, for tracebacks. */
export interface Source {
	/** How a traceback calls it: `cell 4`, `my-gates.ts`. */
	label: string;
	/** Source maps as JSON, the first one for the code that ran. */
	maps: string[];
	/** Lines that stand before the text in what the compiler saw. */
	lineOffset: number;
	/** How many lines of the JavaScript are the author's; what follows is the kernel's. */
	lines?: number;
	/** The text, where a traceback should quote it. */
	text?: string;
}

/** How a cell reaches modules. */
export interface CellModules {
	/** Loads what has to be waited for before `module` can give it; undefined where nothing has to. */
	prepare(specifier: string): Promise<void> | undefined;
	/** What `import` loads. */
	module(specifier: string): unknown;
	/** Whether the module is what an import would give now: false once its file, or one that it imports, was edited. */
	isCurrent(specifier: string, module: unknown): boolean;
	/** The `require` that a cell finds. */
	require(specifier: string): unknown;
	readonly folder: string;
	/** The notebook, where the client has told its name; otherwise as if the cell were a file in that folder. */
	readonly file: string;
	/** `import.meta` */
	readonly meta: object;
}

/** Modules that cells import. */
export interface Modules {
	/** What the next cell finds: `require` and the like, from the folder of the notebook. */
	forCell(): CellModules;
	/** Takes the options of a tsconfig. */
	configure(options: ts.CompilerOptions): void;
	/** Drops what was being loaded when its cell was interrupted: the next import loads it afresh. */
	abandon(): void;
	/** Drops what was edited, and whatever imports it: the next import loads it afresh. */
	forgetEdited(): void;
	/** The source of a file that was loaded as a module; undefined where it is nobody's here. */
	sourceOf(file: string): Source | undefined;
}

/** One run of a cell, as the code that runs in it sees itself. */
export interface CellRun {
	/** The host's number for the execute request. */
	readonly id: number;
	/** Set when the run was interrupted: whatever of it is still to come must not run. */
	cancelled: boolean;
}

/** Follows a run through timers, promises and events, as well as the home can: an AsyncLocalStorage. */
export interface RunContext {
	run<R>(run: CellRun, f: () => R): R;
	getStore(): CellRun | undefined;
}

/** What each number of the flags says, by index. */
export const Flag = {
	/** The cell that is to be interrupted; 0 when none is. Loops look at it each time round. */
	interrupt: 0,
	/** For the home's own use. */
	home: 1,
	/** 1 once any cell was interrupted: what goes on after an `await` must then look whether it still may. */
	cancelled: 2,
} as const;

/** How the host's word reaches a cell that keeps the engine busy. */
export interface Interrupts {
	/** Three numbers, seen by all threads; `Flag` says what each is. */
	readonly flags: Int32Array;
	/**
	 * Calls `take` with that cell as soon as the event loop turns. Where it does not turn, the home may end what runs.
	 * @param mayEnd false while the kernel is at work for itself
	 */
	listen(take: (cell: number) => void, mayEnd: () => boolean): void;
}

export interface EnginePorts {
	readonly files: Files;
	readonly typings: Typings;
	/** Loads tslab with this compiler in the place of the one that it asks for. */
	loadTslab(compiler: object): TslabModules;
	readonly modules: Modules;
	/**
	 * Runs a script in the global scope, under this name in stack traces; returns the value of its one expression.
	 * @throws whatever it throws, and Interrupted where an interrupt ended it from outside
	 */
	runScript(code: string, name: string): unknown;
	readonly context: RunContext;
	readonly interrupts: Interrupts;
	/** Resolves after a turn of the event loop: what promises and rejections had to say is said by then. */
	turn(): Promise<void>;
	/** Hears of errors and rejections that nobody caught, and of whose they are, where that is known. */
	onUncaught(take: (error: unknown, run: CellRun | undefined) => void): void;
	/** What of the home the engine uses and a cell could replace: name → object. */
	readonly belongings: Readonly<Record<string, object>>;
	/** Ends the engine. */
	exit(): void;
	/** Hears that the process is about to end, in the code that ends it. */
	onLeaving(take: () => void): void;
	/** Sends what is printed by console, and by whatever else prints, to `print`. */
	redirectPrinting(print: (name: "stdout" | "stderr", text: string) => void): void;
	/** Returns when it is out, so that nothing is lost if the next line ends the engine. */
	say(message: FromEngine): void;
	/**
	 * Calls `take` for each request, each in a turn of the event loop of its own.
	 * @param guard does its work with the language as it was before any cell ran
	 */
	listen(take: (request: EngineRequest) => void, guard: (work: () => void) => void): void;
	/**
	 * Blocks until the host answers an `input` message; null where nobody can.
	 * @param giveUp called at now and then: throws where the wait is over
	 */
	waitForInput(giveUp: () => void): string | null;
	/** A value as text, as `util.inspect` writes it. */
	inspect(value: unknown, depth?: number): string;
}

/** Thrown by `runScript`. */
export class Interrupted extends Error {}
