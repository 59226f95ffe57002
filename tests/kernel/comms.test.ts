import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SLIDER_MIME, snapped } from "../../kernel-setup/kernel/engine/show/slider";
import type { Message } from "../../kernel-setup/kernel/wire/message";
import { TestKernel } from "./client";

let kernel: TestKernel;
beforeAll(async () => {
	kernel = await TestKernel.start();
});
afterAll(() => kernel.stop());

const ofType = (messages: Message[], type: string) => messages.filter(({ header }) => header.msg_type === type);
const contents = (messages: Message[], type: string) => ofType(messages, type).map(({ content }) => content);

/** Sends a comm message, as a front end does, and waits until the kernel is done with it. */
async function say(type: "comm_open" | "comm_msg" | "comm_close", content: object): Promise<void> {
	const id = kernel.send(type, { data: {}, ...content });
	await kernel.until(
		() => contents(kernel.publishedFor(id), "status").some(({ execution_state }) => execution_state === "idle"),
		`the end of ${type}`,
	);
}

/** What a comm carried to the front end. */
const heard = (comm_id: string) =>
	contents(kernel.iopub, "comm_msg")
		.filter((content) => content.comm_id === comm_id)
		.map(({ data }) => data);
const isClosed = (comm_id: string) =>
	contents(kernel.iopub, "comm_close").some((content) => content.comm_id === comm_id);
const commsOf = async (target_name?: string) => (await kernel.request("comm_info_request", { target_name })).comms;

