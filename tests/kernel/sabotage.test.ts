/** What a cell may do to the process that runs it, and the next cell is right all the same. */
import { symlinkSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../places";
import { temporaryFolder } from "../temporary";
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
	const kept = roots.filter((root) => Object(root) === root).map((object) => ({ object, keys: ownKeys(object) as PropertyKey[], was: [] as any[] }));
	for (const { object, keys, was } of kept) for (let k = 0; k < keys.length; k++) was[k] = getOwnPropertyDescriptor(object, keys[k]);
	const [everything, home, bytes] = [globalThis as any, process, Buffer];
	Object.defineProperty(globalThis, "mend", { value: () => {
		for (let n = 0; n < kept.length; n++) {
			const { object, keys, was } = kept[n];
			for (let k = 0; k < keys.length; k++) defineProperty(object, keys[k], was[k]);
			if (n >= 12) { const now = ownKeys(object); for (let k = 0; k < now.length; k++) {
				let known = false;
				for (let m = 0; m < keys.length; m++) known ||= keys[m] === now[k];
				if (!known) deleteProperty(object, now[k]);
			} }
		}
		everything.process = home;
		everything.Buffer = bytes;
	} });
}
declare global { function mend(): void }`;

let kernel: TestKernel;
const noteDown = async () => expect((await kernel.run(MENDER)).reply).toMatchObject({ status: "ok" });
beforeAll(async () => {
	const folder = temporaryFolder("sabotage");
	symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"), "junction");
	kernel = await TestKernel.start({ cwd: folder, env: { GRADLAB_TEST: "here" } });
	await noteDown();
});
afterAll(() => kernel.stop());

describe.each([
	["the language", OF_THE_LANGUAGE],
	["the process", OF_THE_PROCESS],
	["the pipes", OF_THE_PIPES],
])("a cell that breaks %s", (_what, sabotages) => {
	it.each(sabotages)("%s", async (code) => {
		const before = kernel.iopub.length;
		const isLost = () =>
			kernel.iopub.slice(before).some(({ content }) => `${content.evalue}`.includes("The state is lost"));
		const run = (text: string) => kernel.run(text, {}, 40);
		const { reply } = await run(`{ ${code} }`);
		// It did what it says: nothing refused it, neither the type checker nor an error of its own.
		if (reply.status !== "ok") expect(reply.evalue).toMatch(/The state is lost|The cell was interrupted/);
		const { text, error } = await run("1 + 1");
		if (error === undefined || error.ename === "KeyboardInterrupt") expect(text ?? (await run("1 + 1")).text).toBe("2");
		// What is frozen cannot be mended: that takes another engine.
		const mend = code.includes("freeze") ? "process.exit(0)" : "mend()";
		let mended = await run(mend);
		// A signal may come late.
		if (mended.reply.ename === "KeyboardInterrupt") mended = await run(mend);
		if (mended.reply.status === "ok") return;
		expect(isLost()).toBe(true);
		expect((await run("1 + 1")).text).toBe("2");
		await noteDown();
	});
});
