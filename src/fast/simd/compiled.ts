/** The compiled modules: assembly/*.ts, once for 64-bit numbers and once for 32-bit ones (compile.mjs), on one memory. */
import type { Precision } from "../../matrix/matrix";
import { MODULES } from "./modules";
import { type WasmMemory, wasm } from "./webassembly";

type N = number;

/** What assembly/index.ts exports. Addresses in bytes, sizes and strides in numbers. */
export interface Compiled {
	multiply(m: N, n: N, inner: N, A: N, downA: N, acrossA: N, B: N, down: N, across: N, C: N, beta: N): void;
	same(n: N, x: N, y: N): N;
	add(n: N, alpha: N, x: N, y: N, beta: N): void;
	plus(n: N, a: N, alpha: N, b: N, y: N): void;
	times(n: N, a: N, b: N, y: N, beta: N): void;
	apply(f: N, n: N, x: N, y: N): void;
	slope(f: N, n: N, v: N, u: N, d: N, beta: N): void;
	addColumn(rows: N, cols: N, z: N, b: N, y: N): void;
	sumOfColumns(rows: N, cols: N, alpha: N, x: N, y: N): void;
	repeatColumn(rows: N, cols: N, alpha: N, x: N, y: N, beta: N): void;
	sum(n: N, x: N): N;
	gather(d: N, count: N, L: N, indices: N, y: N): void;
	scatter(d: N, count: N, u: N, indices: N, L: N): void;
	addRun(n: N, alpha: N, x: N, y: N): void;
	moveRows(cols: N, count: N, x: N, hx: N, y: N, hy: N, beta: N): void;
	softmax(rows: N, cols: N, x: N, y: N): void;
	crossEntropy(rows: N, cols: N, x: N, labels: N, p: N): N;
	minusOneHot(rows: N, cols: N, alpha: N, p: N, labels: N, d: N, beta: N): void;
}

/** @throws where this machine cannot run it */
export function instantiate(precision: Precision, memory: WasmMemory): Compiled {
	const module = new wasm.Module(Uint8Array.from(atob(MODULES[precision]), (letter) => letter.charCodeAt(0)));
	return new wasm.Instance(module, { env: { memory } }).exports as unknown as Compiled;
}
