/** The little of WebAssembly that is used here; TypeScript knows it only together with everything of browsers. */

export interface WasmMemory {
	readonly buffer: ArrayBufferLike;
	/** Enlarges it by so many pages of 64 KiB. */
	grow(pages: number): number;
}

interface WebAssembly {
	Memory: new (options: { initial: number; maximum: number; shared: boolean }) => WasmMemory;
	Module: new (bytes: Uint8Array) => object;
	Instance: new (module: object, imports: { env: { memory: WasmMemory } }) => { exports: unknown };
}

export const wasm = (globalThis as unknown as { WebAssembly: WebAssembly }).WebAssembly;
