/** The debugger, as JupyterLab's front end drives it: the Debug Adapter Protocol on the control channel. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { murmur2 } from "../../kernel-setup/kernel/host/debug/murmur2";
import type { Content } from "../../kernel-setup/kernel/wire/message";
import { TestKernel } from "./client";

interface Variable {
	name: string;
	value: string;
	variablesReference: number;
}
interface Frame {
	id: number;
	name: string;
	line: number;
	source: { path: string };
}

let kernel: TestKernel;
let folder: string;
let seq = 0;
/** How many of the events so far a test has seen. */
let seen = 0;

async function debug<T = Content>(command: string, args: object = {}): Promise<T> {
	const reply = await kernel.request(
		"debug_request",
		{ type: "request", seq: ++seq, command, arguments: args },
		"control",
	);
	expect(reply, JSON.stringify(reply)).toMatchObject({ type: "response", success: true, command });
	return reply.body as T;
}

async function refused(command: string, args: object = {}): Promise<string> {
	const reply = await kernel.request(
		"debug_request",
		{ type: "request", seq: ++seq, command, arguments: args },
		"control",
	);
	expect(reply.success).toBe(false);
	return String(reply.message);
}

const events = () =>
	kernel.iopub
		.filter(({ header }) => header.msg_type === "debug_event")
		.map(({ content }) => content as { event: string; body: Content });

/** The next event of that name. */
async function event(name: string): Promise<Content> {
	const next = () => events().findIndex((one, k) => k >= seen && one.event === name);
	await kernel.until(() => next() >= 0, `the event ${name}`);
	seen = next() + 1;
	return events()[seen - 1].body;
}

async function breakAt(code: string, ...lines: number[]): Promise<{ path: string; lines: number[] }> {
	const { sourcePath } = await debug<{ sourcePath: string }>("dumpCell", { code });
	const breakpoints = lines.map((line) => ({ line }));
	const set = await debug<{ breakpoints: { line: number; verified: boolean }[] }>("setBreakpoints", {
		source: { path: sourcePath },
		breakpoints,
		sourceModified: false,
	});
	return { path: sourcePath, lines: set.breakpoints.map(({ line }) => line) };
}

const frames = async () => (await debug<{ stackFrames: Frame[] }>("stackTrace", { threadId: 1 })).stackFrames;
const inside = async (variablesReference: number) =>
	(await debug<{ variables: Variable[] }>("variables", { variablesReference })).variables;

/** Scope → name → value, of a frame. */
async function variables(frame: Frame): Promise<Record<string, Record<string, string>>> {
	const { scopes } = await debug<{ scopes: Variable[] }>("scopes", { frameId: frame.id });
	const shown: Record<string, Record<string, string>> = {};
	for (const { name, variablesReference } of scopes)
		shown[name] = Object.fromEntries((await inside(variablesReference)).map((one) => [one.name, one.value]));
	return shown;
}

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), "gradlab-debug-"));
	writeFileSync(
		path.join(folder, "gates.ts"),
		"export function twice(x: number): number {\n\tconst y = 2 * x;\n\treturn y;\n}\n",
	);
	kernel = await TestKernel.start({ cwd: folder });
	await kernel.run("const before = { rate: 0.5, tags: ['PER', 'LOC'] };");
});
afterAll(async () => {
	await kernel.stop();
	rmSync(folder, { recursive: true });
});

