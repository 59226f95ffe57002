/** Tells Jupyter about a kernel: what its folder holds. The paths are absolute, so it is written anew whenever something moved. */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hostIn, LOGOS } from "../kernel/node/places";
import { KERNELSPEC, ROOT } from "./places";
import { isStamped } from "./stamp";

/** The text of kernel.json. @param home the clone or the copy in which the kernel lies */
export function kernelJson(home: string, display = "TypeScript (gradlab)", metadata: object = {}): string {
	const spec = {
		argv: [process.execPath, hostIn(home), "{connection_file}"],
		display_name: display,
		language: "typescript",
		interrupt_mode: "message",
		metadata,
	};
	return `${JSON.stringify(spec, null, 2)}\n`;
}

const FILE = path.join(KERNELSPEC, "kernel.json");

export function isKernelspecReady(): boolean {
	return isStamped(FILE, kernelJson(ROOT));
}

export function ensureKernelspec(): void {
	if (isKernelspecReady()) return;
	mkdirSync(KERNELSPEC, { recursive: true });
	cpSync(LOGOS, KERNELSPEC, { recursive: true });
	writeFileSync(FILE, kernelJson(ROOT));
}
