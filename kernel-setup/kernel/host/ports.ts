/** What the host needs of the world it runs in. kernel/node gives it under Node: sockets and a child process. */
import type { CellMessage, ErrorReport, FromEngine, ToEngine } from "../wire/engine-protocol";
import type { FromInspector, ToInspector } from "../wire/inspector-protocol";
import type { Channel, Message, Outgoing } from "../wire/message";

/** The front end, as the host sees it. */
export interface Front {
	/** Calls `take` for every valid message, in the order in which they come on each channel. */
	receive(take: (channel: Exclude<Channel, "iopub">, message: Message) => void): void;
	/** In order on each channel. A reply goes to whoever sent the parent. */
	send(channel: Channel, message: Outgoing): void;
	/** Resolves when everything sent so far is out. */
	flush(): Promise<void>;
	/** The ports of a connect_request, where the carrier has ports. */
	readonly ports: Readonly<Record<string, number>>;
}

/** How an engine ended, before anybody asked it to. */
export interface Death {
	ename: string;
	/** A sentence: what happened. */
	why: string;
	/** In two words: "exit code 3". */
	how: string;
	/** The last that it wrote to stderr. */
	said: string;
}

export interface EngineEvents {
	message(message: FromEngine): void;
	/** Text that came past the engine: a child process of a cell, a native library. */
	raw(name: "stdout" | "stderr", text: string): void;
	ended(death: Death): void;
	/** What its inspector says: an answer to `inspect`, or an event. */
	inspected(message: FromInspector): void;
}

/** One engine: a child process under Node. It lives until it dies or is killed, and does not come back. */
export interface RunningEngine {
	send(message: ToEngine): void;
	/** Says that a cell is to be interrupted, also while it keeps the engine busy. */
	interrupt(cell: number): void;
	/** Asks its inspector, which answers also while the engine stands at a breakpoint; undefined where there is none. */
	inspect?(message: ToInspector): void;
	/** Resolves when it is gone. Nothing is heard of it afterwards. */
	kill(): Promise<void>;
}

export type StartEngine = (events: EngineEvents) => RunningEngine;

/** What hears of everything that an engine shows. */
export interface EngineListener {
	message(message: CellMessage): void;
	raw: EngineEvents["raw"];
	/** The state is lost. Heard before anybody who waited for an answer is told. */
	died(error: EngineDied): void;
	/** No engine can be started. */
	notStarted(report: ErrorReport): void;
}

/** Thrown to whoever waits for an answer that will not come. */
export class EngineDied extends Error {
	/** @param cell the cell in whose code the engine ended, where the engine could say it */
	constructor(
		readonly report: ErrorReport,
		readonly cell?: number,
	) {
		super(report.evalue);
	}
}

/** A locked cell on trial. */
export interface Trial {
	/** What the engine evaluates: the answer. */
	readonly code: string;
	/** How it is looked at there. */
	readonly plan: string;
	/** @param seen what the engine says that was seen */
	verdict(seen: unknown): { toString(): string; readonly earned: number };
}

/** Marks locked cells. It never shares a process with a learner's code. */
export interface Judge {
	/** Undefined for a cell that is none of these. */
	recognise(code: string): Trial | undefined;
}

/** What a front end shows about the kernel. */
export interface About {
	version: string;
	/** Of the compiler. */
	typescript: string;
	/** What runs it all, as in "Node 22.1.0". */
	runtime: string;
	/** Its engines can be debugged. */
	debugger: boolean;
	/** What compiles the cells, as in "tslab 1.0.22". */
	engine: string;
}

/** What the kernel is made of. */
export interface KernelPorts {
	front: Front;
	startEngine: StartEngine;
	/** Where marks are given. */
	judge?: Judge;
	about: About;
	log(line: string): void;
	/** How much a cell may print, in characters. */
	atMostPrinted?: number;
	/** After a shutdown_request was answered. */
	exit(): void;
}
