/** Which kernels a graph gets that does not ask for its own. */

import type { Kernels } from "../kernels/kernels";
import { reference } from "../kernels/reference";
import { ROOT } from "../places";
import { findBlas, withBlas } from "./blas";
import { makeSimd } from "./simd/simd";

export type Backend = "reference" | "simd" | "blas";

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
	if (file === null) throw new Error("There is no scipy-openblas32 in .venv.");
	return withBlas(kernelsCalled("simd") as ReturnType<typeof makeSimd>, file);
}

let chosen: Kernels | null = null;

/**
 * The fastest kernels of this machine, made when they are first asked for: a native BLAS where one is installed, compiled
 * ones where WebAssembly has vectors, the reference ones else. The environment's GRADLAB_KERNELS=reference (or simd) asks
 * for slower ones.
 */
export function fastest(): Kernels {
	chosen ??= firstOf(["blas", "simd", "reference"]);
	return chosen;
}

function firstOf(backends: readonly Backend[]): Kernels {
	const wish = backends.indexOf(process.env.GRADLAB_KERNELS as Backend);
	for (const backend of backends.slice(Math.max(0, wish))) {
		try {
			return kernelsCalled(backend);
		} catch {
			// The next one is as right, only slower.
		}
	}
	return reference;
}
