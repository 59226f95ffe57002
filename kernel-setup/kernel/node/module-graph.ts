/**
 * Modules that have to be waited for: those that await at their top level, ES modules of packages, and whatever imports
 * one of them. They are evaluated in the order of the specification before `require` hands them out.
 */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { CompiledModule } from "../engine/compile/modules";
import { importUrl } from "./import-resolve.mjs";
import { type Located, locate } from "./locate";

type Loaded = NodeJS.Module & { done?: Promise<void> };

const require_ = createRequire(__filename);

export class ModuleGraph {
	/** Namespaces of ES modules that Node has loaded, by URL. */
	private readonly natives = new Map<string, object>();
	private readonly running = new Map<string, Promise<void>>();
	/** Files that will be evaluated when what they import has been. */
	private readonly expected = new Set<string>();
	/** Files whose evaluation somebody waits for. */
	private readonly awaited = new Set<string>();

	/** @param compiled a file that the kernel compiles; undefined for any other */
	constructor(private readonly compiled: (file: string) => CompiledModule | undefined) {}

	/** Loads what has to be waited for; undefined when there is nothing of the kind. */
	prepare(specifier: string, parent: string): Promise<void> | undefined {
		const located = locate(specifier, parent);
		if (located === undefined || !this.mustWait(located, new Set())) return undefined;
		return this.evaluate(located, new Set());
	}

	/** A module that is prepared, or needs no waiting. */
	load(specifier: string, parent: string, require: NodeJS.Require): unknown {
		const located = locate(specifier, parent);
		if (located === undefined) return require(specifier);
		if ("file" in located) {
			const { file } = located;
			return this.expected.has(file) && require_.cache[file] === undefined ? promised(file) : require(file);
		}
		return this.natives.get(located.url) ?? require(fileURLToPath(located.url));
	}

	/** What was being loaded never will be: the next import begins anew. */
	abandon(): void {
		for (const file of this.running.keys()) delete require_.cache[file];
		for (const each of [this.running, this.expected, this.awaited]) each.clear();
	}

	/** `require` cannot wait. */
	isAwaited(file: string): boolean {
		return this.awaited.has(file);
	}

	private mustWait(located: Located, seen: Set<string>): boolean {
		if ("url" in located) return !this.natives.has(located.url);
		const { file } = located;
		if (this.running.has(file)) return true;
		if (seen.has(file) || require_.cache[file]?.loaded) return false;
		seen.add(file);
		const unit = this.compiled(file);
		if (unit === undefined) return false;
		return unit.waits || this.importsOf(unit, file).some((imported) => this.mustWait(imported, seen));
	}

	private importsOf({ imports }: CompiledModule, file: string): Located[] {
		return imports.flatMap((specifier) => locate(specifier, file) ?? []);
	}

	/** Undefined when nothing is left to wait for. */
	private evaluate(located: Located, above: Set<string>): Promise<void> | undefined {
		if ("url" in located) {
			const { url } = located;
			if (this.natives.has(url)) return undefined;
			return importUrl(url).then((namespace) => void this.natives.set(url, namespace));
		}
		const { file } = located;
		const running = this.running.get(file);
		if (running !== undefined || above.has(file)) return running; // in a circle, whoever came first does not wait
		if (!this.mustWait(located, new Set())) {
			require_(file);
			return undefined;
		}
		const unit = this.compiled(file) as CompiledModule;
		above.add(file);
		this.expected.add(file);
		const waits = this.evaluateAll(this.importsOf(unit, file), above);
		above.delete(file);
		const done = waits.length === 0 ? this.run(file) : Promise.all(waits).then(() => this.run(file));
		const ended = done.finally(() => {
			this.running.delete(file);
			this.expected.delete(file);
		});
		this.running.set(file, ended);
		return ended;
	}

	/** One after the other, up to the first that throws. */
	private evaluateAll(imports: Located[], above: Set<string>): Promise<void>[] {
		const waits: Promise<void>[] = [];
		try {
			for (const imported of imports) waits.push(...[this.evaluate(imported, above) ?? []].flat());
		} catch (error) {
			waits.push(Promise.reject(error));
		}
		return waits;
	}

	private async run(file: string): Promise<void> {
		this.awaited.add(file);
		try {
			require_(file);
			await (require_.cache[file] as Loaded | undefined)?.done;
		} catch (error) {
			delete require_.cache[file]; // the next import tries again
			throw error;
		} finally {
			this.awaited.delete(file);
		}
	}
}

/** In a circle: a module that is not there yet, as what it will be. */
function promised(file: string): object {
	const exports = () => (require_.cache[file]?.exports ?? {}) as Record<PropertyKey, unknown>;
	return new Proxy(
		{},
		{
			get: (_, key) => (key === "__esModule" ? true : exports()[key]),
			has: (_, key) => key in exports(),
			ownKeys: () => Reflect.ownKeys(exports()),
			getOwnPropertyDescriptor: (_, key) => Object.getOwnPropertyDescriptor(exports(), key),
		},
	);
}
