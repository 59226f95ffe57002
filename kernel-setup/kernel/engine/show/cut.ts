/**
 * How much of a value is shown. `util.inspect` counts the items of an array that it leaves out; it knows no limit for
 * the properties of an object, nor for a value as a whole: ten thousand rows of a hundred numbers are each short enough.
 */

export interface Limits {
	/** Levels that are opened. */
	depth: number;
	/** Items or properties of each thing. */
	entries: number;
}

/** The first that lets a value be as short as it should be. */
const LIMITS: readonly Limits[] = [
	{ depth: 4, entries: 100 },
	{ depth: 4, entries: 30 },
	{ depth: 3, entries: 30 },
	{ depth: 3, entries: 10 },
	{ depth: 2, entries: 10 },
	{ depth: 1, entries: 30 },
];

/** Entries in all. */
const AT_MOST = 2000;

const CUSTOM = Symbol.for("nodejs.util.inspect.custom");

type Inspect = (value: unknown, options: object) => string;

export interface Cut {
	limits: Limits;
	/** Objects with more properties than that. */
	large: readonly object[];
}

/** @param isOpaque what must not be looked into, since it would run somebody's code: a proxy */
export function cutOf(value: unknown, depth: number, isOpaque: (value: object) => boolean): Cut {
	const all = LIMITS.map((limits) => ({ ...limits, depth: Math.min(limits.depth, depth) }));
	for (const limits of all) {
		const walk = new Walk(limits, isOpaque);
		walk.visit(value, 0);
		if (walk.count <= AT_MOST || limits === all.at(-1)) return { limits, large: walk.large };
	}
	return { limits: all[0], large: [] };
}

class Walk {
	count = 0;
	readonly large: object[] = [];
	/** What the present value is inside of. */
	private readonly around = new Set<object>();

	constructor(
		private readonly limits: Limits,
		private readonly isOpaque: (value: object) => boolean,
	) {}

	visit(value: unknown, level: number): void {
		if (++this.count > AT_MOST || level > this.limits.depth) return;
		if (typeof value !== "object" || value === null || this.isOpaque(value) || this.around.has(value)) return;
		this.around.add(value);
		for (const entry of this.entriesOf(value)) this.visit(entry, level + 1);
		this.around.delete(value);
	}

	/** Those that are shown. A getter is not called. */
	private entriesOf(value: object): unknown[] {
		const { entries } = this.limits;
		if (Array.isArray(value)) return value.length <= entries ? value : value.slice(0, entries);
		if (ArrayBuffer.isView(value)) return Array.from({ length: Math.min(entries, value.byteLength) });
		if (value instanceof Map) return first(value, entries).flat();
		if (value instanceof Set) return first(value, entries);
		if (CUSTOM in value) return [];
		const names = Object.keys(value);
		if (names.length > entries) this.large.push(value);
		return names.slice(0, entries).map((name) => Object.getOwnPropertyDescriptor(value, name)?.value);
	}
}

function first<T>(values: Iterable<T>, count: number): T[] {
	const found: T[] = [];
	for (const value of values) {
		if (found.length === count) break;
		found.push(value);
	}
	return found;
}

/** A value as text, where each of the large objects shows its first properties, and a count of the others. */
export function inspectCut(value: unknown, { large, limits }: Cut, inspect: Inspect): string {
	const options = { depth: limits.depth, maxArrayLength: limits.entries };
	const short = shortened(limits.entries);
	// Frozen, it could not be marked.
	if (large[0] === value && value !== undefined) return short.call(large[0], limits.depth, options, inspect);
	const marked = large.filter((one) => Reflect.defineProperty(one, CUSTOM, { value: short, configurable: true }));
	try {
		return inspect(value, options);
	} finally {
		for (const one of marked) Reflect.deleteProperty(one, CUSTOM);
	}
}

function shortened(entries: number) {
	return function (this: object, depth: number, options: object, inspect: Inspect): string {
		if (depth < 0) return "[Object]";
		const names = Object.keys(this);
		const few = Object.create(Object.getPrototypeOf(this)) as object;
		for (const name of names.slice(0, entries))
			Object.defineProperty(few, name, Object.getOwnPropertyDescriptor(this, name) as PropertyDescriptor);
		const more = names.length - entries;
		return inspect(few, { ...options, depth }).replace(/\s*\}$/, `,\n  ... ${more} more properties\n}`);
	};
}
