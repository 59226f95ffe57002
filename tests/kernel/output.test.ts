import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestKernel } from "./client";

describe("what a cell shows", () => {
	let kernel: TestKernel;
	beforeAll(async () => {
		kernel = await TestKernel.start();
	});
	afterAll(() => kernel.stop());

	const dataOf = (outcome: Awaited<ReturnType<TestKernel["run"]>>, type: string) =>
		outcome.published
			.filter((message) => message.header.msg_type === type)
			.map((message) => message.content.data as Record<string, string>);

	it("20,000 prints in one synchronous loop arrive complete and in order", async () => {
		const { stdout } = await kernel.run("for (let k = 0; k < 20_000; k++) console.log(k)");
		expect(stdout).toBe(Array.from({ length: 20_000 }, (_, k) => `${k}\n`).join(""));
	});

	it("prints are joined into few messages", async () => {
		const { published } = await kernel.run("for (let k = 0; k < 20_000; k++) console.log(k)");
		expect(published.filter((message) => message.header.msg_type === "stream").length).toBeLessThan(1000);
	});

	it("a print shows while the cell still loops", async () => {
		const id = kernel.sendCell(
			'console.log("first"); const until = Date.now() + 3000; while (Date.now() < until) {} console.log("last")',
		);
		await kernel.until(
			() => kernel.publishedFor(id).some((message) => message.content.text === "first\n"),
			"the first print",
		);
		expect(kernel.publishedFor(id).some((message) => message.content.text === "last\n")).toBe(false);
		expect((await kernel.outcome(id)).stdout).toBe("first\nlast\n");
	});

	it("1,000 display updates arrive, all of them", async () => {
		const outcome = await kernel.run("const place = display(0); for (let k = 1; k <= 1000; k++) place.update(k)");
		expect(dataOf(outcome, "update_display_data").map((data) => data["text/plain"])).toEqual(
			Array.from({ length: 1000 }, (_, k) => String(k + 1)),
		);
	});

	it("a print of 5 MB arrives whole", async () => {
		const { stdout } = await kernel.run('console.log("ü".repeat(2_500_000))');
		expect(Buffer.byteLength(stdout)).toBe(5_000_001);
	});

	it("the order of prints, displays and the result is kept", async () => {
		const { published } = await kernel.run('console.log("a"); display("b"); console.error("c"); console.log("d"); "e"');
		const shown = published.filter((message) => !["status", "execute_input"].includes(message.header.msg_type));
		expect(
			shown.map((message) => message.content.text ?? (message.content.data as Record<string, string>)["text/plain"]),
		).toEqual(["a\n", "'b'", "c\n", "d\n", "'e'"]);
	});

	it("undefined shows nothing, null shows null", async () => {
		expect((await kernel.run("undefined")).text).toBeUndefined();
		expect((await kernel.run("null")).text).toBe("null");
	});

	it("a value with Jupyter.display shows its bundle, also when that is a promise", async () => {
		const bundle = '{ "text/html": "<b>x</b>", "text/plain": "x" }';
		const now = await kernel.run(`({ [Symbol.for("Jupyter.display")]: () => (${bundle}) })`);
		expect(dataOf(now, "execute_result")).toEqual([{ "text/html": "<b>x</b>", "text/plain": "x" }]);
		const later = await kernel.run(`({ [Symbol.for("Jupyter.display")]: async () => (${bundle}) })`);
		expect(dataOf(later, "execute_result")).toEqual([{ "text/html": "<b>x</b>", "text/plain": "x" }]);
	});

	it("display.update replaces what another cell displayed under an id", async () => {
		await kernel.run('display("old", { id: "mine" })');
		const { published } = await kernel.run('display.update("mine", "new")');
		const update = published.find((message) => message.header.msg_type === "update_display_data");
		expect(update?.content).toMatchObject({ data: { "text/plain": "'new'" }, transient: { display_id: "mine" } });
	});

	it("clearOutput asks the front end to clear, and can wait", async () => {
		const { published } = await kernel.run("clearOutput({ wait: true })");
		expect(published.find((message) => message.header.msg_type === "clear_output")?.content).toEqual({ wait: true });
	});

	it("tslab's own display works", async () => {
		const outcome = await kernel.run('import { display as tslabDisplay } from "tslab"; tslabDisplay.html("<i>hi</i>")');
		expect(dataOf(outcome, "display_data")).toEqual([{ "text/html": "<i>hi</i>" }]);
	});

	it("what a child process prints is shown too", async () => {
		const { stdout } = await kernel.run(
			'import { execFileSync } from "node:child_process"; execFileSync("echo", ["from outside"], { stdio: "inherit" }); await new Promise((done) => setTimeout(done, 200))',
		);
		expect(stdout).toBe("from outside\n");
	});

	it("what is printed after the cell has ended is shown under the cell that caused it", async () => {
		const id = kernel.sendCell('setTimeout(() => console.log("late"), 200); 1');
		await kernel.outcome(id);
		const next = await kernel.run('await new Promise((done) => setTimeout(done, 600)); console.log("mine")');
		expect(next.stdout).toBe("mine\n");
		expect((await kernel.outcome(id)).stdout).toBe("late\n");
	});

	it("a promise shows as a promise, also inside of others and where it is printed", async () => {
		const { text, stdout } = await kernel.run(
			"const later = { p: Promise.resolve({ a: 1 }), q: [new Promise(() => {})] }; console.log(later.p); later",
		);
		expect([text, stdout]).toEqual([
			"{ p: Promise { { a: 1 } }, q: [ Promise { <pending> } ] }",
			"Promise { { a: 1 } }\n",
		]);
	});

	it("display(…) at the end of a cell shows once", async () => {
		const { published } = await kernel.run('display.html("<b>x</b>")');
		const types = published.map((message) => message.header.msg_type);
		expect(types.filter((type) => type !== "status" && type !== "execute_input")).toEqual(["display_data"]);
	});

	it("display.png, json and bundle", async () => {
		const outcome = await kernel.run(
			'display.png(Uint8Array.of(1, 2, 3), "a dot"); display.json({ a: [1] }); display.bundle({ "text/html": "<b>", "text/plain": "b" });',
		);
		expect(dataOf(outcome, "display_data")).toEqual([
			{ "image/png": "AQID", "text/plain": "a dot" },
			{ "application/json": { a: [1] }, "text/plain": "{ a: [ 1 ] }" },
			{ "text/html": "<b>", "text/plain": "b" },
		]);
	});

	it("an array of records shows as a table, and as text", async () => {
		const [data] = dataOf(await kernel.run("[{ a: 1 }]"), "execute_result");
		expect(data["text/html"]).toContain("<td>1</td>");
		expect(data["text/plain"]).toBe("[ { a: 1 } ]");
	});

	it("what cannot be shown as it wants to is an error that says why, or is shown as text", async () => {
		const wrong = await kernel.run('({ [Symbol.for("Jupyter.display")]: () => 3 })');
		expect(wrong.error?.evalue).toMatch(/has to return an object from MIME types to contents.*returned a number/);
		const trapped = await kernel.run('new Proxy({}, { get() { throw new Error("trap") } })');
		expect([trapped.reply.status, trapped.text]).toEqual(["ok", "{}"]);
	});

	it("progress is one line in the saved notebook: a display that is updated", async () => {
		const outcome = await kernel.run('let sum = 0; for (const k of progress(1000, "adding")) sum += k; sum');
		expect(dataOf(outcome, "display_data")).toHaveLength(1);
		const updates = dataOf(outcome, "update_display_data");
		expect(updates.at(-1)?.["text/plain"]).toMatch(/^adding ━{20} 100% 1000, \d+\/s, .* in all$/);
		expect(outcome.published.find(({ header }) => header.msg_type === "execute_result")?.content.data).toEqual({
			"text/plain": "499500",
		});
	});
});
