/** Messages as ZeroMQ's frames, with their signature: "Messaging in Jupyter", section "The wire protocol". */
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { type Content, type Header, type Message, PROTOCOL_VERSION } from "../wire/message";

const DELIMITER = Buffer.from("<IDS|MSG>");

/** Thrown for frames that are no message or carry a wrong signature; the receiver drops them. */
export class InvalidMessage extends Error {
	override name = "InvalidMessage";
}

/** Reads and writes the messages of one connection, signed with its key. */
export class MessageCodec {
	constructor(
		private readonly key: string,
		private readonly session: string = randomUUID(),
	) {}

	/** Frames of a new message; `identities` is the routing prefix, or the topic on iopub. */
	encode(
		type: string,
		content: Content,
		parent: Message | null,
		identities: readonly (Uint8Array | string)[],
		metadata: Content = {},
	): (Uint8Array | string)[] {
		const header: Header = {
			msg_id: randomUUID(),
			session: this.session,
			username: "kernel",
			date: new Date().toISOString(),
			msg_type: type,
			version: PROTOCOL_VERSION,
		};
		const parts = [header, parent?.header ?? {}, metadata, content].map((part) => JSON.stringify(part));
		return [...identities, DELIMITER, this.sign(parts), ...parts];
	}

	/** @throws InvalidMessage when frames are missing, the signature does not match, or the header is not what the protocol says; a `fault` in another part stands in the message. */
	decode(frames: Buffer[]): Message {
		const at = frames.findIndex((frame) => frame.equals(DELIMITER));
		if (at < 0 || frames.length < at + 6) throw new InvalidMessage("frames are missing");
		const parts = frames.slice(at + 2, at + 6);
		if (this.key !== "") {
			const expected = Buffer.from(this.sign(parts));
			const given = frames[at + 1];
			if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
				throw new InvalidMessage("wrong signature");
			}
		}
		const { value: header, fault: unknown } = objectIn(parts[0], "header");
		if (unknown !== undefined) throw new InvalidMessage(unknown);
		for (const field of ["msg_type", "msg_id"] as const)
			if (typeof header[field] !== "string") throw new InvalidMessage(`its header has no ${field}`);
		// From here on it is known who asked and what: what else is wrong can be answered.
		const [parent_header, metadata, content] = OTHERS.map((name, k) => objectIn(parts[k + 1], name));
		return {
			identities: frames.slice(0, at),
			header: header as unknown as Header,
			parent_header: parent_header.value as unknown as Message["parent_header"],
			metadata: metadata.value,
			content: content.value,
			fault: parent_header.fault ?? metadata.fault ?? content.fault,
			buffers: frames.slice(at + 6),
		};
	}

	private sign(parts: readonly (Uint8Array | string)[]): string {
		if (this.key === "") return "";
		const hmac = createHmac("sha256", this.key);
		for (const part of parts) hmac.update(part);
		return hmac.digest("hex");
	}
}

const OTHERS = ["parent header", "metadata", "content"];

/** Each of the four parts is a JSON object; whoever has the key may still send something else. */
function objectIn(part: Buffer, name: string): { value: Content; fault?: string } {
	let value: unknown;
	try {
		value = JSON.parse(part.toString("utf8"));
	} catch {
		return { value: {}, fault: `its ${name} is not JSON` };
	}
	if (typeof value !== "object" || value === null || Array.isArray(value))
		return { value: {}, fault: `its ${name} is not an object` };
	return { value: value as Content };
}
