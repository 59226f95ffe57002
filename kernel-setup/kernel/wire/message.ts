/**
 * Jupyter messages, whatever carries them. The frames and the signature of ZeroMQ are in node/codec.ts.
 * Source: "Messaging in Jupyter", protocol 5.4.
 */

export const PROTOCOL_VERSION = "5.4";

export interface Header {
	msg_id: string;
	session: string;
	username: string;
	date: string;
	msg_type: string;
	version: string;
}

/** A JSON object whose fields the protocol defines per message type. */
export type Content = Record<string, unknown>;

export interface Message {
	/** Who sent it, in the carrier's own words: a reply finds its way back by them. */
	identities: Uint8Array[];
	header: Header;
	parent_header: Header | Record<string, never>;
	metadata: Content;
	content: Content;
	/** Why it cannot be taken as what it says it is; its parts are empty where they are not objects. */
	fault?: string;
	buffers: Uint8Array[];
}

/** A message of the kernel's, before its carrier gives it a header. */
export interface Outgoing {
	type: string;
	content: Content;
	/** The request that it answers, or whose cell it belongs to. */
	parent: Message | null;
}

export type RequestChannel = "shell" | "control";
/** A front sends on these; it receives on all of them but iopub. */
export type Channel = RequestChannel | "stdin" | "iopub";
