/** Which kernels a graph gets that does not ask for its own. */

import type { Kernels } from "../kernels/kernels";
import { reference } from "../kernels/reference";
import type { Room } from "../matrix/numbers";
import { ROOT } from "../places";
import { findBlas, withBlas } from "./blas";
import { makeSimd } from "./simd/simd";

/** The fastest first. */
const BACKENDS = ["blas", "simd", "reference"] as const;
export type Backend = (typeof BACKENDS)[number];

const made = new Map<Backend, Kernels>();

/** Kernels by name. @throws where this machine does not have them */
export function kernelsCalled(backend: Backend): Kernels {
	const known = made.get(backend) ?? make(backend);
	made.set(backend, known);
	return known;
}

function make(backend: Backend): Kernels {
	if (backend === "reference") return reference;
	if (backend === "simd") return makeSimd();
	const file = findBlas(ROOT);
	if (file === null) {
		throw new Error(
			"The kernels “blas” need the Python package scipy-openblas32 in .venv, and it is not there. Install it: .venv/bin/python -m pip install scipy-openblas32. Or take the kernels “simd”, which need nothing.",
		);
	}
	return withBlas(kernelsCalled("simd") as ReturnType<typeof makeSimd>, file);
}

let chosen: Kernels | null = null;

/** Large arrays that last lie where these kernels reach them. */
export const roomForKernels: Room = (count, precision) => fastest().zeros(count, 1, precision).data;

/**
 * The fastest kernels of this machine, made when they are first asked for: a native BLAS where one is installed, compiled
 * ones where WebAssembly has vectors, the reference ones else. Where the environment asks for some by name, as in
 * GRADLAB_KERNELS=reference, it is those. @throws where it asks for some that this machine does not have
 */
export function fastest(): Kernels {
	const wish = process.env.GRADLAB_KERNELS;
	chosen ??= wish ? kernelsCalled(backendCalled(wish)) : firstOf(BACKENDS);
	return chosen;
}

function backendCalled(name: string): Backend {
	const backend = BACKENDS.find((known) => known === name);
	if (backend !== undefined) return backend;
	throw new Error(`GRADLAB_KERNELS=${name}: there are no such kernels. There are ${BACKENDS.join(", ")}.`);
}

function firstOf(backends: readonly Backend[]): Kernels {
	for (const backend of backends) {
		try {
			return kernelsCalled(backend);
		} catch {
			// The next one is as right, only slower.
		}
	}
	return reference;
}
