import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { InvalidMessage, MessageCodec } from "../../kernel-setup/kernel/node/codec";
import { LineBuffer } from "../../kernel-setup/kernel/node/lines";
import { handedOut, refreshWorkbook, STUB, withoutSolutions } from "../../kernel-setup/lessons/workbook";
import { NOTEBOOKS } from "../places";
import { temporaryFolder } from "../temporary";

const notebook = (source: string) =>
	JSON.stringify({
		cells: [{ cell_type: "code", id: "a", source, metadata: {}, outputs: [] }],
		metadata: {},
		nbformat: 4,
		nbformat_minor: 5,
	});

function folders() {
	const root = temporaryFolder("workbook-test");
	const [lessons, workbook] = [path.join(root, "notebooks"), path.join(root, "workbook")];
	mkdirSync(lessons);
	const lesson = (source: string) => writeFileSync(path.join(lessons, "01.ipynb"), notebook(source));
	const copy = path.join(workbook, "01.ipynb");
	return { lesson, copy, refresh: () => refreshWorkbook(lessons, workbook), workbook };
}

describe("the learner's workbook", () => {
	it("holds the lessons without their solutions", () => {
		const solved = "const f = (x: number) => {\n  // BEGIN SOLUTION\n  return x + 1;\n  // END SOLUTION\n};";
		const copy = JSON.parse(withoutSolutions("01.ipynb", notebook(solved))) as { cells: { source: string[] }[] };
		expect(copy.cells[0].source.join("")).toBe(`const f = (x: number) => {\n  ${STUB}\n};`);
	});

	it("a file that exercises are written in has its solutions taken out; until they are written they throw", () => {
		const file = "export function f(): number {\n\t// BEGIN SOLUTION\n\treturn 1;\n\t// END SOLUTION\n}\n";
		expect(withoutSolutions("my-file.ts", file)).toBe(
			`export function f(): number {\n\t${STUB}\n\tthrow new Error("not implemented");\n}\n`,
		);
	});

	it("no solution is handed out, in any lesson or file", () => {
		const files = handedOut();
		expect(files.filter((name) => name.endsWith(".ts"))).toEqual(["my-gates.ts", "my-graph.ts"]);
		for (const name of files) {
			const text = withoutSolutions(name, readFileSync(path.join(NOTEBOOKS, name), "utf8"));
			expect(text).not.toMatch(/(BEGIN|END) SOLUTION/);
			expect(text).toContain(STUB);
		}
	});

	it("an untouched copy follows the lesson", () => {
		const { lesson, copy, refresh } = folders();
		lesson("1");
		expect(refresh().written).toEqual(["01.ipynb"]);
		expect(refresh().written).toEqual([]);
		lesson("2");
		expect(refresh().written).toEqual(["01.ipynb"]);
		expect(readFileSync(copy, "utf8")).toContain('"2"');
	});

	it("a copy that was touched is never overwritten, and the learner is told", () => {
		const { lesson, copy, refresh } = folders();
		lesson("1");
		refresh();
		writeFileSync(copy, "my work");
		expect(refresh()).toEqual({ written: [], kept: [] });
		lesson("2");
		expect(refresh()).toEqual({ written: [], kept: ["01.ipynb"] });
		expect(readFileSync(copy, "utf8")).toBe("my work");
	});

	it("a notebook of the learner's own with a lesson's name is hers", () => {
		const { lesson, copy, refresh, workbook } = folders();
		mkdirSync(workbook);
		writeFileSync(copy, "mine, from before");
		lesson("1");
		expect(refresh().kept).toEqual(["01.ipynb"]);
		expect(readFileSync(copy, "utf8")).toBe("mine, from before");
	});

	it("a copy that was deleted comes back", () => {
		const { lesson, copy, refresh } = folders();
		lesson("1");
		refresh();
		rmSync(copy);
		expect(refresh()).toEqual({ written: ["01.ipynb"], kept: [] });
		expect(readFileSync(copy, "utf8")).toContain('"1"');
	});
});

describe("messages on the wire", () => {
	const buffers = (frames: (Uint8Array | string)[]) => frames.map((frame) => Buffer.from(frame));

	it("what is encoded is decoded, unchanged", () => {
		const codec = new MessageCodec("key");
		const content = { text: "ü ∂ 𝒮", nested: [1, { a: null }] };
		const message = codec.decode(buffers(codec.encode("stream", content, null, ["topic"])));
		expect(message).toMatchObject({ content, header: { msg_type: "stream" } });
		expect(String(message.identities[0])).toBe("topic");
	});

	it.each([
		["another key", (frames: Buffer[]) => new MessageCodec("other").decode(frames)],
		[
			"a changed byte",
			(frames: Buffer[]) =>
				new MessageCodec("key").decode(frames.map((frame, k) => (k === 5 ? Buffer.from(`${frame} `) : frame))),
		],
		["a missing frame", (frames: Buffer[]) => new MessageCodec("key").decode(frames.slice(0, -1))],
		["no delimiter", (frames: Buffer[]) => new MessageCodec("key").decode(frames.slice(2))],
	])("%s is an InvalidMessage", (_claim, decode) => {
		const frames = buffers(new MessageCodec("key").encode("stream", {}, null, ["topic"]));
		expect(() => decode(frames)).toThrow(InvalidMessage);
	});

	it("a part that is no object is a fault of the message, and who sent it is still known; a header that is none is no message", () => {
		const codec = new MessageCodec("");
		const [header] = codec.encode("execute_request", {}, null, []).slice(2);
		const decode = (...parts: string[]) => codec.decode(buffers(["<IDS|MSG>", "", ...parts]));
		expect(decode(String(header), "{}", "{}", "{}").fault).toBeUndefined();
		for (const bad of ["null", "7", "[]", '"x"', "{", ""])
			for (const place of [0, 1, 2]) {
				const parts = ["{}", "{}", "{}"].map((good, k) => (k === place ? bad : good));
				expect(decode(String(header), ...parts)).toMatchObject({
					header: { msg_type: "execute_request" },
					content: {},
					fault: expect.stringContaining(["parent header", "metadata", "content"][place]),
				});
				expect(() => decode(bad, "{}", "{}", "{}")).toThrow(InvalidMessage);
			}
	});

	it("lines are cut whatever the chunks, and no character is torn", () => {
		const text = "één\n∂s/∂W\n𝒮\n";
		const bytes = Buffer.from(text);
		for (let size = 1; size < bytes.length; size++) {
			const lines: string[] = [];
			const buffer = new LineBuffer((line) => lines.push(line));
			for (let at = 0; at < bytes.length; at += size) buffer.push(bytes.subarray(at, at + size));
			expect(lines).toEqual(["één", "∂s/∂W", "𝒮"]);
		}
	});
});
