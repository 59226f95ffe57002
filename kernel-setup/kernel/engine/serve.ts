/** The engine: compiles and runs cells for the host. */
import type {
	CommAnswer,
	EngineRequest,
	ErrorReport,
	ExecuteAnswer,
	MimeBundle,
	ObserveAnswer,
	RestoreAnswer,
} from "../wire/engine-protocol";
import { CellCompiler, type Compiled, type Script } from "./compile/compiler";
import { importsOf } from "./compile/imports";
import { Tslab } from "./compile/tslab";
import { compileReport } from "./errors/complaints";
import { Sources } from "./errors/sources";
import { Tracebacks } from "./errors/tracebacks";
import { Help } from "./help/help";
import { type CellRun, type EnginePorts, Flag } from "./ports";
import { installInterrupts, KeyboardInterrupt } from "./run/interrupts";
import { Intrinsics, Ruined } from "./run/intrinsics";
import { Runner } from "./run/runner";
import { Runs } from "./run/runs";
import { displayMethodOf } from "./show/bundle";
import { Comms } from "./show/comms";
import { Displays } from "./show/display";
import { promptFor } from "./show/prompt";
import { sliderFor } from "./show/slider";

// Taken before any cell runs: a cell may replace them.
const { load, store } = Atomics;

const NO_CELL = -1;

/** What of the library the engine uses, where there is one. */
interface Library {
	observe(answer: unknown, plan: unknown): object;
}

type ExecuteRequest = EngineRequest & { op: "execute" };

/** Serves until the engine's process or worker is ended. */
export function serve(ports: EnginePorts): void {
	const engine = new Engine(ports);
	engine.install();
	ports.listen(
		async (request) => ports.say({ type: "answer", id: request.id, content: await engine.answer(request) }),
		(work) => engine.guard(work),
	);
	ports.say({ type: "ready" });
}

class Engine {
	private readonly runs: Runs;
	private readonly tracebacks: Tracebacks;
	private readonly compiler: CellCompiler;
	private readonly help: Help;
	private readonly runner: Runner;
	private readonly displays: Displays;
	private readonly intrinsics: Intrinsics;
	private readonly comms: Comms;
	private readonly tslab: Tslab;
	/** What is wrong with the tsconfig: said once, under the next cell. */
	private untold: readonly string[] = [];

	constructor(private readonly ports: EnginePorts) {
		const sources = new Sources((file) => ports.modules.sourceOf(file));
		this.runs = new Runs(ports.context);
		this.tracebacks = new Tracebacks(sources, ports);
		const tslab = new Tslab(ports);
		this.tslab = tslab;
		this.compiler = new CellCompiler(tslab);
		this.help = new Help(ports, tslab, this.compiler);
		this.intrinsics = new Intrinsics(ports.belongings);
		this.runner = new Runner(ports, this.runs, sources, this.intrinsics);
		const inspect: EnginePorts["inspect"] = (value, depth) => this.tracebacks.readable(ports.inspect(value, depth));
		this.displays = new Displays({ ...ports, inspect }, this.runs);
		this.comms = new Comms(ports, this.runs);
		tslab.onDisplay((content, update) => this.displays.fromTslab(content, update));
	}

	/** Puts what cells take for granted into reach, and warms the compiler up. */
	install(): void {
		const { ports, runs, displays, comms } = this;
		Object.assign(globalThis, {
			display: displays.api(),
			progress: displays.progress(),
			comms: comms.api(),
			slider: sliderFor({
				comms,
				displays,
				runs,
				explain: (error) => this.tracebacks.reportOf(error).traceback.join("\n"),
			}),
			clearOutput: (options?: { wait?: boolean }) => displays.clearOutput(options),
			prompt: promptFor(ports, runs),
			[Symbol.for("gradlab.variables")]: this.runner.view(),
			// The library asks by this symbol where an answer to an exercise went wrong.
			[Symbol.for("gradlab.where")]: (thrown: unknown) => this.tracebacks.whereThrown(thrown),
		});
		installInterrupts(ports.interrupts, runs, this.runner, this.intrinsics);
		ports.redirectPrinting((name, text) =>
			ports.say({ type: "stream", cell: runs.owner(), name, text: this.tracebacks.readable(text) }),
		);
		ports.onUncaught((error, run) => this.atTheTop(error, run));
		ports.onLeaving(() => ports.say({ type: "leaving", cell: runs.owner() }));
		this.takeConfiguration();
		const value = (error: unknown, frames: readonly object[]) => this.tracebacks.stackOf(error, frames);
		Object.defineProperty(Error, "prepareStackTrace", { value, writable: true, configurable: true });
		this.intrinsics.note();
		this.compiler.compile("");
	}

