/**
 * JupyterLab's debugger for TypeScript: the Debug Adapter Protocol towards the front end, V8's inspector towards the
 * engine. The host translates, so it answers while the engine stands at a breakpoint.
 */
import type { Paused, ScriptParsed } from "../../wire/inspector-protocol";
import type { Content, Message } from "../../wire/message";
import type { Outbox } from "../outbox";
import type { RunningEngine, StartEngine } from "../ports";
import { Breakpoints } from "./breakpoints";
import { Inspector } from "./inspector";
import { faultInCommand } from "./requests";
import { CELL_PATHS, Scripts } from "./scripts";
import { Sight } from "./sight";
import { Stand, THREAD } from "./stand";
import { Values } from "./variables";

type Arguments = Record<string, unknown>;
type Command = (args: Arguments) => object | Promise<object>;

/** What lies behind it is not the learner's: steps pass it by. */
const NOT_STEPPED_INTO = ["^node:", "/node_modules/", "/kernel/(engine|node)/", "/dist/src/", "^$"];
/** The engine ended in the middle: the next one is told all of it again. */
const ignored = () => undefined;

export class Debugger {
	private readonly scripts = new Scripts();
	private readonly inspector: Inspector;
	private readonly breakpoints: Breakpoints;
	private readonly values: Values;
	private readonly stand: Stand;
	private readonly sight: Sight;
	private started = false;
	private exceptions: "none" | "all" = "none";
	private latest: Message | null = null;

	constructor(private readonly outbox: Outbox) {
		this.inspector = new Inspector((method, params) => void this.hear(method, params).catch(ignored));
		this.breakpoints = new Breakpoints(this.inspector, this.scripts);
		this.values = new Values(this.inspector);
		const tell = (event: string, body: object) => this.event(event, body);
		this.stand = new Stand(this.inspector, this.scripts, this.breakpoints, tell, () => this.values.forget());
		this.sight = new Sight(this.inspector, this.stand, this.values);
	}

	/** The same engines, with their inspectors in the hands of this debugger. */
	watching(start: StartEngine): StartEngine {
		return (events) => {
			const engine = start({
				...events,
				inspected: (message) => this.inspector.receive(message),
				message: (message) => {
					if (message.type === "answer") void this.stand.end().catch(ignored);
					events.message(message);
				},
			});
			void this.engineStarted(engine);
			return {
				...engine,
				send: (message) => {
					if (message.op === "execute") this.scripts.begin(message.count, message.code);
					engine.send(message);
				},
				interrupt: (cell) =>
					void this.stand
						.release()
						.catch(ignored)
						.then(() => engine.interrupt(cell)),
			};
		};
	}

	/** Answers a request of the Debug Adapter Protocol; what goes wrong is an answer too. */
	async answer(request: Message): Promise<Content> {
		this.latest = request;
		const {
			command,
			seq,
			arguments: given,
		} = request.content as { command: string; seq?: number; arguments?: Arguments };
		const head = { type: "response", request_seq: seq ?? 0, seq: 0, command };
		try {
			const run = this.commandOf(command);
			if (run === undefined) throw new Error(`this debugger does not know ${command}`);
			const args = given ?? {};
			const fault = faultInCommand(command, args);
			if (fault !== undefined) throw new Error(`${command}: ${fault}`);
			const body = await run(args);
			return { ...head, success: true, body };
		} catch (error) {
			return { ...head, success: false, message: error instanceof Error ? error.message : String(error), body: {} };
		}
	}

	/** The first engine, or another one after a death: what was set is set again. */
	private async engineStarted({ inspect }: RunningEngine): Promise<void> {
		this.inspector.connect(inspect);
		this.scripts.forgetRunning();
		this.breakpoints.forgetPlaced();
		this.stand.went();
		if (this.started) await this.attach().catch(ignored);
	}

