/** Everything that the kernel says: replies to whoever asked, and on iopub to everybody. */
import type { Channel, Content, Message } from "../wire/message";
import type { Front } from "./ports";

export class Outbox {
	constructor(private readonly front: Front) {}

	reply(channel: Channel, requestType: string, content: object, request: Message): void {
		const type = requestType.replace(/_request$/, "_reply");
		this.front.send(channel, { type, content: content as Content, parent: request });
	}

	publish(type: string, content: object, parent: Message | null): void {
		this.front.send("iopub", { type, content: content as Content, parent });
	}

	status(state: "starting" | "busy" | "idle", parent: Message | null): void {
		this.publish("status", { execution_state: state }, parent);
	}

	askForInput(prompt: string, password: boolean, request: Message): void {
		this.front.send("stdin", { type: "input_request", content: { prompt, password }, parent: request });
	}
}
