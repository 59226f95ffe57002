/**
 * The compiler is a program like any other: it breaks where a learner's cell has replaced `Array.prototype.map`, or put
 * something on every object. So what belongs to everybody is noted down before the first cell, and put back while the
 * kernel works for itself; after that the learner finds it as she left it.
 *
 * The code that looks uses nothing that could have been replaced.
 */

const { defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
const { is } = Object;

type Bag = Record<PropertyKey, unknown>;

/** One object as it was. */
interface Kept {
	name: string;
	object: Bag;
	keys: PropertyKey[];
	descriptors: PropertyDescriptor[];
	/** What was not there is taken away, too. */
	closed: boolean;
}

interface Change {
	object: Bag;
	key: PropertyKey;
	/** As the learner left it; undefined where she removed it. */
	left: PropertyDescriptor | undefined;
}

/** Something cannot be put back. */
export class Ruined extends Error {}

export class Intrinsics {
	private readonly kept: Kept[] = [];
	private depth = 0;

	/** @param others objects of the home, of whose functions the kernel makes use */
	constructor(private readonly others: Readonly<Record<string, object>>) {}

	/** Notes down what is to be kept. Once, before any cell runs; until then nothing is guarded. */
	note(): void {
		const seen = new Set<object>();
		const keep = (name: string, object: object, closed: boolean, isKept: (d: PropertyDescriptor) => boolean) => {
			if (seen.has(object)) return;
			seen.add(object);
			const all = ownKeys(object);
			const keys: PropertyKey[] = all.filter((key) => isKept(getOwnPropertyDescriptor(object, key) ?? {}));
			const descriptors = keys.map((key) => getOwnPropertyDescriptor(object, key) ?? {});
			this.kept.push({ name, object: object as Bag, keys, descriptors, closed: closed && keys.length === all.length });
		};
		const isFunction = ({ value }: PropertyDescriptor) => typeof value === "function";
		const everything = () => true;
		for (const [name, object] of languageObjects()) keep(name, object, true, everything);
		for (const [name, object] of Object.entries(this.others)) keep(name, object, false, isFunction);
		const globals = globalNames();
		const values = globals.map((name) => ({ value: (globalThis as Bag)[name], writable: true, configurable: true }));
		this.kept.push({ name: "globalThis", object: globalThis, keys: globals, descriptors: values, closed: false });
	}

	/** The kernel is at work for itself. */
	get isGuarding(): boolean {
		return this.depth > 0;
	}

	/** Does something with the language as it was. @throws Ruined where a learner's code has made that impossible */
	guard<T>(work: () => T): T {
		if (this.depth > 0) return work();
		const changes: Change[] = [];
		this.depth++;
		try {
			for (let k = 0; k < this.kept.length; k++) if (!isWhole(this.kept[k])) putBack(this.kept[k], changes);
			return work();
		} finally {
			this.depth--;
			for (let k = changes.length - 1; k >= 0; k--) leave(changes[k]);
		}
	}
}

function isWhole({ object, keys, descriptors, closed }: Kept): boolean {
	if (closed && ownKeys(object).length !== keys.length) return false;
	for (let k = 0; k < keys.length; k++) if (!isAs(object, keys[k], descriptors[k])) return false;
	return true;
}

function isAs(object: Bag, key: PropertyKey, { get, value }: PropertyDescriptor): boolean {
	return get === undefined ? is(object[key], value) : getOwnPropertyDescriptor(object, key)?.get === get;
}

function putBack({ name, object, keys, descriptors, closed }: Kept, changes: Change[]): void {
	const now = ownKeys(object);
	for (let k = 0; closed && k < now.length; k++) {
		if (has(keys, now[k])) continue;
		changes[changes.length] = { object, key: now[k], left: getOwnPropertyDescriptor(object, now[k]) };
		if (!deleteProperty(object, now[k])) throw new Ruined(`${name}.${String(now[k])} cannot be removed again`);
	}
	for (let k = 0; k < keys.length; k++) {
		const key = keys[k];
		if (isAs(object, key, descriptors[k])) continue;
		changes[changes.length] = { object, key, left: getOwnPropertyDescriptor(object, key) };
		if (!defineProperty(object, key, descriptors[k])) throw new Ruined(`${name}.${String(key)} cannot be put back`);
	}
}

/** Array.prototype.includes may be what was replaced. */
function has(keys: PropertyKey[], key: PropertyKey): boolean {
	for (let k = 0; k < keys.length; k++) if (keys[k] === key) return true;
	return false;
}

function leave({ object, key, left }: Change): void {
	if (left === undefined) deleteProperty(object, key);
	else defineProperty(object, key, left);
}

const OF_HOME = [
	...["process", "Buffer", "console", "TextDecoder", "TextEncoder", "atob", "btoa"],
	...["setTimeout", "clearTimeout", "setInterval", "clearInterval", "setImmediate", "queueMicrotask"],
];

/** The names of the language's own global variables: what is not enumerable there; and Node's that the kernel uses. */
function globalNames(): string[] {
	return [...languageNames(), ...OF_HOME.filter((name) => name in globalThis)];
}

function languageNames(): string[] {
	return Object.getOwnPropertyNames(globalThis).filter((name) => {
		const { configurable, enumerable, value } = getOwnPropertyDescriptor(globalThis, name) ?? {};
		return configurable === true && !enumerable && (typeof value === "function" || typeof value === "object");
	});
}

/** Constructors, prototypes and namespaces, and what only syntax reaches. */
function languageObjects(): [string, object][] {
	const found: [string, object][] = [];
	for (const name of languageNames()) {
		if (name === "globalThis" || name === "global") continue;
		const value = (globalThis as Bag)[name] as object;
		found.push([name, value]);
		const { prototype } = value as { prototype?: object };
		if (typeof prototype === "object") found.push([`${name}.prototype`, prototype]);
	}
	const generator = (function* () {})();
	const asynchronous = (async function* () {})();
	const hidden = [[][Symbol.iterator](), ""[Symbol.iterator](), new Map().keys(), new Set().keys(), "".matchAll(/./g)];
	for (const start of [...hidden, generator, asynchronous, async () => undefined, new Int8Array()]) {
		for (let object = getPrototypeOf(start); object !== null; object = getPrototypeOf(object))
			found.push(["a hidden prototype", object]);
	}
	return found;
}
