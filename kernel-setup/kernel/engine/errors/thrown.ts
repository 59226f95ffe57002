/**
 * What was thrown, looked at with care: anything can be thrown, also what throws when it is asked its name, or what is its own
 * cause. Nothing here throws.
 */

/** A property, if it can be read. */
export function read(value: unknown, key: PropertyKey): unknown {
	try {
		return (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
	} catch {
		return undefined;
	}
}

/** As text, if it lets itself be made text. */
export function text(value: unknown, otherwise = ""): string {
	try {
		return value === undefined || value === null ? otherwise : String(value);
	} catch {
		return otherwise;
	}
}

/** An error, or something that has a stack as one. */
export function isErrorLike(value: unknown): value is object {
	try {
		return value instanceof Error || (typeof value === "object" && value !== null && "stack" in value);
	} catch {
		return false;
	}
}

const TOLD_ELSEWHERE = new Set<PropertyKey>(["name", "message", "stack", "cause", "errors"]);

/** Its own properties beside those that every error has: `code`, `errno`, … */
export function ownProperties(error: object): Record<string, unknown> {
	const found: Record<string, unknown> = {};
	try {
		for (const key of Object.keys(error)) {
			if (TOLD_ELSEWHERE.has(key)) continue;
			const property = Object.getOwnPropertyDescriptor(error, key);
			if (property !== undefined && "value" in property) found[key] = property.value;
		}
	} catch {
		// It does not want to be looked at.
	}
	return found;
}

/** The errors that an AggregateError holds. */
export function errorsOf(error: object): unknown[] {
	try {
		const errors = read(error, "errors");
		return Array.isArray(errors) ? [...errors] : [];
	} catch {
		return [];
	}
}
