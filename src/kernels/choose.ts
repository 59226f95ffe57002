/** Which kernels a graph gets that does not ask for its own. */
import type { Kernels } from "./kernels";
import { reference } from "./reference";
import { makeSimd } from "./simd/simd";

let chosen: Kernels | null = null;

/**
 * The fastest kernels of this machine, made when they are first asked for: compiled ones where WebAssembly has vectors,
 * the reference ones else. GRADLAB_KERNELS=reference asks for those.
 */
export function fastest(): Kernels {
	chosen ??= process.env.GRADLAB_KERNELS === "reference" ? reference : simdOrReference();
	return chosen;
}

function simdOrReference(): Kernels {
	try {
		return makeSimd();
	} catch {
		return reference; // as right, only slower
	}
}
