/** What the names of an import stand for, whatever kind of module it is. */

/** `import d from "m"`, where m may be CommonJS: the module itself is then the default. */
export function defaultOf(module: unknown): unknown {
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
export function namespaceOf(module: unknown): unknown {
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