describe("before it is started", () => {
	it("it tells how cells are named, and that nothing is set", async () => {
		const info = await debug("debugInfo");
		expect(info).toMatchObject({ isStarted: false, hashMethod: "Murmur2", breakpoints: [], stoppedThreads: [] });
		const { sourcePath } = await debug("dumpCell", { code: "1 + 1" });
		expect(sourcePath).toBe(`${info.tmpFilePrefix}${murmur2("1 + 1", Number(info.hashSeed))}${info.tmpFileSuffix}`);
	});

	it("the variables of the notebook are shown, and unfolded", async () => {
		const { variables: all } = await debug<{ variables: Variable[] }>("inspectVariables");
		expect(all.map(({ name }) => name)).toEqual(["before"]);
		expect(await inside(all[0].variablesReference)).toMatchObject([
			{ name: "rate", value: "0.5" },
			{ name: "tags", value: "Array(2)" },
		]);
		const { data } = await debug<{ data: Content }>("richInspectVariables", { variableName: "before" });
		expect(data["text/plain"]).toBe("{ rate: 0.5, tags: [ 'PER', 'LOC' ] }");
	});

	it("what is unknown is refused with a sentence", async () => {
		expect(await refused("teleport")).toBe("this debugger does not know teleport");
		expect(await refused("toString")).toBe("this debugger does not know toString");
		const wrong: [string, object, string][] = [
			["dumpCell", { code: 7 }, "code has to be a string, and is 7"],
			["source", { source: "cell.ts" }, "source has to be an object with a path, and is a string"],
			["setBreakpoints", { breakpoints: [] }, "source has to be an object with a path, and is missing"],
			[
				"setBreakpoints",
				{ source: { path: "/x" }, breakpoints: [{ line: 1.5 }] },
				"breakpoints has to be a list of objects with a line, a whole number from 1, and is an array",
			],
			["setExceptionBreakpoints", { filters: "raised" }, "filters has to be a list of strings, and is a string"],
			["scopes", { frameId: "1" }, "frameId has to be a whole number from 0, and is a string"],
			["variables", {}, "variablesReference has to be a whole number from 0, and is missing"],
			["richInspectVariables", { variableName: null }, "variableName has to be a string, and is null"],
			["evaluate", { expression: {} }, "expression has to be a string, and is an object"],
		];
		for (const [command, args, why] of wrong) expect(await refused(command, args)).toBe(`${command}: ${why}`);
		for (const content of [{ command: 7 }, {}, { command: "threads", arguments: [] }])
			expect(await kernel.request("debug_request", content, "control")).toMatchObject({
				status: "error",
				ename: "MalformedMessage",
			});
		expect(await refused("setBreakpoints", { source: { path: "x" }, breakpoints: [] })).toMatch("not started");
		expect(await refused("continue")).toMatch("nothing to go on from");
		expect(await refused("source", { source: { path: "/nowhere.ts" } })).toMatch("neither a cell nor a file");
	});
});

