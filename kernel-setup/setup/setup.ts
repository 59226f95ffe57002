/** Everything that must be there before a lesson can run. Each step does nothing when it has nothing to do. */
import { ensureKernelspec } from "./kernelspec";
import { ensurePython } from "./python";
import { ensureRenderer } from "./renderer";
import { ensureSnapshot } from "./snapshot";

export async function setUp(): Promise<void> {
	await ensurePython();
	ensureKernelspec();
	await ensureRenderer();
	await ensureSnapshot();
}
