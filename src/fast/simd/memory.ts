/**
 * The memory that compiled kernels work in. It is shared memory, since that can grow without taking away the arrays that
 * lie in it. Places are given back when the array in them is no longer used.
 */
import type { Numbers, Precision } from "../../matrix/numbers";
import { wasm } from "./webassembly";

const PAGE = 65_536;
const MOST_PAGES = 32_768; // 2 GiB: what the modules were compiled for
const GROWTH_PAGES = 256;
/** Places begin at multiples of this and are as long: a vector that begins inside a place ends inside it. */
const UNIT = 64;

export class KernelMemory {
	readonly memory = new wasm.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
	private top = PAGE; // the first page belongs to the modules
	private readonly free = new Map<number, number[]>();
	private readonly unused = new FinalizationRegistry<{ address: number; bytes: number }>((place) => {
		this.giveBack(place);
	});

	/** An array of zeros and its address; null when the memory is full. */
	allocate(count: number, precision: Precision): { numbers: Numbers; address: number } | null {
		const bytes = placeSize(count * (precision === "f64" ? 8 : 4));
		const used = this.free.get(bytes)?.pop();
		const address = used ?? this.extend(bytes);
		if (address === null) return null;
		const { buffer } = this.memory;
		const numbers =
			precision === "f64" ? new Float64Array(buffer, address, count) : new Float32Array(buffer, address, count);
		if (used !== undefined) new Uint8Array(buffer, address, bytes).fill(0); // fresh memory is zero already
		this.unused.register(numbers, { address, bytes });
		return { numbers, address };
	}

	private extend(bytes: number): number | null {
		const address = this.top;
		const missing = Math.ceil((address + bytes - this.memory.buffer.byteLength) / PAGE);
		if (missing > 0) {
			const pages = this.memory.buffer.byteLength / PAGE;
			const growth = Math.min(Math.max(missing, GROWTH_PAGES), MOST_PAGES - pages);
			if (growth < missing) return null;
			this.memory.grow(growth);
		}
		this.top = address + bytes;
		return address;
	}

	private giveBack({ address, bytes }: { address: number; bytes: number }): void {
		const places = this.free.get(bytes);
		if (places === undefined) this.free.set(bytes, [address]);
		else places.push(address);
	}
}

/** Few different sizes, so that a place that was given back fits the next one: at most an eighth of a place is lost. */
function placeSize(bytes: number): number {
	const step = Math.max(UNIT, 2 ** (Math.floor(Math.log2(Math.max(bytes, 1))) - 3));
	return Math.max(UNIT, Math.ceil(bytes / step) * step);
}
