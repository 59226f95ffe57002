/** The variables of the cells while they run: a box for each name (see shared-variables.ts), and what a cell finds in `$cell`. */

import type { CellModules } from "../ports";

type Box = Record<string, unknown>;

/** Where an imported name reads its module: a getter that is there once, and a place that can be replaced. */
const links = new WeakMap<Box, { read: () => unknown }>();

export class Variables {
	private readonly boxes = new Map<string, Box>();

	readonly box = (name: string): Box => {
		let box = this.boxes.get(name);
		if (box === undefined) {
			box = {};
			this.boxes.set(name, box);
		}
		return box;
	};

	/** Whoever uses these names from now on is told why they have no value. */
	withdraw(names: readonly string[], why: (name: string) => Error): void {
		for (const name of names) {
			const box = this.box(name);
			links.delete(box);
			defineReader(box, name, () => {
				throw why(name);
			});
		}
	}
}

/** The property is read through `get` until something is assigned to it. */
function defineReader(box: Box, name: string, get: () => unknown): void {
	const set = (value: unknown) => {
		links.delete(box);
		Object.defineProperty(box, name, { value, writable: true, enumerable: true, configurable: true });
	};
	Object.defineProperty(box, name, { get, set, enumerable: true, configurable: true });
}

/** `import d from "m"`, where m may be CommonJS: the module itself is then the default. */
function defaultOf(module: unknown): unknown {
	return isEsModule(module) ? (module as { default: unknown }).default : module;
}

function isEsModule(module: unknown): boolean {
	if ((typeof module !== "object" && typeof module !== "function") || module === null) return false;
	return (
		(module as { __esModule?: boolean }).__esModule === true ||
		Object.prototype.toString.call(module) === "[object Module]"
	);
}

const namespaces = new WeakMap<object, object>();

/** `import * as ns from "m"`, where m may be CommonJS. */
function namespaceOf(module: unknown): unknown {
	if (isEsModule(module)) return module;
	if ((typeof module !== "object" && typeof module !== "function") || module === null) return { default: module };
	let namespace = namespaces.get(module);
	if (namespace === undefined) {
		namespace = {};
		for (const key of Object.keys(module)) {
			if (key === "default") continue;
			Object.defineProperty(namespace, key, { enumerable: true, get: () => (module as Record<string, unknown>)[key] });
		}
		Object.defineProperty(namespace, "default", { enumerable: true, value: module });
		namespaces.set(module, namespace);
	}
	return namespace;
}

/** What one run of a cell finds in `$cell`. */
export class CellScope {
	/** How many of the steps are done that define names. */
	at = 0;
	/** The value of the last expression. */
	value: unknown;
	readonly box: Variables["box"];
	readonly module: CellModules["require"];
	readonly meta: object;
	readonly defaultOf = defaultOf;
	readonly namespaceOf = namespaceOf;

	constructor(
		{ box }: Variables,
		private readonly modules: CellModules,
	) {
		this.box = box;
		this.module = modules.require;
		this.meta = modules.meta;
	}

	/** `import()` */
	async load(specifier: string, options?: ImportCallOptions): Promise<unknown> {
		return namespaceOf(await this.modules.import(specifier, options));
	}

	/** A `var` begins as undefined, also when its cell is run again. */
	fresh(name: string): void {
		const box = this.box(name);
		if (name in box) box[name] = undefined;
	}

	/** Binds an imported name to its module: what the module assigns later is seen. */
	link(name: string, read: () => unknown): void {
		const box = this.box(name);
		const link = links.get(box);
		if (link !== undefined) link.read = read;
		else {
			const fresh = { read };
			defineReader(box, name, () => fresh.read());
			links.set(box, fresh);
		}
	}
}