	private commandOf(name: string): Command | undefined {
		const commands: Record<string, Command> = {
			initialize: () => ({
				supportsConfigurationDoneRequest: true,
				supportsEvaluateForHovers: true,
				exceptionBreakpointFilters: [
					{ filter: "raised", label: "Exceptions, also those that are caught", default: false },
				],
			}),
			attach: async () => {
				await this.attach();
				this.event("initialized", {});
				return {};
			},
			disconnect: () => this.detach(),
			configurationDone: () => ({}),
			debugInfo: () => this.info(),
			dumpCell: ({ code }) => ({ sourcePath: this.scripts.dump(code as string) }),
			source: ({ source }) => this.source((source as { path: string }).path),
			setBreakpoints: (args) => this.setBreakpoints(args),
			setExceptionBreakpoints: ({ filters }) => this.pauseOnExceptions((filters as string[]).includes("raised")),
			threads: () => ({ threads: [{ id: THREAD, name: "TypeScript" }] }),
			modules: () => {
				const modules = this.scripts.files().map(({ name, path }) => ({ id: path, name, path }));
				return { modules, totalModules: modules.length };
			},
			stackTrace: () => this.stand.stackTrace(),
			scopes: ({ frameId }) => this.sight.scopes(frameId as number),
			variables: async ({ variablesReference }) => ({
				variables: await this.values.inside(variablesReference as number),
			}),
			inspectVariables: async () => ({ variables: await this.sight.notebook() }),
			richInspectVariables: ({ variableName, frameId }) => this.sight.rich(variableName as string, frameId),
			evaluate: ({ expression, frameId }) => this.sight.evaluate(expression as string, frameId),
			pause: () => this.stand.pause(),
			continue: () => this.stand.resume("Debugger.resume"),
			next: () => this.stand.resume("Debugger.stepOver"),
			stepIn: () => this.stand.resume("Debugger.stepInto"),
			stepOut: () => this.stand.resume("Debugger.stepOut"),
		};
		return Object.hasOwn(commands, name) ? commands[name] : undefined;
	}

	private async attach(): Promise<void> {
		await this.inspector.ask("Runtime.enable");
		await this.inspector.ask("Debugger.enable");
		await this.inspector.ask("Debugger.setBlackboxPatterns", { patterns: NOT_STEPPED_INTO });
		// Every cell, and every module, is held before its first line: its breakpoints are set then.
		const instrumentation = "beforeScriptWithSourceMapExecution";
		await this.inspector.ask("Debugger.setInstrumentationBreakpoint", { instrumentation });
		await this.inspector.ask("Debugger.setPauseOnExceptions", { state: this.exceptions });
		this.started = true;
	}

	private async detach(): Promise<object> {
		if (!this.started) return {};
		this.started = false;
		if (this.stand.stopped) await this.stand.resume("Debugger.resume");
		await this.inspector.ask("Debugger.disable");
		await this.inspector.ask("Runtime.disable");
		this.breakpoints.forgetPlaced();
		return {};
	}

	private info(): object {
		return {
			isStarted: this.started,
			...CELL_PATHS,
			breakpoints: this.breakpoints.all(),
			stoppedThreads: this.stand.stopped ? [THREAD] : [],
			richRendering: true,
			exceptionPaths: ["raised"],
			copyToGlobals: false,
		};
	}

	private source(path: string): object {
		const content = this.scripts.textOf(path);
		if (content === undefined) throw new Error(`${path} is neither a cell nor a file that was imported`);
		return { content, mimeType: "text/typescript" };
	}

	private async setBreakpoints({ source, breakpoints, lines }: Arguments): Promise<object> {
		if (!this.started) throw new Error("the debugger is not started");
		const { path } = source as { path: string };
		const wanted = (breakpoints as { line: number }[] | undefined)?.map(({ line }) => line) ?? lines ?? [];
		const numbers = wanted as number[];
		return { breakpoints: await this.breakpoints.set(path, numbers) };
	}

	private async pauseOnExceptions(all: boolean): Promise<object> {
		this.exceptions = all ? "all" : "none";
		if (this.started) await this.inspector.ask("Debugger.setPauseOnExceptions", { state: this.exceptions });
		return {};
	}

	private async hear(method: string, params: unknown): Promise<void> {
		if (method === "Debugger.scriptParsed") this.scripts.add(params as ScriptParsed);
		else if (method === "Debugger.resumed") this.stand.went();
		else if (method === "Debugger.paused") await this.stand.pausedAt(params as Paused);
	}

	private event(name: string, body: object): void {
		this.outbox.publish("debug_event", { type: "event", seq: 0, event: name, body }, this.latest);
	}
}
