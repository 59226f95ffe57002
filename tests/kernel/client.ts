/** A small Jupyter client: starts the real kernel process and talks to it over the real sockets. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import * as zmq from "zeromq";
import { MessageCodec } from "../../kernel-setup/kernel/node/codec";
import type { Content, Message } from "../../kernel-setup/kernel/wire/message";
import { freePorts } from "../ports";
import { temporaryFolder } from "../temporary";
import { KERNEL_UNDER_TEST } from "./under-test";

/** What a Jupyter server does for a kernel, no more. */
const PARENT = `
	const env = { ...process.env, JPY_PARENT_PID: String(process.pid) };
	require("node:child_process").spawn(process.execPath, process.argv.slice(1), { env, stdio: "inherit" });
	setInterval(() => undefined, 1000);`;

/** Everything that came back for one request. */
export interface Outcome {
	reply: Content;
	/** iopub messages whose parent is the request, in order. */
	published: Message[];
	/** Joined stdout and stderr. */
	stdout: string;
	stderr: string;
	/** The execute_result or the first display, as text. */
	text: string | undefined;
	/** The `error` output. */
	error: { ename: string; evalue: string; traceback: string[] } | undefined;
}

export type ExecuteOptions = Partial<{
	silent: boolean;
	store_history: boolean;
	stop_on_error: boolean;
	allow_stdin: boolean;
	user_expressions: Record<string, string>;
}>;

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");
export const plain = (lines: string[]): string => lines.join("\n").replace(ESCAPES, "");

export class TestKernel {
	readonly iopub: Message[] = [];
	private readonly replies = new Map<string, Message>();
	private readonly listeners = new Set<() => void>();
	private readonly codec: MessageCodec;
	// One identity on all channels: a kernel asks for input on stdin by the identity that sent the cell on shell.
	private readonly routingId = randomUUID();
	readonly shell = new zmq.Dealer({ routingId: this.routingId });
	readonly control = new zmq.Dealer({ routingId: this.routingId });
	readonly stdin = new zmq.Dealer({ routingId: this.routingId });
	readonly heartbeat = new zmq.Request();
	private readonly subscriber = new zmq.Subscriber();
	address!: (port: number) => string;
	process!: ChildProcess;
	log = "";
	/** How often the kernel has asked for input. */
	asked = 0;
	/** How `prompt()` is answered; null leaves it waiting. */
	answerInput: (prompt: string, password: boolean) => string | null = () => "";

	/** Where the kernel's sockets are, by the names of the connection file. */
	ports: Record<string, number> = {};

	private constructor(readonly key: string = randomUUID()) {
		this.codec = new MessageCodec(key, "test");
	}

	/** @param options.parent a process that stands between this one and the kernel, as a Jupyter server does */
	static async start(
		options: {
			cwd?: string;
			env?: NodeJS.ProcessEnv;
			node?: string;
			parent?: boolean;
			transport?: "tcp" | "ipc";
			/** The command line of a kernel.json. */
			argv?: readonly string[];
		} = {},
	): Promise<TestKernel> {
		const kernel = new TestKernel();
		const [shell_port, iopub_port, stdin_port, control_port, hb_port] = await freePorts(5);
		const folder = temporaryFolder("kernel");
		const file = path.join(folder, "connection.json");
		const ports = { shell_port, iopub_port, stdin_port, control_port, hb_port };
		const { transport = "tcp" } = options;
		const ip = transport === "ipc" ? path.join(folder, "socket") : "127.0.0.1";
		const connection = { transport, ip, key: kernel.key, signature_scheme: "hmac-sha256" };
		kernel.address = (port) => `${transport}://${ip}${transport === "ipc" ? "-" : ":"}${port}`;
		writeFileSync(file, JSON.stringify({ ...connection, ...ports }));
		kernel.ports = ports;
		const between = options.parent ? ["-e", PARENT] : [];
		const [node, ...argv] = options.argv ?? KERNEL_UNDER_TEST;
		const args = argv.map((arg) => arg.replace("{connection_file}", file));
		kernel.process = spawn(options.node ?? node, [...between, ...args], {
			cwd: options.cwd ?? folder,
			env: { ...process.env, ...options.env },
			stdio: ["ignore", "ignore", "pipe"],
		});
		kernel.process.stderr?.on("data", (chunk) => {
			kernel.log += chunk;
		});
		await kernel.connect();
		return kernel;
	}

	/** Another client of the same kernel; `leave` it before the kernel is stopped. */
	async another(): Promise<TestKernel> {
		const client = new TestKernel(this.key);
		Object.assign(client, { process: this.process, ports: this.ports, address: this.address });
		await client.connect();
		return client;
	}

	/** Closes the sockets of this client. */
	leave(): void {
		for (const socket of this.sockets()) socket.close();
	}

