/** A front end behind ZeroMQ: five sockets, bound as the connection file says, each with an ordered queue of sends. */
import { readFileSync } from "node:fs";
import * as zmq from "zeromq";
import type { Front } from "../host/ports";
import type { Channel, Message, Outgoing } from "../wire/message";
import { InvalidMessage, MessageCodec } from "./codec";

const PORTS = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"] as const;

/** The connection file that a Jupyter client writes; `ip` is 127.0.0.1 unless the client asks otherwise. */
export interface Connection extends Record<(typeof PORTS)[number], number> {
	transport: string;
	ip: string;
	key: string;
	signature_scheme?: string;
}

export function readConnection(file: string): Connection {
	return JSON.parse(readFileSync(file, "utf8")) as Connection;
}

/** Messages that a client may lag behind; printed text comes in messages of 64 kB. */
const AT_MOST_UNREAD = 10_000;

export class Sockets implements Front {
	private readonly sockets = {
		// `handover`: a client that comes back with the identity it had before is answered, not the connection it left.
		shell: new zmq.Router({ handover: true }),
		control: new zmq.Router({ handover: true }),
		stdin: new zmq.Router({ handover: true }),
		/** XPUB rather than PUB: it hears subscriptions, also of a second client, which iopub_welcome answers. */
		iopub: new zmq.XPublisher({ verbosity: "allSubs" }),
	};
	/** Not a Reply: that one stops at the first message which no Request sent. */
	private readonly heartbeat = new zmq.Router({ handover: true });
	private readonly codec: MessageCodec;
	/** zeromq allows one send at a time on a socket: each send waits for the one before it. */
	private readonly tails = new Map<Channel, Promise<void>>();

	constructor(
		private readonly connection: Connection,
		private readonly log: (line: string) => void,
	) {
		this.codec = new MessageCodec(connection.key);
	}

	get ports(): Record<string, number> {
		return Object.fromEntries(PORTS.map((port) => [port, this.connection[port]]));
	}

	async bind(): Promise<void> {
		const { shell, control, stdin, iopub } = this.sockets;
		const { transport, ip } = this.connection;
		// For ipc, the ip is the beginning of a path, and Jupyter's clients put a dash behind it.
		const base = `${transport}://${ip}${transport === "ipc" ? "-" : ":"}`;
		// A full queue drops: replies are never dropped, output only for a client that has long stopped to read.
		for (const socket of Object.values(this.sockets)) socket.sendHighWaterMark = 0;
		iopub.sendHighWaterMark = AT_MOST_UNREAD;
		const sockets = [shell, iopub, stdin, control, this.heartbeat]; // as in PORTS
		for (const [k, port] of PORTS.entries()) {
			sockets[k].linger = 500;
			await sockets[k].bind(base + this.connection[port]);
		}
		void this.echoHeartbeats();
		void this.welcomeSubscribers();
	}

	receive(take: (channel: Exclude<Channel, "iopub">, message: Message) => void): void {
		for (const channel of ["shell", "control", "stdin"] as const) void this.listen(channel, take);
	}

	send(channel: Channel, { type, content, parent }: Outgoing): void {
		// On iopub the first frame is a topic, by which clients subscribe.
		const to = channel === "iopub" ? [type] : (parent?.identities ?? []);
		this.sendFrames(channel, this.codec.encode(type, content, parent, to));
	}

	async flush(): Promise<void> {
		await Promise.all(this.tails.values());
	}

	private sendFrames(channel: Channel, frames: (Uint8Array | string)[]): void {
		const sent = (this.tails.get(channel) ?? Promise.resolve())
			.then(() => this.sockets[channel].send(frames as (Buffer | string)[]))
			.catch(() => undefined); // the client that asked has gone: there is nobody to tell
		this.tails.set(channel, sent);
	}

	private async listen<C extends Exclude<Channel, "iopub">>(
		channel: C,
		take: (channel: C, message: Message) => void,
	): Promise<void> {
		await this.each(channel, this.sockets[channel], (frames) => take(channel, this.codec.decode(frames)));
	}

	/** Whatever comes: a message that cannot be taken must not end the kernel. */
	private async each(
		name: string,
		socket: zmq.Router | zmq.XPublisher,
		take: (frames: Buffer[]) => unknown,
	): Promise<void> {
		while (!socket.closed) {
			try {
				for await (const frames of socket) {
					try {
						await take(frames);
					} catch (error) {
						const why = error instanceof InvalidMessage ? error.message : String((error as Error).stack ?? error);
						this.log(`dropped a message on ${name}: ${why}`);
					}
				}
			} catch (error) {
				this.log(`${name} could not be read: ${String(error)}`);
				await new Promise((resolve) => setTimeout(resolve, 100));
			}
		}
	}

	/** JEP 65: a client that subscribes is told so, and then knows that it misses nothing. */
	private async welcomeSubscribers(): Promise<void> {
		await this.each("iopub", this.sockets.iopub, ([event]) => {
			if (event[0] !== 1) return;
			const topic = event.subarray(1);
			const content = { subscription: topic.toString() };
			this.sendFrames("iopub", this.codec.encode("iopub_welcome", content, null, [topic]));
		});
	}

	private async echoHeartbeats(): Promise<void> {
		await this.each("heartbeat", this.heartbeat, (frames) => this.heartbeat.send(frames));
	}
}
