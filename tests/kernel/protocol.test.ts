import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MessageCodec } from "../../kernel-setup/kernel/node/codec";
import { TestKernel } from "./client";

describe("the messaging protocol, beyond the official suite", () => {
	let kernel: TestKernel;
	beforeAll(async () => {
		kernel = await TestKernel.start();
	});
	afterAll(() => kernel.stop());

	const types = (outcome: { published: { header: { msg_type: string } }[] }) =>
		outcome.published.map((message) => message.header.msg_type);

	it("a cell's messages come in order: busy, execute_input, result, idle", async () => {
		const outcome = await kernel.run("6 * 7");
		expect(types(outcome)).toEqual(["status", "execute_input", "execute_result", "status"]);
		expect(outcome.published[1].content).toMatchObject({
			code: "6 * 7",
			execution_count: outcome.reply.execution_count,
		});
	});

	it("silent: nothing is shown, counted or remembered", async () => {
		const before = (await kernel.run("1")).reply.execution_count;
		const silent = await kernel.run('console.log("hush"); display(1); 2', { silent: true });
		expect(types(silent)).toEqual(["status", "status"]);
		const { history } = await kernel.request("history_request", { hist_access_type: "tail", n: 1, raw: true });
		expect(history).toEqual([[0, before, "1"]]);
		expect((await kernel.run("1")).reply.execution_count).toBe((before as number) + 1);
	});

	it("store_history false: shown, not counted, not remembered", async () => {
		const before = (await kernel.run("1")).reply.execution_count;
		const outcome = await kernel.run("3", { store_history: false });
		expect(outcome.text).toBe("3");
		expect(outcome.reply.execution_count).toBe(before);
		const { history } = await kernel.request("history_request", {
			hist_access_type: "tail",
			n: 1,
			output: false,
			raw: true,
		});
		expect(history).toEqual([[0, before, "1"]]);
	});

	it("user_expressions: each has a value or an error of its own", async () => {
		await kernel.run("const seen = 20;");
		const { reply } = await kernel.run("1", {
			user_expressions: { good: "seen + 1", bad: "missing", thrown: '(() => { throw new Error("no") })()' },
		});
		expect(reply.user_expressions).toMatchObject({
			good: { status: "ok", data: { "text/plain": "21" } },
			bad: { status: "error", ename: "TypeCheckError" },
			thrown: { status: "error", evalue: "no" },
		});
	});

	it("stop_on_error true: the cells behind are aborted, and the ones after that run", async () => {
		const [failing, behind] = [kernel.sendCell('throw new Error("stop")'), kernel.sendCell("1")];
		expect((await kernel.outcome(failing)).reply.status).toBe("error");
		expect((await kernel.outcome(behind)).reply.status).toBe("aborted");
		expect((await kernel.run("2")).text).toBe("2");
	});

	it("stop_on_error false: the cells behind run", async () => {
		const [failing, behind] = [
			kernel.sendCell('throw new Error("go on")', { stop_on_error: false }),
			kernel.sendCell("1"),
		];
		expect((await kernel.outcome(failing)).reply.status).toBe("error");
		expect((await kernel.outcome(behind)).text).toBe("1");
	});

	it("prompt() asks the front end", async () => {
		kernel.answerInput = (prompt) => `you asked ${prompt}`;
		const { text } = await kernel.run('const [one, two] = [prompt("one?"), prompt("two?")]; one + ", " + two', {
			allow_stdin: true,
		});
		expect(text).toBe("'you asked one?, you asked two?'");
	});

	it("prompt() says when it asks for a password, so that the front end hides what is typed", async () => {
		kernel.answerInput = (prompt, password) => `${prompt}${password ? "hidden" : "shown"}`;
		const code = 'prompt("a ", { password: true }) + ", " + prompt("b ")';
		expect((await kernel.run(code, { allow_stdin: true })).text).toBe("'a hidden, b shown'");
	});

	it("prompt() where nobody can answer is a clear error", async () => {
		const { error } = await kernel.run('prompt("your name?")', { allow_stdin: false });
		expect(error?.ename).toBe("StdinNotImplementedError");
		expect(error?.evalue).toContain("nobody can answer");
	});

	it("prompt() after an await can be interrupted, and the state is kept", async () => {
		kernel.answerInput = () => null;
		await kernel.run("const keptThroughPrompt = 1;");
		const id = kernel.sendCell('await null; prompt("wait")', { allow_stdin: true });
		await new Promise((resolve) => setTimeout(resolve, 500));
		await kernel.request("interrupt_request", {}, "control");
		expect((await kernel.outcome(id)).error?.evalue).toContain("is kept");
		expect((await kernel.run("keptThroughPrompt")).text).toBe("1");
	});

	it("prompt() can be interrupted", async () => {
		kernel.answerInput = () => null;
		const id = kernel.sendCell('prompt("wait for ever")', { allow_stdin: true });
		await new Promise((resolve) => setTimeout(resolve, 500));
		await kernel.request("interrupt_request", {}, "control");
		expect((await kernel.outcome(id)).reply.ename).toBe("KeyboardInterrupt");
	});

	it("comm_info is empty, and a comm that is opened is closed", async () => {
		expect(await kernel.request("comm_info_request", {})).toEqual({ status: "ok", comms: {} });
		const id = kernel.send("comm_open", { comm_id: "c1", target_name: "nothing", data: {} });
		await kernel.until(
			() => kernel.publishedFor(id).some((message) => message.header.msg_type === "comm_close"),
			"comm_close",
		);
	});

	it("kernel_info answers on control as on shell", async () => {
		const onShell = await kernel.request("kernel_info_request", {});
		expect(onShell).toMatchObject({ status: "ok", language_info: { name: "typescript", file_extension: ".ts" } });
		expect(await kernel.request("kernel_info_request", {}, "control")).toEqual(onShell);
	});

	it("history: tail, range and search, with output where asked", async () => {
		const { reply } = await kernel.run('"needle " + 1');
		await kernel.run('"hay"');
		const line = reply.execution_count as number;
		const ask = (content: object) =>
			kernel.request("history_request", { output: false, raw: true, ...content }).then(({ history }) => history);
		expect(await ask({ hist_access_type: "tail", n: 1 })).toEqual([[0, line + 1, '"hay"']]);
		expect(await ask({ hist_access_type: "range", session: 0, start: line, stop: line + 1, output: true })).toEqual([
			[0, line, ['"needle " + 1', "'needle 1'"]],
		]);
		expect(await ask({ hist_access_type: "search", pattern: '"needle*' })).toEqual([[0, line, '"needle " + 1']]);
	});

	it("history: of inputs that are the same, unique keeps the last one", async () => {
		const lines = [];
		for (const code of ['"twin"', '"other"', '"twin"']) lines.push((await kernel.run(code)).reply.execution_count);
		const search = { hist_access_type: "search", pattern: '"twin"', output: false, raw: true };
		const inputs = async (more: object) => (await kernel.request("history_request", { ...search, ...more })).history;
		expect(await inputs({})).toEqual([lines[0], lines[2]].map((line) => [0, line, '"twin"']));
		expect(await inputs({ unique: true })).toEqual([[0, lines[2], '"twin"']]);
	});

	it("connect_request: the ports of the connection file", async () => {
		expect(await kernel.request("connect_request", {})).toEqual({ status: "ok", ...kernel.ports });
	});

	it("an unknown request gets an error reply, not silence", async () => {
		expect(await kernel.request("teleport_request", {})).toMatchObject({ status: "error", ename: "UnknownRequest" });
	});

	it("completion counts characters, not UTF-16 units", async () => {
		const code = 'const 𝒮 = "𝒮𝒮"; Math.imu';
		const reply = await kernel.request("complete_request", { code, cursor_pos: [...code].length });
		expect(reply).toMatchObject({
			matches: ["imul"],
			cursor_start: [...code].length - 3,
			cursor_end: [...code].length,
		});
	});

	it("a message with a wrong signature is dropped and logged, and the kernel goes on", async () => {
		const id = kernel.send("execute_request", { code: "1" }, "shell", new MessageCodec("not the key"));
		expect((await kernel.run("2")).text).toBe("2");
		expect(kernel.publishedFor(id)).toEqual([]);
		expect(kernel.log).toContain("wrong signature");
	});
});

