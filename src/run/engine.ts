/** Who runs the graphs that do not say it: the engine room where there is one (fast/install.ts), the plain run else. */
import type { Kernels } from "../kernels/kernels";
import { reference } from "../kernels/reference";
import { plainEngine } from "./plain-run";
import type { Engine } from "./run";

/** Runs, and the kernels that move their numbers. */
export interface Machine {
	readonly engine: Engine;
	/** Made when they are first asked for. */
	readonly kernels: () => Kernels;
}

/** The plain run on the kernels in plain TypeScript. */
export const plainMachine: Machine = { engine: plainEngine, kernels: () => reference };

let machine = plainMachine;

/** The machine for graphs from now on. */
export function useMachine(other: Machine): void {
	machine = other;
}

/** The machine for graphs that do not say their own. */
export function currentMachine(): Machine {
	return machine;
}
