/** Which kernels a graph gets that does not ask for its own. */
import { environment } from "../environment";
import type { Kernels } from "../kernels/kernels";
import { reference } from "../kernels/reference";
import type { Room } from "../matrix/make";
import { makeSimd, type SimdKernels } from "./simd/simd";

/** Makes kernels, or says why this machine does not have them. */
type Maker = () => Kernels;

/** The fastest first. */
let backends: readonly (readonly [name: string, make: Maker])[] = [
	["simd", makeSimd],
	["reference", () => reference],
];
const made = new Map<string, Kernels>();
let chosen: Kernels | null = null;

/** Kernels that are faster than all that are known, in places from which the compiled ones are reached, too. */
export function offerKernels(name: string, make: (simd: SimdKernels) => Kernels): void {
	backends = [
		[name, () => make(kernelsCalled("simd") as SimdKernels)],
		...backends.filter(([known]) => known !== name),
	];
	made.delete(name);
	chosen = null;
}

/** Kernels by name. @throws where this machine does not have them, or nobody knows them */
export function kernelsCalled(name: string): Kernels {
	const backend = backends.find(([known]) => known === name);
	if (backend === undefined) {
		const known = backends.map(([own]) => own).join(", ");
		throw new Error(`GRADLAB_KERNELS=${name}: there are no such kernels. There are ${known}.`);
	}
	const kernels = made.get(name) ?? backend[1]();
	made.set(name, kernels);
	return kernels;
}

/** Large arrays that last lie where these kernels reach them. */
export const roomForKernels: Room = (count, precision) => fastest().zeros(count, 1, precision).data;

/**
 * The fastest kernels of this machine, made when they are first asked for: a native BLAS where one is installed (with
 * gradlab/node), compiled ones where WebAssembly has vectors, the reference ones else. Where the environment asks for some
 * by name, as in GRADLAB_KERNELS=reference, it is those. @throws where it asks for some that this machine does not have
 */
export function fastest(): Kernels {
	const wish = environment("GRADLAB_KERNELS");
	chosen ??= wish ? kernelsCalled(wish) : firstThereIs();
	return chosen;
}

function firstThereIs(): Kernels {
	for (const [name] of backends) {
		try {
			return kernelsCalled(name);
		} catch {
			// The next one is as right, only slower.
		}
	}
	return reference;
}
