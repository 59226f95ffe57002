/**
 * GRADLAB_TRACE=1: every message that the host hears or says, in words, a line each, in its log.
 *
 *        0.412 s  from front end  execute_request {"code":"1 + 1","silent":false}
 *        0.413 s  to engine       execute {"op":"execute","cell":1,"count":1,"code":"1 + 1"}
 */
import type { Front, StartEngine } from "./ports";

type Way = "from front end" | "to front end" | "from engine" | "to engine";
type Tell = (way: Way, type: string, content: object) => void;

const AT_MOST_CHARS = 200;

/** A message in words. What somebody typed at a prompt may be a password: it is not shown. */
export function inWords(way: Way, type: string, content: object, milliseconds: number): string {
	const isTyped = (type === "input" || type === "input_reply") && "value" in content;
	const text = JSON.stringify(isTyped ? { value: "…" } : content);
	const shown = text.length > AT_MOST_CHARS ? `${text.slice(0, AT_MOST_CHARS)} …` : text;
	return `${(milliseconds / 1000).toFixed(3).padStart(9)} s  ${way.padEnd(14)}  ${type} ${shown}`;
}

/** The same front and the same engines, which tell what goes by. */
export function traced<Ports extends { front: Front; startEngine: StartEngine; log(line: string): void }>(
	ports: Ports,
): Ports {
	const begin = performance.now();
	const tell: Tell = (way, type, content) => ports.log(inWords(way, type, content, performance.now() - begin));
	return { ...ports, front: tracedFront(ports.front, tell), startEngine: tracedEngine(ports.startEngine, tell) };
}

function tracedFront(front: Front, tell: Tell): Front {
	return {
		receive: (take) =>
			front.receive((channel, message) => {
				tell("from front end", message.header.msg_type, message.content);
				take(channel, message);
			}),
		send: (channel, message) => {
			tell("to front end", message.type, message.content);
			front.send(channel, message);
		},
		flush: () => front.flush(),
		ports: front.ports,
	};
}

function tracedEngine(start: StartEngine, tell: Tell): StartEngine {
	return (events) => {
		const engine = start({
			...events,
			message: (message) => {
				tell("from engine", message.type, message);
				events.message(message);
			},
			ended: (death) => {
				tell("from engine", "ended", death);
				events.ended(death);
			},
		});
		return {
			...engine,
			send: (message) => {
				tell("to engine", message.op, message);
				engine.send(message);
			},
			interrupt: (cell) => {
				tell("to engine", "interrupt", { cell });
				engine.interrupt(cell);
			},
		};
	};
}