	private takeConfiguration(): void {
		const { options, complaints } = this.tslab.configuration;
		this.ports.modules.configure(options);
		this.untold = complaints;
	}

	/** An edited tsconfig holds from the next cell on. */
	private reconfigure(cell: number): void {
		if (this.tslab.reconfigure()) this.takeConfiguration();
		if (this.untold.length === 0) return;
		const text = `${this.untold.join("\n")}\nThe cells run with what else it says.\n`;
		this.untold = [];
		this.ports.say({ type: "stream", cell, name: "stderr", text });
	}

	/** Cells are checked against modules as they are, and run with them as they were imported. */
	private tellOutdated(script: Script, cell: number): void {
		this.guard(() => {
			for (const [specifier, names] of this.runner.outdated(script)) {
				const text = `"${specifier}" was edited after it was imported: ${names.join(", ")} will run as before the edit until a cell imports it again.\n`;
				this.ports.say({ type: "stream", cell, name: "stderr", text });
			}
		});
	}

	/** @see Intrinsics.guard; what cannot be guarded any more ends the engine. */
	guard<T>(work: () => T): T {
		try {
			return this.intrinsics.guard(work);
		} catch (error) {
			if (error instanceof Ruined) this.leave(error.message);
			throw error;
		}
	}

	async answer(request: EngineRequest): Promise<unknown> {
		try {
			return await this.answerTo(request);
		} catch (error) {
			return request.op === "execute" || request.op === "observe"
				? { error: this.reportOf(error) }
				: nothingFor(request);
		}
	}

	/** A cell has made it impossible to go on. */
	private leave(what: string): void {
		const why = `A cell has changed what all code needs, the kernel's included: ${what}. The TypeScript process was ended.`;
		this.ports.say({ type: "leaving", cell: this.runs.owner(), why });
		this.ports.exit();
	}

	private reportOf(error: unknown): ErrorReport {
		return this.guard(() => this.tracebacks.reportOf(error));
	}

	private answerTo(request: EngineRequest): unknown {
		switch (request.op) {
			case "execute":
				return this.execute(request);
			case "complete":
				return this.guard(() => this.help.complete(request.code, request.position));
			case "inspect": {
				const data = this.guard(() => this.help.inspect(request.code, request.position, request.detail));
				return { found: data !== undefined, data: data ?? {} };
			}
			case "is_complete":
				return this.guard(() => this.compiler.isComplete(request.code));
			case "comm":
				return this.hear(request);
			case "restore":
				return this.restore(request.imports);
			case "observe":
				return this.observe(request);
		}
	}

	/** Lets the library look at an answer. What it returns is data: who judges it is elsewhere. */
	private async observe({ cell, count, code, plan }: EngineRequest & { op: "observe" }): Promise<ObserveAnswer> {
		const label = `cell ${count}`;
		const compiled = this.compile(code);
		if ("complaints" in compiled)
			return { error: compileReport(compiled.complaints, label, code, (file) => this.textOf(file)) };
		const result = await this.runner.run(compiled.script, cell, label, code, () => undefined);
		let seen: string | undefined;
		await this.runner.call(cell, () => {
			const { observe } = this.ports.modules.forCell().module("gradlab/course") as Library;
			const instances = this.guard(() => JSON.parse(plan));
			// The answer runs in here: in the learner's world, where it can be interrupted.
			const found = observe(result?.value, instances);
			seen = this.guard(() => JSON.stringify(found));
		});
		return { seen, imports: this.guard(() => importsOf(code)) };
	}

	/** A front end's message: a turn of the learner's code. */
	private async hear(request: EngineRequest & { op: "comm" }): Promise<CommAnswer> {
		let answer: CommAnswer = {};
		try {
			await this.runner.call(request.cell, () => {
				const heard = this.comms.hear(request);
				answer = heard.answer;
				return Promise.all(heard.pending);
			});
		} catch (error) {
			this.ports.say({ type: "error", cell: request.cell, error: this.tracebacks.reportOf(error) });
		}
		return answer;
	}

