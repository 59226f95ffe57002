/** Whoever imports this gets the engine room: graphs run on fast plans and on the fastest kernels of the machine. */

import { environment } from "../environment";
import { useRoom } from "../matrix/make";
import { type Machine, plainMachine, useMachine } from "../run/engine";
import { fastest, roomForKernels } from "./choose";
import { fastEngine } from "./run";

/** The engine room's. */
export const fastMachine: Machine = { engine: fastEngine, kernels: fastest };

useRoom(roomForKernels);
// GRADLAB_ENGINE=plain asks for the plain run.
useMachine(environment("GRADLAB_ENGINE") === "plain" ? plainMachine : fastMachine);
