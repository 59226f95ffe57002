/** Whatever is thrown, however it is made, it is told, and first what was thrown. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Sources } from "../../kernel-setup/kernel/engine/errors/sources";
import { Tracebacks } from "../../kernel-setup/kernel/engine/errors/tracebacks";
import { inspectValue } from "../../kernel-setup/kernel/node/inspect";
import { plain } from "./client";

const tracebacks = new Tracebacks(new Sources(() => undefined), { inspect: inspectValue });

const raise = (): never => {
	throw new Error("hostile");
};
const hostile = fc.constantFrom<() => unknown>(
	() => null,
	() => undefined,
	() => Symbol("s"),
	() => 0n,
	() => () => 1,
	() => ({ toString: raise, [Symbol.toPrimitive]: raise }),
	() => Object.create(null),
	() =>
		new Proxy({}, { get: raise, has: raise, getPrototypeOf: raise, ownKeys: raise, getOwnPropertyDescriptor: raise }),
	() => new Proxy(new Error("proxied"), { get: raise }),
	() => Object.defineProperty(new Error("no stack"), "stack", { get: raise }),
	() => Object.defineProperty(new Error("no name"), "name", { get: raise }),
	() => Object.assign(new Error("odd"), { name: Symbol("odd"), errors: 5, cause: null }),
	() => ({ stack: 7, message: { toString: raise } }),
);

/** The errors that were made here, and say truly what they are. */
const honest = new WeakSet<object>();

/** An error of errors: causes, aggregates, properties, now and then itself in the place of another. */
const { thrown } = fc.letrec<{ thrown: () => unknown; error: () => Error }>((tie) => ({
	error: fc
		.record({
			message: fc.string(),
			cause: fc.option(tie("thrown"), { nil: undefined, depthIdentifier: "nested" }),
			errors: fc.array(tie("thrown"), { maxLength: 3, depthIdentifier: "nested" }),
			properties: fc.dictionary(fc.constantFrom("code", "errno", "data", "at"), fc.anything({ maxDepth: 1 })),
			getter: fc.boolean(),
			circle: fc.boolean(),
		})
		.map(({ message, cause, errors, properties, getter, circle }) => () => {
			const inner = errors.map((make) => make());
			const made = inner.length > 0 ? new AggregateError(inner, message) : new TypeError(message);
			if (cause !== undefined) made.cause = cause();
			Object.assign(made, properties);
			if (getter) Object.defineProperty(made, "lazy", { enumerable: true, get: raise });
			if (circle && made instanceof AggregateError) made.errors.push(made);
			else if (circle) made.cause = made;
			honest.add(made);
			return made;
		}),
	thrown: fc.oneof({ depthSize: "small", depthIdentifier: "nested" }, hostile, tie("error")),
}));

describe("the telling of errors", () => {
	it("never throws, ends, and names the outermost error first, with all that is in it", () => {
		fc.assert(
			fc.property(thrown, (make) => {
				const value = make();
				const { ename, evalue, traceback } = tracebacks.reportOf(value);
				expect(traceback.every((line) => typeof line === "string")).toBe(true);
				expect(traceback.length).toBeLessThan(2000);
				expect(plain(traceback).startsWith(`${ename}: ${evalue}`)).toBe(true);
				if (typeof value !== "object" || value === null || !honest.has(value)) return;
				expect(evalue).toBe((value as Error).message);
				const { errors } = value as AggregateError;
				if (Array.isArray(errors)) expect(plain(traceback)).toContain(`${errors.length} of ${errors.length}: `);
			}),
			{ numRuns: 1000, seed: 20_261_124 },
		);
	});
});
