/** What the host sends: requests, taken one after the other, and answers to `prompt()`, which waits for them. */
import { readSync } from "node:fs";
import { Socket } from "node:net";
import { type EngineRequest, FROM_HOST, type InputAnswer, LineBuffer, type ToEngine } from "../wire/engine-protocol";
import { owner, pause, say } from "./output";

const answers: InputAnswer[] = [];

/** Calls `take` for each request, each in a turn of the event loop of its own. */
export function listen(take: (request: EngineRequest) => void): void {
	const lines = new LineBuffer((line) => {
		const message = JSON.parse(line) as ToEngine;
		if (message.op === "input") answers.push(message);
		else setImmediate(take, message);
	});
	const socket = new Socket({ fd: FROM_HOST, readable: true, writable: false });
	socket.on("data", (chunk: Buffer) => lines.push(chunk));
	socket.on("end", () => process.exit(0));

	const chunk = Buffer.alloc(64 * 1024);
	readMore = () => {
		try {
			lines.push(Buffer.from(chunk.subarray(0, readSync(FROM_HOST, chunk))));
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
			pause(10);
		}
	};
}

let readMore: () => void = () => {
	throw new Error("prompt: the kernel is not connected");
};

export class StdinNotImplementedError extends Error {
	override name = "StdinNotImplementedError";
}

/**
 * Asks the person at the front end for a line and waits for it.
 * @throws StdinNotImplementedError where nobody can answer (a headless run, a grader).
 */
export function prompt(question = "", options: { password?: boolean } = {}): string {
	answers.length = 0;
	say({ type: "input", cell: owner(), prompt: String(question), password: options.password === true });
	for (;;) {
		const answer = answers.shift();
		if (answer === undefined) readMore();
		else if (answer.value !== null) return answer.value;
		else {
			throw new StdinNotImplementedError(
				`prompt(${JSON.stringify(question)}): nobody can answer here, this front end takes no input. Put the value into the cell instead.`,
			);
		}
	}
}
