/** What the debugger finds in the engine: the variables of the cells, which live in boxes that it cannot see into. */
import type { EnginePorts } from "../ports";
import type { Variables } from "./variables";

/** The debugger reaches it under `Symbol.for("gradlab.variables")` (host/debug). */
export function debuggersView(variables: Variables, inspect: EnginePorts["inspect"]) {
	let exposed: string[] = [];
	const hide = () => {
		for (const name of exposed) Reflect.deleteProperty(globalThis, name);
		exposed = [];
	};
	return {
		all: () => variables.all(),
		describe: (value: unknown) => inspect(value),
		/** Makes them names of the world, for an expression that somebody types at a breakpoint. */
		expose(): void {
			hide();
			for (const name of variables.names) {
				if (name in globalThis) continue;
				const box = variables.box(name);
				const set = (value: unknown) => {
					box[name] = value;
				};
				Object.defineProperty(globalThis, name, { get: () => box[name], set, configurable: true });
				exposed.push(name);
			}
		},
		hide,
	};
}
