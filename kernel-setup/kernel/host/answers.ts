/** What is asked of the kernel beside cells, and what it answers. */
import type { CompletionAnswer } from "../wire/engine-protocol";
import type { Content, Message, RequestChannel } from "../wire/message";
import type { Comms } from "./comms";
import { completionReply } from "./completions";
import type { Debugger } from "./debug/debugger";
import type { Engine } from "./engine";
import type { History } from "./history";
import { kernelInfo } from "./info";
import type { Outbox } from "./outbox";
import type { KernelPorts } from "./ports";
import { toUtf16 } from "./positions";

export class Answers {
	constructor(
		private readonly ports: KernelPorts,
		private readonly engine: Engine,
		private readonly outbox: Outbox,
		private readonly history: History,
		private readonly comms: Comms,
		private readonly debug: Debugger,
		private readonly kernel: { interrupt(): void; shutDown(channel: RequestChannel): Promise<void> },
	) {}

	async to(channel: RequestChannel, type: string, request: Message): Promise<void> {
		const { content } = request;
		const ok = (answer: Content) => this.outbox.reply(channel, type, { status: "ok", ...answer }, request);
		const { code = "", cursor_pos } = content as { code?: string; cursor_pos?: number | null };
		const position = toUtf16(code, cursor_pos ?? Number.POSITIVE_INFINITY);
		const detail = content.detail_level === 1 ? 1 : 0;
		switch (type) {
			case "kernel_info_request":
				return ok(kernelInfo(this.ports.about));
			case "history_request":
				return ok({ history: this.history.select(content) });
			case "is_complete_request":
				// is_complete has a status of its own in place of "ok".
				return this.outbox.reply(channel, type, await this.engine.ask({ op: "is_complete", code }), request);
			case "complete_request": {
				const answer = await this.engine.ask<CompletionAnswer>({ op: "complete", code, position });
				return ok(completionReply(code, answer));
			}
			case "inspect_request":
				return ok({ metadata: {}, ...(await this.engine.ask<Content>({ op: "inspect", code, position, detail })) });
			case "comm_info_request":
				return ok({ comms: this.comms.info(content.target_name) });
			case "connect_request":
				return ok({ ...this.ports.front.ports });
			case "debug_request":
				// The content is an answer of the Debug Adapter Protocol, which has no status.
				return this.outbox.reply(channel, type, await this.debug.answer(request), request);
			case "comm_open":
			case "comm_msg":
			case "comm_close":
				return this.comms.take(type, request);
			case "interrupt_request":
				this.kernel.interrupt();
				return ok({});
			case "shutdown_request":
				await this.kernel.shutDown(channel);
				return ok({ restart: content.restart === true });
			default:
				this.ports.log(`unknown message type ${type}`);
				if (type.endsWith("_request")) {
					const report = { ename: "UnknownRequest", evalue: `this kernel does not know ${type}`, traceback: [] };
					this.outbox.reply(channel, type, { status: "error", ...report }, request);
				}
		}
	}
}