describe("shutdown", () => {
	it.each(["control", "shell"] as const)("on %s ends the kernel and its engine", async (channel) => {
		const kernel = await TestKernel.start();
		const engine = Number((await kernel.run("process.pid")).text);
		const exited = new Promise((resolve) => kernel.process.on("exit", resolve));
		expect(await kernel.request("shutdown_request", { restart: false }, channel)).toEqual({
			status: "ok",
			restart: false,
		});
		expect(await exited).toBe(0);
		await expect.poll(() => isAlive(engine)).toBe(false);
		await kernel.stop();
	});

	it.each([
		["control", "while (true) {}"],
		["control", "await new Promise(() => {})"],
		["shell", "1"],
	] as const)("on %s, with %s running or before it: whatever is outstanding is answered first", async (channel, code) => {
		const kernel = await TestKernel.start();
		const running = kernel.sendCell(`console.log("begun"); ${code}`);
		await kernel.until(
			() => kernel.publishedFor(running).some(({ content }) => content.text === "begun\n"),
			"the cell",
		);
		const before = ["2", "3"].map((cell) => kernel.sendCell(cell));
		const early = kernel.send("is_complete_request", { code: "1" });
		const shutdown = kernel.send("shutdown_request", { restart: true }, channel);
		const late = kernel.sendCell("4");
		if (channel === "control") {
			expect((await kernel.outcome(running)).reply).toMatchObject({ status: "error", ename: "KernelShutdown" });
			for (const id of before) expect((await kernel.outcome(id)).reply.status).toBe("aborted");
			expect((await kernel.outcome(early)).reply).toMatchObject({ status: "error", ename: "ShuttingDown" });
		} else {
			for (const id of [running, ...before]) expect((await kernel.outcome(id)).reply.status).toBe("ok");
			expect((await kernel.outcome(late)).reply.status).toBe("aborted");
		}
		expect((await kernel.outcome(shutdown)).reply).toEqual({ status: "ok", restart: true });
		await kernel.stop();
	});

	it.each([
		"SIGTERM",
		"SIGHUP",
	] as const)("%s ends the kernel and its engine, also while a cell loops", async (signal) => {
		const kernel = await TestKernel.start();
		const engine = Number((await kernel.run("process.pid")).text);
		const id = kernel.sendCell('console.log("begun"); while (true) {}');
		await kernel.until(() => kernel.publishedFor(id).some(({ content }) => content.text === "begun\n"), "the cell");
		const exited = new Promise((resolve) => kernel.process.on("exit", resolve));
		kernel.process.kill(signal);
		expect(await exited).toBe(0);
		await expect.poll(() => isAlive(engine)).toBe(false);
		await kernel.stop();
	});

	it("when the server that started it has gone, the kernel ends itself and its engine", async () => {
		const kernel = await TestKernel.start({ parent: true });
		const ids = (await kernel.run("[process.pid, process.ppid].join()")).text ?? "";
		const [engine, host] = ids.replaceAll("'", "").split(",").map(Number);
		expect([engine, host].map(isAlive)).toEqual([true, true]);
		expect(host).not.toBe(kernel.process.pid);
		kernel.process.kill("SIGKILL");
		await expect.poll(() => [engine, host].map(isAlive), { timeout: 10_000 }).toEqual([false, false]);
		await kernel.stop();
	});

	it("a kernel that is killed leaves no engine behind, not even one that loops", async () => {
		const kernel = await TestKernel.start();
		const engine = Number((await kernel.run("process.pid")).text);
		kernel.sendCell("while (true) {}");
		await new Promise((resolve) => setTimeout(resolve, 300));
		kernel.process.kill("SIGKILL");
		await expect.poll(() => isAlive(engine), { timeout: 10_000 }).toBe(false);
		await kernel.stop();
	});
});

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		// Dead and not yet buried is dead: where nobody adopts orphans, as in some containers, it stays so.
		return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === "ENOENT" && process.platform !== "linux";
	}
}
