/** Tells Jupyter about the kernel. The paths are absolute, so the file is written anew whenever something moved. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { KERNEL_HOST, KERNELSPEC } from "./places";
import { isStamped } from "./stamp";

const FILE = path.join(KERNELSPEC, "kernel.json");

function kernelspec(): string {
	const spec = {
		argv: [process.execPath, KERNEL_HOST, "{connection_file}"],
		display_name: "TypeScript (gradlab)",
		language: "typescript",
		interrupt_mode: "message",
	};
	return `${JSON.stringify(spec, null, 2)}\n`;
}

export function isKernelspecReady(): boolean {
	return isStamped(FILE, kernelspec());
}

export function ensureKernelspec(): void {
	if (isKernelspecReady()) return;
	mkdirSync(KERNELSPEC, { recursive: true });
	writeFileSync(FILE, kernelspec());
}