describe("started", () => {
	beforeAll(async () => {
		const kernelInfo = await kernel.request("kernel_info_request", {});
		expect(kernelInfo.supported_features).toContain("debugger");
		await debug("initialize", { adapterID: "gradlab" });
		await debug("attach");
		await event("initialized");
		await debug("configurationDone");
	});

	const SUM =
		"interface Point { x: number }\n\nlet total = 0;\nfunction add(p: Point): number {\n\tconst step = p.x * before.rate;\n\ttotal += step;\n\treturn total;\n}\nfor (const x of [1, 2]) add({ x });\ntotal";

	it("a cell stops where a breakpoint was set before it ran, and shows what is there", async () => {
		const { path: cell, lines } = await breakAt(SUM, 6);
		expect(lines).toEqual([6]);
		const running = kernel.run(SUM);
		expect(await event("stopped")).toMatchObject({ reason: "breakpoint", threadId: 1 });
		const stack = await frames();
		expect(stack.map(({ name, line }) => [name, line])).toEqual([
			["add", 6],
			["cell 2", 9],
		]);
		expect(stack[0].source.path).toBe(cell);
		expect((await debug("source", { source: { path: cell } })).content).toBe(SUM);
		const shown = await variables(stack[0]);
		expect(shown.Here).toEqual({ p: "Object", step: "0.5" });
		expect(shown.Notebook).toMatchObject({ total: "0", before: "Object" });
		expect((await variables(stack[1])).Here).toMatchObject({ x: "1", total: "0" });

		// An expression sees what stands there, and the variables of the cells, and can change them.
		const evaluate = (expression: string) => debug("evaluate", { expression, frameId: stack[0].id });
		expect(await evaluate("step + before.rate")).toMatchObject({ result: "1", type: "number" });
		expect(await refused("evaluate", { expression: "nowhere + 1", frameId: stack[0].id })).toBe(
			"ReferenceError: nowhere is not defined",
		);
		await evaluate("total = 100");

		await debug("next", { threadId: 1 });
		await event("continued");
		await event("stopped");
		expect((await frames())[0].line).toBe(7);
		await debug("stepOut", { threadId: 1 });
		await event("stopped");
		expect((await frames())[0]).toMatchObject({ name: "cell 2", line: 9 });
		await debug("continue", { threadId: 1 });
		await event("stopped");
		expect((await variables((await frames())[0])).Here).toMatchObject({ step: "1" });
		// Without the breakpoint it runs to its end.
		await breakAt(SUM);
		await debug("continue", { threadId: 1 });
		expect((await running).text).toBe("101.5");
		expect(await kernel.run("typeof globalThis['total' as never]")).toMatchObject({ text: "'undefined'" });
	});

	it("stepping goes into a file of one's own, and not into the library or the kernel", async () => {
		const code =
			'import { twice } from "./gates";\nimport { Matrix } from "gradlab";\nconst m = new Matrix(1, 1);\nconst four = twice(2);\nfour';
		await breakAt(code, 3);
		const running = kernel.run(code);
		await event("stopped");
		const lines: unknown[] = [];
		for (let k = 0; k < 3; k++) {
			await debug("stepIn", { threadId: 1 });
			await event("stopped");
			const [{ source, line }] = await frames();
			lines.push([path.basename(source.path) === "gates.ts", line]);
		}
		expect(lines).toEqual([
			[false, 4],
			[true, 2],
			[true, 3],
		]);
		const { modules } = await debug<{ modules: { name: string; path: string }[] }>("modules");
		expect(modules.map(({ name }) => name)).toEqual(["gates.ts"]);
		const breakpoints = [{ line: 3 }];
		await debug("setBreakpoints", { source: { path: modules[0].path }, breakpoints });
		await breakAt(code);
		await debug("continue", { threadId: 1 });
		await running.catch(() => undefined);
		const again = kernel.run("twice(5)");
		await event("stopped");
		expect((await frames()).map(({ name }) => name)).toEqual(["twice", "cell 5"]);
		await debug("setBreakpoints", { source: { path: modules[0].path }, breakpoints: [] });
		await debug("continue", { threadId: 1 });
		expect((await again).text).toBe("10");
	});

	it("it stops after an await, and where an error is thrown when that is wanted", async () => {
		const code =
			"await new Promise((resolve) => setTimeout(resolve, 5));\nconst late = 1;\nif (late) throw new Error('so');";
		await breakAt(code, 2);
		await debug("setExceptionBreakpoints", { filters: ["raised"] });
		const running = kernel.run(code);
		await event("stopped");
		expect((await frames())[0].line).toBe(2);
		await debug("continue", { threadId: 1 });
		expect(await event("stopped")).toMatchObject({ reason: "exception", text: "Error: so" });
		expect((await frames())[0].line).toBe(3);
		await debug("setExceptionBreakpoints", { filters: [] });
		await debug("continue", { threadId: 1 });
		expect((await running).error?.evalue).toBe("so");
	});

	it("a loop can be paused; an interrupt ends a cell that stands at a breakpoint, and keeps the state", async () => {
		const code = "let turns = 0;\nwhile (true) {\n\tturns++;\n}";
		const running = kernel.run(code);
		for (const what of ["at its beginning or later", "in the loop"]) {
			await debug("pause", { threadId: 1 });
			await event("stopped");
			expect((await frames())[0].name, what).toMatch(/^cell /);
			if (what !== "in the loop") await debug("continue", { threadId: 1 });
		}
		await kernel.request("interrupt_request", {}, "control");
		expect((await running).error?.ename).toBe("KeyboardInterrupt");
		expect((await kernel.run("turns > 0 && before.rate")).text).toBe("0.5");
	});

	it("after the engine's death breakpoints are still there", async () => {
		const code = "const again = 7;\nagain";
		await breakAt(code, 2);
		await kernel.run("process.exit(3)");
		const running = kernel.run(code);
		await event("stopped");
		expect((await frames())[0].line).toBe(2);
		await breakAt(code);
		await debug("continue", { threadId: 1 });
		expect((await running).text).toBe("7");
	});

	it("disconnected, nothing stops any more", async () => {
		await breakAt("const free = 1;\nfree", 2);
		await debug("disconnect", { restart: false, terminateDebuggee: false });
		expect((await kernel.run("const free = 1;\nfree")).text).toBe("1");
		expect(await debug("debugInfo")).toMatchObject({ isStarted: false });
	});
});
