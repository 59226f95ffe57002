/**
 * The memory that compiled kernels work in. It is reserved whole at the start and never grows, so that arrays in it stay
 * where they are, in every page and process, shared memory or not; a machine gives memory only where something is written.
 * Places are given back when nobody uses the array in them any more, nor a view of it.
 */
import type { Numbers, Precision } from "../../matrix/matrix";
import { type WasmMemory, wasm } from "./webassembly";

/** What the modules keep for themselves, at the beginning: room for a block that is turned, and for sums. */
const OF_MODULES = 6 * 65_536;
/** 2 GiB, what the modules were compiled for, or as much as the machine lets reserve. */
const SIZES = [32_768, 16_384, 8192, 2048, 512];
/** Places begin at multiples of this and are as long: a vector that begins inside a place ends inside it. */
const UNIT = 64;

/** What compiled code reaches at once: numbers of one precision in one memory. */
export interface Home {
	readonly memory: KernelMemory;
	readonly precision: Precision;
}

/** What an array knows that lies in a place of a memory: one in JavaScript's own, or a part of another array, does not. */
export interface Placed {
	readonly home?: Home;
	/** Where it begins, in bytes. */
	readonly address?: number;
}

interface Place {
	readonly address: number;
	readonly bytes: number;
}

export class KernelMemory {
	readonly memory: WasmMemory = reserve();
	readonly homes: Readonly<Record<Precision, Home>> = {
		f64: { memory: this, precision: "f64" },
		f32: { memory: this, precision: "f32" },
	};
	private top = OF_MODULES;
	private readonly free = new Map<number, number[]>();
	private readonly unused = new FinalizationRegistry<Place>((place) => this.giveBack(place));

	/** An array of zeros; null when the memory is full. */
	allocate(count: number, precision: Precision): Numbers | null {
		const bytes = placeSize(count * (precision === "f64" ? 8 : 4));
		const used = this.free.get(bytes)?.pop();
		const address = used ?? this.extend(bytes);
		if (address === null) return null;
		const { buffer } = this.memory;
		const numbers =
			precision === "f64" ? new Float64Array(buffer, address, count) : new Float32Array(buffer, address, count);
		if (used !== undefined) new Uint8Array(buffer, address, bytes).fill(0); // fresh memory is zero already
		Object.defineProperty(numbers, "home", { value: this.homes[precision] });
		Object.defineProperty(numbers, "address", { value: address });
		Object.defineProperty(numbers, "subarray", { value: subarrayThatHolds });
		this.unused.register(numbers, { address, bytes }, numbers);
		return numbers;
	}

	/** Makes the place of an array free at once. Nobody may use the array, or a view of it, any more. */
	release(numbers: Numbers): void {
		const { home, address } = numbers as Placed;
		if (home?.memory !== this || address === undefined || !this.unused.unregister(numbers)) return;
		this.giveBack({ address, bytes: placeSize(numbers.length * numbers.BYTES_PER_ELEMENT) });
	}

	private extend(bytes: number): number | null {
		const address = this.top;
		if (address + bytes > this.memory.buffer.byteLength) return null;
		this.top = address + bytes;
		return address;
	}

	private giveBack({ address, bytes }: Place): void {
		const places = this.free.get(bytes);
		if (places === undefined) this.free.set(bytes, [address]);
		else places.push(address);
	}
}

/** Views hold the array that they are of: its place is not given away while one of them is in use. */
const wholes = new WeakMap<object, object>();

function subarrayThatHolds(this: Float64Array | Float32Array, start?: number, end?: number): Numbers {
	const { subarray } = Object.getPrototypeOf(this) as { subarray: (start?: number, end?: number) => Numbers };
	const view = subarray.call(this, start, end);
	wholes.set(view, this);
	Object.defineProperty(view, "subarray", { value: subarrayThatHolds });
	return view;
}

/** @throws where not even the least can be had */
function reserve(): WasmMemory {
	for (const pages of SIZES) {
		try {
			return new wasm.Memory({ initial: pages, maximum: pages });
		} catch (error) {
			if (pages === SIZES[SIZES.length - 1]) throw error;
		}
	}
	throw new Error("There is no memory for compiled kernels.");
}

/** Few different sizes, so that a place that was given back fits the next one: at most an eighth of a place is lost. */
function placeSize(bytes: number): number {
	const step = Math.max(UNIT, 2 ** (Math.floor(Math.log2(Math.max(bytes, 1))) - 3));
	return Math.max(UNIT, Math.ceil(bytes / step) * step);
}