	private async execute(request: ExecuteRequest): Promise<ExecuteAnswer> {
		const answer: ExecuteAnswer = {};
		try {
			const label = `cell ${request.count}`;
			this.guard(() => this.reconfigure(request.cell));
			const compiled = this.compile(request.code);
			const withdraw = (names: string[], ran = "did not run to its end") => {
				const why = `${label} ${ran}: its error is above`;
				this.compiler.withdraw(names, why);
				this.runner.withdraw(names, why);
			};
			if ("complaints" in compiled) {
				return this.guard(() => {
					withdraw(compiled.names, "did not run");
					return { error: compileReport(compiled.complaints, label, request.code, (file) => this.textOf(file)) };
				});
			}
			this.tellOutdated(compiled.script, request.cell);
			const result = await this.runner.run(compiled.script, request.cell, label, request.code, withdraw);
			if (result?.value !== undefined && !this.guard(() => this.displays.isShown(result.value))) {
				const data = await this.shown(result.value, request.cell);
				answer.text = typeof data["text/plain"] === "string" ? data["text/plain"] : undefined;
				this.ports.say({ type: "result", cell: request.cell, data });
			}
		} catch (error) {
			return { error: this.reportOf(error) };
		}
		answer.imports = this.guard(() => importsOf(request.code));
		answer.expressions = await this.evaluate(request);
		return answer;
	}

	/** @throws KeyboardInterrupt also where the value was shown without what was interrupted */
	private async shown(value: unknown, cell: number): Promise<MimeBundle> {
		const { flags } = this.ports.interrupts;
		const data = await this.bundleOf(value);
		if (load(flags, Flag.interrupt) !== cell) return data;
		store(flags, Flag.interrupt, 0);
		throw new KeyboardInterrupt();
	}

	/** What shows itself does so in the learner's world, everything else in the kernel's. */
	private bundleOf(value: unknown): MimeBundle | Promise<MimeBundle> {
		const bundle = () => this.displays.bundleOf(value);
		return displayMethodOf(value) === undefined ? this.guard(bundle) : bundle();
	}

	private compile(code: string): Compiled {
		return this.guard(() => {
			this.ports.modules.forgetEdited();
			return this.compiler.compile(code);
		});
	}

	/** user_expressions: each one gets a value or an error, and leaves no trace in the state. */
	private async evaluate({ cell, expressions }: ExecuteRequest): Promise<Record<string, unknown>> {
		// Without a prototype: an expression may be called __proto__.
		const values: Record<string, unknown> = { __proto__: null };
		const names = this.guard(() => Object.keys(expressions));
		for (let k = 0; k < names.length; k++) {
			const name = names[k];
			const expression = expressions[name];
			try {
				const compiled = this.compile(`(${expression})`);
				if ("complaints" in compiled)
					throw compileReport(compiled.complaints, "expression", expression, (file) => this.textOf(file));
				const script = { ...compiled.script, commit: () => undefined };
				const result = await this.runner.run(script, cell, "expression", expression, () => undefined);
				values[name] = { status: "ok", data: await this.shown(result?.value, cell), metadata: {} };
			} catch (error) {
				values[name] = {
					status: "error",
					...(error instanceof Error ? this.reportOf(error) : (error as object)),
				};
			}
		}
		return values;
	}

	/** Loads the imports that the engine before this one had. */
	private async restore(imports: string[]): Promise<RestoreAnswer> {
		if ((await this.failureOf(imports.join("\n"))) === undefined) return { failed: [] };
		const failed: string[] = [];
		for (const text of imports) {
			const why = await this.failureOf(text);
			if (why !== undefined) failed.push(`${text} – ${why}`);
		}
		return { failed };
	}

	/** Runs statements that belong to no cell. */
	private async failureOf(text: string): Promise<string | undefined> {
		try {
			const compiled = this.guard(() => this.compiler.compile(text));
			if ("complaints" in compiled) return compiled.complaints[0].message;
			await this.runner.run(compiled.script, NO_CELL, "import", text, () => undefined);
			return undefined;
		} catch (error) {
			return this.tracebacks.reportOf(error).evalue;
		}
	}

	private atTheTop(error: unknown, run: CellRun | undefined): void {
		if (this.runner.failActive(run, error)) return;
		this.ports.say({
			type: "error",
			cell: run?.id ?? this.runs.owner(),
			error: this.reportOf(error),
		});
	}

	private textOf(file: string): string {
		const { system } = this.ports.files;
		return system.readFile(`${system.getCurrentDirectory()}/${file}`) ?? "";
	}
}

/** Completion of half-written code may trip the compiler: then there is nothing to offer, and nothing to report. */
function nothingFor(request: EngineRequest): unknown {
	switch (request.op) {
		case "complete":
			return { start: request.position, end: request.position, matches: [] };
		case "inspect":
			return { found: false, data: {} };
		case "is_complete":
			return { status: "unknown" };
		case "restore":
			return { failed: [] };
		default:
			return {};
	}
}
