/** Everything that the kernel says: replies to whoever asked, and on iopub to everybody. */
import type { Content, Message, MessageCodec } from "../wire/message";
import type { Channel, Sockets } from "./sockets";

export class Outbox {
	constructor(
		private readonly sockets: Sockets,
		private readonly codec: MessageCodec,
	) {}

	reply(channel: Channel, requestType: string, content: object, request: Message): void {
		const type = requestType.replace(/_request$/, "_reply");
		void this.sockets.send(channel, this.codec.encode(type, content as Content, request, request.identities));
	}

	publish(type: string, content: object, parent: Message | null): void {
		void this.sockets.send("iopub", this.codec.encode(type, content as Content, parent, [type]));
	}

	status(state: "starting" | "busy" | "idle", parent: Message | null): void {
		this.publish("status", { execution_state: state }, parent);
	}

	askForInput(prompt: string, password: boolean, request: Message): void {
		const content = { prompt, password };
		void this.sockets.send("stdin", this.codec.encode("input_request", content, request, request.identities));
	}

	/** JEP 65: a client that subscribes is told so, and then knows that it misses nothing. */
	async welcomeSubscribers(): Promise<void> {
		for await (const [event] of this.sockets.iopub) {
			if (event[0] !== 1) continue;
			const topic = event.subarray(1);
			const frames = this.codec.encode("iopub_welcome", { subscription: topic.toString() }, null, [topic]);
			void this.sockets.send("iopub", frames);
		}
	}
}
