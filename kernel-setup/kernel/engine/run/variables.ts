/** The variables of the cells while they run: a box for each name (see shared-variables.ts), and what a cell finds in `$cell`. */

import { CHECKPOINTS } from "../compile/checkpoints";
import { evaluated } from "../compile/evaluated";
import type { CellModules } from "../ports";
import { defaultOf, namespaceOf } from "./namespaces";
import { ownMap } from "./own-map";

type Box = Record<string, unknown>;
type Checkpoints = { isOver(): boolean; never: Promise<unknown> };

/** Where an imported name reads its module: a getter that is there once, and a place that can be replaced. */
interface Link {
	read: () => unknown;
	specifier: string;
	module: unknown;
	/** That its module was edited has been said. */
	told?: boolean;
}
const links = ownMap(new WeakMap<Box, Link>());
// Taken before any cell runs: a cell may replace it.
const { defineProperty } = Reflect;

export class Variables {
	readonly names: string[] = [];
	private readonly boxes = ownMap(new Map<string, Box>());

	readonly box = (name: string): Box => {
		let box = this.boxes.get(name);
		if (box === undefined) {
			box = {};
			this.boxes.set(name, box);
			this.names[this.names.length] = name;
		}
		return box;
	};

	/** The names that have a value, or a reason why they have none. */
	get defined(): string[] {
		return this.names.filter((name) => name in this.box(name));
	}

	/** Name → value, without what is imported and what has no value. */
	all(): Record<string, unknown> {
		const values: Record<string, unknown> = Object.create(null);
		for (const name of this.names) {
			const property = Object.getOwnPropertyDescriptor(this.box(name), name);
			if (property !== undefined && "value" in property) values[name] = property.value;
		}
		return values;
	}

	/**
	 * Imported names that still stand for a module as it was before it was edited: specifier → names. Without those that the
	 * cell declares, and those that have been told before, unless they are used again.
	 */
	outdated({ isCurrent }: CellModules, uses: readonly string[], declared: readonly string[]): Map<string, string[]> {
		const found = new Map<string, string[]>();
		for (const name of this.names) {
			const link = links.get(this.box(name));
			if (
				link === undefined ||
				declared.includes(name) ||
				(link.told && !uses.includes(name)) ||
				isCurrent(link.specifier, link.module)
			)
				continue;
			link.told = true;
			found.set(link.specifier, [...(found.get(link.specifier) ?? []), name]);
		}
		return found;
	}

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
		defineProperty(box, name, { value, writable: true, enumerable: true, configurable: true });
	};
	defineProperty(box, name, { get, set, enumerable: true, configurable: true });
}

/** What one run of a cell finds in `$cell`. */
export class CellScope {
	/** How many of the steps are done that define names. */
	at = 0;
	/** The value of the last expression. */
	value: unknown;
	arrived: Promise<unknown> | undefined;
	readonly box: Variables["box"];
	/** What was loaded last. */
	private loaded: Pick<Link, "specifier" | "module"> = { specifier: "", module: undefined };
	readonly meta: object;
	readonly defaultOf = defaultOf;
	readonly namespaceOf = namespaceOf;

	constructor(
		private readonly variables: Variables,
		private readonly modules: CellModules,
	) {
		this.box = variables.box;
		this.meta = modules.meta;
	}

	/** What `import` loads. */
	module(specifier: string): unknown {
		const module = this.modules.module(specifier);
		this.loaded = { specifier, module };
		return module;
	}

	/** What a direct `eval` is given. @param locals the names around it */
	evaluated(code: unknown, locals: readonly string[]): unknown {
		return typeof code === "string" ? evaluated(code, locals, this.variables.defined) : code;
	}

	/** `import()` */
	async load(specifier: unknown): Promise<unknown> {
		await this.modules.prepare(`${specifier}`);
		return namespaceOf(this.modules.module(`${specifier}`));
	}

	/** Whether a module has to be waited for, until `arrived`. */
	mustWait(specifier: string): boolean {
		const prepared = this.modules.prepare(specifier);
		if (prepared === undefined) return false;
		const { isOver, never } = (globalThis as unknown as Record<string, Checkpoints>)[CHECKPOINTS];
		this.arrived = prepared.then(() => (isOver() ? never : undefined));
		return true;
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
		const { specifier, module } = this.loaded;
		if (link !== undefined) {
			link.read = read;
			link.specifier = specifier;
			link.module = module;
			link.told = false;
		} else {
			const fresh: Link = { read, specifier, module };
			defineReader(box, name, () => fresh.read());
			links.set(box, fresh);
		}
	}
}
