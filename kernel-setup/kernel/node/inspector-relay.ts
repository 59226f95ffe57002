/** Carries what the debugger and the inspector of the main thread say to each other. Runs in the helper thread. */
import { Session } from "node:inspector";
import type { Socket } from "node:net";
import type { FromInspector, ToInspector } from "../wire/inspector-protocol";

/** Tells of every script that is read, also of those that nobody debugs: these are kept back. */
const HAS_NO_MAP = (params: object) => (params as { sourceMapURL?: string }).sourceMapURL === "";

/** @returns takes what the debugger asks, a line of JSON each */
export function relayTo(debuggers: Socket): (line: string) => void {
	const session = new Session();
	session.connectToMainThread();
	const say = (message: FromInspector) => void debuggers.write(`${JSON.stringify(message)}\n`);
	session.on("inspectorNotification", ({ method, params }: { method: string; params: object }) => {
		if (method !== "Debugger.scriptParsed" || !HAS_NO_MAP(params)) say({ method, params });
	});
	return (line) => {
		const { id, method, params } = JSON.parse(line) as ToInspector;
		session.post(method, params, (error: Error | null, result?: object) => {
			say(error === null ? { id, result } : { id, error: { message: error.message } });
		});
	};
}