describe("comms", () => {
	it("a cell opens one, sends, hears what comes back, and closes it", async () => {
		const { published } = await kernel.run(`
			const comm = comms.open<{ n: number }, { twice: number }>("a.target", { n: 1 });
			let got = 0, gone = false;
			comm.onMessage(({ twice }) => { got = twice; });
			comm.onClose(() => { gone = true; });
			comm.send({ n: 2 });`);
		const [{ comm_id, ...opened }] = contents(published, "comm_open") as { comm_id: string }[];
		expect(opened).toEqual({ target_name: "a.target", data: { n: 1 } });
		expect(heard(comm_id)).toEqual([{ n: 2 }]);
		expect(await commsOf()).toEqual({ [comm_id]: { target_name: "a.target" } });
		expect(await commsOf("another")).toEqual({});
		expect((await kernel.run("comm")).text).toBe(`Comm { id: '${comm_id}', target: 'a.target' }`);
		await say("comm_msg", { comm_id, data: { twice: 4 } });
		expect((await kernel.run("got")).text).toBe("4");
		await say("comm_close", { comm_id });
		expect((await kernel.run("gone")).text).toBe("true");
		expect((await kernel.run("comm.send({ n: 3 })")).error?.evalue).toMatch(/is closed/);
		expect(await commsOf()).toEqual({});
	});

	it("a front end opens one to a target of a cell's", async () => {
		const made = kernel.sendCell(`comms.target<{ sum: number }, { add: number }>("adder", (comm, first) => {
			let sum = first.add;
			comm.onMessage(({ add }) => { sum += add; console.log("now", sum); comm.send({ sum }); });
		})`);
		await kernel.outcome(made);
		const comm_id = randomUUID();
		await say("comm_open", { comm_id, target_name: "adder", data: { add: 1 } });
		for (const add of [2, 3]) await say("comm_msg", { comm_id, data: { add } });
		expect(heard(comm_id)).toEqual([{ sum: 3 }, { sum: 6 }]);
		// What it prints is shown under the cell that made the target.
		expect(contents(kernel.publishedFor(made), "stream").map(({ text }) => text)).toEqual(["now 3\n", "now 6\n"]);
		await say("comm_close", { comm_id });
	});

	it("to a target that nobody has it is closed, and messages to none do no harm", async () => {
		const comm_id = randomUUID();
		await say("comm_open", { comm_id, target_name: "nobody" });
		expect(isClosed(comm_id)).toBe(true);
		for (const type of ["comm_msg", "comm_close", "comm_open"] as const)
			for (const content of [{ comm_id: "none" }, { comm_id: 3 }, { comm_id: null, data: [1] }])
				await say(type, content);
		expect((await kernel.run("1 + 1")).text).toBe("2");
	});

	it("an error of whoever hears is told, and the next message is heard", async () => {
		const made = kernel.sendCell(
			'const c = comms.open("fragile"); c.onMessage((data: any) => { if (data.bad) throw new RangeError("bad"); c.send({ fine: true }); })',
		);
		await kernel.outcome(made);
		const [{ comm_id }] = contents(kernel.publishedFor(made), "comm_open") as { comm_id: string }[];
		await say("comm_msg", { comm_id, data: { bad: true } });
		await say("comm_msg", { comm_id, data: {} });
		expect(contents(kernel.publishedFor(made), "error")).toMatchObject([{ ename: "RangeError", evalue: "bad" }]);
		expect(heard(comm_id)).toEqual([{ fine: true }]);
	});

	it("a loop without end is interrupted, with the state kept", async () => {
		const made = kernel.sendCell(
			'const kept = 7; const l = comms.open("endless"); l.onMessage(() => { l.send({ begun: true }); for (;;) {} })',
		);
		await kernel.outcome(made);
		const [{ comm_id }] = contents(kernel.publishedFor(made), "comm_open") as { comm_id: string }[];
		const done = say("comm_msg", { comm_id });
		await kernel.until(() => heard(comm_id).length > 0, "the loop");
		await kernel.request("interrupt_request", {}, "control");
		await done;
		expect((await kernel.run("kept")).text).toBe("7");
	});

	it("after a thousand messages they are still shown where they belong, and what runs beside them as well", async () => {
		const beside = kernel.sendCell(
			'setTimeout(() => { const go = setInterval(() => { if ((globalThis as any).full) { clearInterval(go); console.log("home"); } }, 20); }, 0); 1',
		);
		await kernel.outcome(beside);
		const made = kernel.sendCell(
			'let count = 0; const many = comms.open("many"); many.onMessage(() => { if (++count === 1100) { console.log(count); (globalThis as any).full = true; } })',
		);
		await kernel.outcome(made);
		const [{ comm_id }] = contents(kernel.publishedFor(made), "comm_open") as { comm_id: string }[];
		for (let k = 1; k < 1100; k++) await say("comm_msg", { comm_id });
		await say("comm_msg", { comm_id });
		expect(contents(kernel.publishedFor(made), "stream").map(({ text }) => text)).toEqual(["1100\n"]);
		await kernel.until(() => contents(kernel.publishedFor(beside), "stream").length > 0, "what runs beside");
		expect(contents(kernel.publishedFor(beside), "stream").map(({ text }) => text)).toEqual(["home\n"]);
	});

	it("when the engine ends, they are closed, and the cell whose code ended it is told", async () => {
		const made = kernel.sendCell('const last = comms.open("short-lived"); last.onMessage(() => process.exit(3))');
		await kernel.outcome(made);
		const [{ comm_id }] = contents(kernel.publishedFor(made), "comm_open") as { comm_id: string }[];
		await say("comm_msg", { comm_id });
		await kernel.until(() => isClosed(comm_id), "comm_close");
		expect(contents(kernel.publishedFor(made), "error")).toMatchObject([{ ename: "EngineExit" }]);
		expect(await commsOf()).toEqual({});
	});
});

