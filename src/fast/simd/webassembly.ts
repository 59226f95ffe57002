/** The little of WebAssembly that is used here; TypeScript knows it only together with everything of browsers. */

export interface WasmMemory {
	readonly buffer: ArrayBuffer;
}

interface WebAssembly {
	/** Sizes in pages of 64 KiB. */
	Memory: new (options: {
		initial: number;
		maximum: number;
	}) => WasmMemory;
	Module: new (bytes: Uint8Array) => object;
	Instance: new (module: object, imports: { env: { memory: WasmMemory } }) => { exports: unknown };
}

export const wasm = (globalThis as unknown as { WebAssembly: WebAssembly }).WebAssembly;
