/** Comms, as cells use them: `comms.open` and `comms.target`. */
import type { CommAnswer, EngineRequest } from "../../wire/engine-protocol";
import type { EnginePorts } from "../ports";
import type { Runs } from "../run/runs";

type CommRequest = EngineRequest & { op: "comm" };

/** One channel, seen from a cell. */
export class Comm {
	// Private names, so that a comm that is shown shows what it is, and not how it works.
	readonly #messages: ((data: unknown) => unknown)[] = [];
	readonly #closings: ((data: unknown) => unknown)[] = [];
	readonly #say: (message: "comm_msg" | "comm_close", data: unknown) => void;
	#isOpen = true;

	constructor(
		readonly id: string,
		readonly target: string,
		say: (message: "comm_msg" | "comm_close", data: unknown) => void,
	) {
		this.#say = say;
	}

	/** @throws Error when it is closed */
	send(data: unknown): void {
		if (!this.#isOpen) throw new Error(`This comm to "${this.target}" is closed: nobody hears what is sent.`);
		this.#say("comm_msg", data);
	}

	onMessage(take: (data: unknown) => unknown): void {
		this.#messages.push(take);
	}

	onClose(take: (data: unknown) => unknown): void {
		this.#closings.push(take);
	}

	close(data: unknown = {}): void {
		if (!this.#isOpen) return;
		this.#isOpen = false;
		this.#say("comm_close", data);
	}

	/** @internal */
	hear(event: "message" | "close", data: unknown): unknown[] {
		if (event === "close") this.#isOpen = false;
		return (event === "message" ? this.#messages : this.#closings).map((take) => take(data));
	}
}

/** Hears of a new comm; says which cell's it is, and may return a promise to be waited for. */
type Opened = (comm: Comm, data: unknown) => number | undefined;

export class Comms {
	private readonly targets = new Map<string, Opened>();
	private readonly open = new Map<string, Comm>();

	constructor(
		private readonly ports: Pick<EnginePorts, "say">,
		private readonly runs: Runs,
	) {}

	/** The `comms` of cells. */
	api() {
		return {
			open: (target: string, data: unknown = {}): Comm => {
				const comm = this.create(crypto.randomUUID(), target);
				this.say("comm_open", { comm_id: comm.id, target_name: target, data: jsonOf(data) });
				return comm;
			},
			target: (name: string, opened: (comm: Comm, data: unknown) => unknown): void => {
				const owner = this.runs.owner();
				this.register(name, (comm, data) => {
					opened(comm, data);
					return owner;
				});
			},
		};
	}

	register(target: string, opened: Opened): void {
		this.targets.set(target, opened);
	}

	/** A front end's message. What is returned is waited for. */
	hear({ event, comm: id, target, data }: CommRequest): { answer: CommAnswer; pending: unknown[] } {
		if (event === "open") {
			const opened = this.targets.get(target);
			const comm = this.create(id, target);
			// The protocol asks to close what cannot be opened.
			if (opened === undefined) comm.close();
			return { answer: { owner: opened?.(comm, data) }, pending: [] };
		}
		const pending = this.open.get(id)?.hear(event, data) ?? [];
		if (event === "close") this.open.delete(id);
		return { answer: {}, pending };
	}

	private create(id: string, target: string): Comm {
		const comm = new Comm(id, target, (message, data) => {
			if (message === "comm_close") this.open.delete(id);
			this.say(message, { comm_id: id, data: jsonOf(data) });
		});
		this.open.set(id, comm);
		return comm;
	}

	private say(message: "comm_open" | "comm_msg" | "comm_close", content: CommContent): void {
		this.ports.say({ type: "comm", cell: this.runs.owner(), message, content });
	}
}

type CommContent = { comm_id: string; target_name?: string; data: unknown };

function jsonOf(data: unknown): unknown {
	const isObject = typeof data === "object" && data !== null && !Array.isArray(data);
	if (isObject) return data;
	throw new TypeError(
		`A comm carries objects, such as { value: 3 }; this is ${data === null ? "null" : Array.isArray(data) ? "an array" : `a ${typeof data}`}.`,
	);
}
