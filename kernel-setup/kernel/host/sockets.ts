/** The five sockets of a kernel, bound as the connection file says, each with an ordered queue of sends. */
import { readFileSync } from "node:fs";
import * as zmq from "zeromq";

/** The connection file that a Jupyter client writes; `ip` is 127.0.0.1 unless the client asks otherwise. */
export interface Connection {
	transport: string;
	ip: string;
	key: string;
	signature_scheme?: string;
	shell_port: number;
	iopub_port: number;
	stdin_port: number;
	control_port: number;
	hb_port: number;
}

export function readConnection(file: string): Connection {
	return JSON.parse(readFileSync(file, "utf8")) as Connection;
}

export type Channel = "shell" | "control" | "stdin" | "iopub";

export class Sockets {
	readonly shell = new zmq.Router();
	readonly control = new zmq.Router();
	readonly stdin = new zmq.Router();
	/** XPUB rather than PUB: it hears subscriptions, which iopub_welcome answers. */
	readonly iopub = new zmq.XPublisher();
	private readonly heartbeat = new zmq.Reply();
	/** zeromq allows one send at a time on a socket: each send waits for the one before it. */
	private readonly tails = new Map<Channel, Promise<void>>();

	async bind(connection: Connection): Promise<void> {
		// No high-water mark: a full queue would drop output, and a learner's output is never dropped.
		for (const socket of [this.shell, this.control, this.stdin, this.iopub]) socket.sendHighWaterMark = 0;
		const bindings: [zmq.Socket & { bind(address: string): Promise<void> }, number][] = [
			[this.iopub, connection.iopub_port],
			[this.shell, connection.shell_port],
			[this.control, connection.control_port],
			[this.stdin, connection.stdin_port],
			[this.heartbeat, connection.hb_port],
		];
		for (const [socket, port] of bindings) {
			socket.linger = 500;
			await socket.bind(`${connection.transport}://${connection.ip}:${port}`);
		}
		void this.echoHeartbeats();
	}

	send(channel: Channel, frames: (Buffer | string)[]): Promise<void> {
		const sent = (this.tails.get(channel) ?? Promise.resolve())
			.then(() => this[channel].send(frames))
			.catch(() => undefined); // the client that asked has gone: there is nobody to tell
		this.tails.set(channel, sent);
		return sent;
	}

	/** Resolves when everything handed to `send` so far is out. */
	async flush(): Promise<void> {
		await Promise.all(this.tails.values());
	}

	private async echoHeartbeats(): Promise<void> {
		for await (const frames of this.heartbeat) await this.heartbeat.send(frames);
	}
}
