/** Whoever imports this gets the engine room: graphs run on fast plans and on the fastest kernels of the machine. */

import { useRoom } from "../matrix/numbers";
import { type Machine, plainMachine, useMachine } from "../run/engine";
import { fastest, roomForKernels } from "./choose";
import { fastEngine } from "./run";

/** The engine room's. */
export const fastMachine: Machine = { engine: fastEngine, kernels: fastest };

useRoom(roomForKernels);
useMachine(asked() === "plain" ? plainMachine : fastMachine);

/** The environment's GRADLAB_ENGINE=plain asks for the plain run, where there is an environment. */
function asked(): string | undefined {
	return typeof process === "undefined" ? undefined : process.env.GRADLAB_ENGINE;
}