describe("a slider", () => {
	const bundles = (messages: Message[], type: string) =>
		ofType(messages, type).map(({ content }) => content.data as Record<string, unknown>);

	async function made(code: string) {
		const cell = kernel.sendCell(code);
		const outcome = await kernel.outcome(cell);
		expect(outcome.error).toBeUndefined();
		const shown = bundles(outcome.published, "display_data");
		const { id } = shown[0][SLIDER_MIME] as { id: string };
		const comm_id = randomUUID();
		await say("comm_open", { comm_id, target_name: "gradlab.slider", data: { id } });
		return { cell, shown, outcome, comm_id, move: (value: unknown) => say("comm_msg", { comm_id, data: { value } }) };
	}

	it("draws at once, and again at every move; the saved notebook holds where it stood last", async () => {
		const { cell, shown, outcome, comm_id, move } = await made(
			'slider({ min: 0, max: 1, step: 0.1, value: 0.3, label: "rate" }, (rate) => `twice: ${(2 * rate).toFixed(1)}`)',
		);
		expect(shown.map((data) => data["text/plain"])).toEqual(["rate: 0.3 (from 0 to 1)", "'twice: 0.6'"]);
		expect(shown[0][SLIDER_MIME]).toMatchObject({ min: 0, max: 1, step: 0.1, value: 0.3, label: "rate" });
		expect(shown[0]["text/html"]).toBe("<p>rate: <b>0.3</b> (from 0 to 1)</p>");
		expect(ofType(outcome.published, "execute_result")).toEqual([]);
		expect(heard(comm_id)).toEqual([{ value: 0.3 }]);
		await move(0.72);
		await move(5);
		await move("nonsense");
		await move(null);
		expect(heard(comm_id)).toEqual([{ value: 0.3 }, { value: 0.7 }, { value: 1 }, { value: 1 }, { value: 1 }]);
		const places = ofType(outcome.published, "display_data").map(({ content }) => content.transient);
		const updates = ofType(kernel.publishedFor(cell), "update_display_data");
		const drawn = updates.map(({ content }) => [
			places.findIndex((place) => JSON.stringify(place) === JSON.stringify(content.transient)),
			(content.data as Record<string, string>)["text/plain"],
		]);
		expect(drawn.slice(0, 4)).toEqual([
			[0, "rate: 0.7 (from 0 to 1)"],
			[1, "'twice: 1.4'"],
			[0, "rate: 1 (from 0 to 1)"],
			[1, "'twice: 2.0'"],
		]);
	});

	it("an error is shown where the drawing was, and the next move draws again", async () => {
		const { cell, move } = await made(
			'slider({ min: 0, max: 9, step: 1 }, (n) => { if (n === 3) throw new Error("three"); return n; })',
		);
		await move(3);
		await move(4);
		const drawn = bundles(kernel.publishedFor(cell), "update_display_data").filter((data) => !(SLIDER_MIME in data));
		expect(drawn[0]["application/vnd.jupyter.stderr"]).toMatch(/three.*cell \d+/s);
		expect(drawn[1]).toEqual({ "text/plain": "4" });
	});

	it("what cannot be a slider is refused with the reason", async () => {
		for (const [options, why] of [
			["{ min: 1, max: 0 }", "two numbers"],
			["{ min: 0, max: 1, step: 2 }", "a step"],
			["{ min: 0, max: 1, value: 2 }", "the value"],
		])
			expect((await kernel.run(`slider(${options}, () => 1)`)).error?.evalue).toContain(why);
	});

	it("of a kernel that does not know it, it is closed: a saved one stands still", async () => {
		const comm_id = randomUUID();
		await say("comm_open", { comm_id, target_name: "gradlab.slider", data: { id: "of yesterday" } });
		expect(isClosed(comm_id)).toBe(true);
	});

	it("stands on whole steps, inside of its range", () => {
		const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
		fc.assert(
			fc.property(
				number,
				fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
				fc.integer({ min: 1, max: 1000 }),
				number,
				(min, way, parts, value) => {
					const state = { min, max: min + way, step: way / parts };
					const at = snapped(value, state);
					const noise = 1e-9 * (Math.abs(min) + way);
					expect(at).toBeGreaterThanOrEqual(min - noise);
					expect(at).toBeLessThanOrEqual(state.max + noise);
					const steps = (at - min) / state.step;
					expect(Math.abs(steps - Math.round(steps)) * state.step).toBeLessThanOrEqual(noise);
				},
			),
		);
		expect(snapped(0.30000000000000004, { min: 0, max: 1, step: 0.1 })).toBe(0.3);
	});
});