	private sockets() {
		return [this.shell, this.control, this.stdin, this.heartbeat, this.subscriber];
	}

	private async connect(): Promise<void> {
		this.subscriber.subscribe();
		const names = ["shell_port", "control_port", "stdin_port", "hb_port", "iopub_port"];
		for (const [k, socket] of this.sockets().entries()) {
			socket.linger = 0;
			socket.connect(this.address(this.ports[names[k]]));
		}
		void this.receive(this.shell);
		void this.receive(this.control);
		void this.receiveInputs();
		void this.receivePublished();
		await this.until(() => this.iopub.some((message) => message.header.msg_type === "iopub_welcome"), "iopub_welcome");
	}

	/** Sends a request; returns its message id. */
	send(type: string, content: Content, channel: "shell" | "control" = "shell", codec = this.codec): string {
		const frames = codec.encode(type, content, null, []);
		void this[channel].send(frames);
		return (JSON.parse(String(frames[2])) as { msg_id: string }).msg_id;
	}

	async request(type: string, content: unknown, channel: "shell" | "control" = "shell"): Promise<Content> {
		const id = this.send(type, content as Content, channel);
		await this.until(() => this.replies.has(id), `reply to ${type}`);
		return (this.replies.get(id) as Message).content;
	}

	sendCell(code: string, options: ExecuteOptions = {}): string {
		const defaults = {
			silent: false,
			store_history: true,
			stop_on_error: true,
			allow_stdin: false,
			user_expressions: {},
		};
		return this.send("execute_request", { code, ...defaults, ...options });
	}

	async run(code: string, options: ExecuteOptions = {}, seconds = 60): Promise<Outcome> {
		return this.outcome(this.sendCell(code, options), seconds);
	}

	/** Waits until a request has its reply and its idle status. */
	async outcome(id: string, seconds = 60): Promise<Outcome> {
		const isIdle = (message: Message) =>
			message.header.msg_type === "status" &&
			message.content.execution_state === "idle" &&
			message.parent_header.msg_id === id;
		await this.until(() => this.replies.has(id) && this.iopub.some(isIdle), `the end of cell ${id}`, seconds);
		const published = this.publishedFor(id);
		const stream = (name: string) =>
			published
				.filter((message) => message.header.msg_type === "stream" && message.content.name === name)
				.map((message) => message.content.text)
				.join("");
		const shown = published.find((message) => ["execute_result", "display_data"].includes(message.header.msg_type));
		const error = published.find((message) => message.header.msg_type === "error");
		return {
			reply: (this.replies.get(id) as Message).content,
			published,
			stdout: stream("stdout"),
			stderr: stream("stderr"),
			text: (shown?.content.data as Record<string, string> | undefined)?.["text/plain"],
			error: error?.content as unknown as Outcome["error"],
		};
	}

	hasReply(id: string): boolean {
		return this.replies.has(id);
	}

	publishedFor(id: string): Message[] {
		return this.iopub.filter((message) => message.parent_header.msg_id === id);
	}

	/** Waits for a condition that a message may bring about. */
	async until(condition: () => boolean, what: string, seconds = 60): Promise<void> {
		const deadline = Date.now() + seconds * 1000;
		while (!condition()) {
			if (Date.now() > deadline) throw new Error(`waited ${seconds} s for ${what}; the kernel's log: ${this.log}`);
			await new Promise<void>((resolve) => {
				const timer = setTimeout(done, 100);
				const { listeners } = this;
				function done() {
					clearTimeout(timer);
					listeners.delete(done);
					resolve();
				}
				listeners.add(done);
			});
		}
	}

	async stop(): Promise<void> {
		const exited = new Promise((resolve) => this.process.on("exit", resolve));
		if (this.process.exitCode === null && this.process.signalCode === null) {
			this.send("shutdown_request", { restart: false }, "control");
			const timer = setTimeout(() => this.process.kill("SIGKILL"), 5000);
			await exited;
			clearTimeout(timer);
		}
		this.leave();
	}

	private wake(): void {
		for (const listener of [...this.listeners]) listener();
	}

	private async receive(socket: zmq.Dealer): Promise<void> {
		for await (const frames of socket) {
			const message = this.codec.decode(frames);
			this.replies.set(message.parent_header.msg_id ?? "", message);
			this.wake();
		}
	}

	private async receiveInputs(): Promise<void> {
		for await (const frames of this.stdin) {
			const { prompt, password } = this.codec.decode(frames).content;
			this.asked++;
			this.wake();
			const value = this.answerInput(String(prompt), password === true);
			if (value !== null) await this.stdin.send(this.codec.encode("input_reply", { value }, null, []));
		}
	}

	private async receivePublished(): Promise<void> {
		for await (const frames of this.subscriber) {
			this.iopub.push(this.codec.decode(frames));
			this.wake();
		}
	}
}
