/** What a cell may do to the process that runs it, and the next cell is right all the same. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestKernel } from "./client";
import { OF_THE_LANGUAGE, OF_THE_PIPES, OF_THE_PROCESS } from "./faults";

/** Notes down what is there, so that `mend()` can put it back for the next sabotage: one engine does for nearly all. */
const MENDER = `{
	const { defineProperty, deleteProperty, getOwnPropertyDescriptor, ownKeys } = Reflect;
	const names = Object.getOwnPropertyNames(globalThis);
	const roots: object[] = [globalThis, process, console, Buffer, require("fs"), require("path"), require("module")];
	roots.push(require("vm"), require("util"), require("net"), require("events").prototype, process.stdout);
	for (const name of names) {
		const value = (globalThis as any)[name];
		if (/^[A-Z]/.test(name)) roots.push(value);
		if (typeof value === "function" && typeof value.prototype === "object") roots.push(value.prototype);
	}
	const kept = roots.filter(Boolean).map((object) => ({ object, keys: ownKeys(object) as PropertyKey[], was: [] as any[] }));
	for (const { object, keys, was } of kept) for (let k = 0; k < keys.length; k++) was[k] = getOwnPropertyDescriptor(object, keys[k]);
	const home = process;
	Object.defineProperty(globalThis, "mend", { value: () => {
		for (let n = 0; n < kept.length; n++) {
			const { object, keys, was } = kept[n];
			for (let k = 0; k < keys.length; k++) defineProperty(object, keys[k], was[k]);
			if (n > 12) { const now = ownKeys(object); for (let k = 0; k < now.length; k++) {
				let known = false;
				for (let m = 0; m < keys.length; m++) known ||= keys[m] === now[k];
				if (!known) deleteProperty(object, now[k]);
			} }
		}
		(globalThis as any).process = home;
	} });
}`;

let kernel: TestKernel;
beforeAll(async () => {
	kernel = await TestKernel.start({ env: { GRADLAB_TEST: "here" } });
	await kernel.run(MENDER);
});
afterAll(() => kernel.stop());

describe.each([
	["the language", OF_THE_LANGUAGE],
	["the process", OF_THE_PROCESS],
	["the pipes", OF_THE_PIPES],
])("a cell that breaks %s", (_what, sabotages) => {
	it.each(sabotages)("%s", async (code) => {
		const { reply } = await kernel.run(`{ ${code} }`, {}, 40);
		expect(["ok", "error"]).toContain(reply.status);
		const { text, error } = await kernel.run("1 + 1", {}, 40);
		if (error === undefined) {
			expect(text).toBe("2");
			await kernel.run("mend()");
		} else {
			expect(error.evalue).toContain("The state is lost");
			expect((await kernel.run("1 + 1")).text).toBe("2");
			await kernel.run(MENDER);
		}
	});
});
