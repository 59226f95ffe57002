/** The kernel and the library on other versions of Node: what differs between them is loaders, warnings and V8's words. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeWithNeeds } from "../needs";
import { compileLessons, complaintsAbout, lessons, verdictsIn } from "../notebooks/notebook";
import { NOTEBOOKS, ROOT } from "../places";
import { temporaryFolder } from "../temporary";
import { plain, TestKernel } from "./client";
import { node, VERSIONS } from "./nodes";

const nodes = await Promise.all(VERSIONS.map(node));

it("package.json promises the oldest of them", () => {
	const floor = execFileSync(process.execPath, ["-p", "require('./package.json').engines.node"], { cwd: ROOT });
	expect(`>=${VERSIONS[0]}`).toBe(`${String(floor).trim()}.0`);
});

for (const { version, program, lacking } of nodes)
	describeWithNeeds(`on Node ${version}`, lacking, () => {
		describe("the kernel", () => {
			const folder = temporaryFolder("node");
			let kernel: TestKernel;
			beforeAll(async () => {
				kernel = await TestKernel.start({ cwd: folder, node: program });
			});
			afterAll(() => kernel.stop());

			it("runs cells, and the host runs on it, too", async () => {
				expect((await kernel.run("process.versions.node")).text).toBe(`'${version}'`);
				expect((await kernel.request("kernel_info_request", {})).banner).toContain(`Node ${version}`);
			});

			it("imports the library, TypeScript beside the notebook and ES modules, without a word on stderr", async () => {
				writeFileSync(path.join(folder, "mine.ts"), "export const three: number = 3;\n");
				writeFileSync(path.join(folder, "modern.mjs"), "export const modern = 4;\n");
				const { text, stderr, error } = await kernel.run(
					'import { matrix } from "gradlab";\nimport { three } from "./mine";\n// @ts-ignore: no types\nimport { modern } from "./modern.mjs";\nmatrix([[three]]).at(0, 0) + modern + (await import("node:os")).EOL.length',
				);
				expect([error, text, stderr]).toEqual([undefined, "8", ""]);
			});

			it("an error points at its line", async () => {
				const { error } = await kernel.run("const n: number = 1;\n\nthrow new RangeError(`no ${n}`);");
				expect(plain(error?.traceback ?? [])).toMatch(
					/RangeError: no 1\nin cell \d+, line 3, column 7\n {2}3 \| throw/,
				);
			});

			it.each([
				"while (true) {}",
				"while (true) { await null }",
				'/(a+)+$/.test("a".repeat(60) + "b")',
			])("an interrupt ends %s, and keeps the state", async (code) => {
				await kernel.run("let kept = 7;");
				const id = kernel.sendCell(`console.log("begun"); ${code}`);
				await kernel.until(() => kernel.publishedFor(id).some(({ content }) => content.text === "begun\n"), "the cell");
				await kernel.request("interrupt_request", {}, "control");
				expect((await kernel.outcome(id)).reply.ename).toBe("KeyboardInterrupt");
				expect((await kernel.run("kept")).text).toBe("7");
			});

			it("the loss of the state is said when the process ends, and the next cell runs", async () => {
				expect((await kernel.run("process.exit(3)")).error?.ename).toBe("EngineExit");
				expect((await kernel.run("1 + 1")).text).toBe("2");
			});
		});

		it("lesson 06 compiles and runs, every answer right", async () => {
			const name = lessons().find((lesson) => lesson.startsWith("06")) as string;
			const notebook = await (await compileLessons(NOTEBOOKS, [name], program)).run(name);
			expect(complaintsAbout(notebook)).toEqual([]);
			expect(new Set(verdictsIn(notebook).map(({ outcome }) => outcome))).toEqual(new Set(["right"]));
		});
	});
