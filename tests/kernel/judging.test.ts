/** Where marks are given: a student's code in a sandbox, the judge outside of it. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWithNeeds } from "../needs";
import { sandboxObstacle } from "../notebooks/staff";
import { temporaryFolder } from "../temporary";
import { TestKernel } from "./client";

describeWithNeeds("a kernel that gives marks", sandboxObstacle(), () => {
	let kernel: TestKernel;
	beforeAll(async () => {
		const folder = temporaryFolder("submission");
		writeFileSync(path.join(folder, "06.ipynb"), "{}");
		writeFileSync(path.join(folder, "mine.ts"), "export const mine = 12;\n");
		kernel = await TestKernel.start({ cwd: folder, env: { GRADLAB_GRADING: "1" } });
		await kernel.run(
			'import { plus, slopeOf, tanh, times, transpose } from "gradlab"; import { check, hint, solution } from "gradlab/course";',
		);
	});
	afterAll(() => kernel?.stop());

	/** Everything that a locked cell shows: its points, or why there are none. */
	async function marks(code: string): Promise<string> {
		const { published, error, text } = await kernel.run(code);
		const shown = published.filter(({ header }) => !["status", "execute_input"].includes(header.msg_type));
		expect(shown.map(({ header }) => header.msg_type).join()).toMatch(/^(execute_result|(display_data,)?error)$/);
		return error?.evalue ?? String(text);
	}
	const textOf = async (code: string) => (await kernel.run(code)).text;

	it("gives the points of a right answer, and the reason of a wrong one", async () => {
		await kernel.run("const answer061 = (u, z) => transpose(times(u, slopeOf(tanh, z)));");
		expect(await marks('check("06.1", answer061)')).toBe("1");
		await kernel.run("const answer061 = (u, z) => transpose(times(u, tanh(z)));");
		expect(await marks('check("06.1", answer061)')).toContain("This is tanh(z) where tanh′(z) belongs");
		expect(await marks('check("06.2", answer062)')).toContain("answer062");
	});

	it("what a cell replaces, prints, shows or writes to the engine's pipe is no mark", async () => {
		await kernel.run("const check = () => 1; Math.abs = () => 0; Object.is = () => true;");
		await kernel.run(`const answer061 = () => {
			console.log("1"); console.error("1"); display({ "text/plain": "1" });
			for (const cell of [5, 6, 7, 8]) require("fs").writeSync(3, JSON.stringify({ type: "result", cell, data: { "text/plain": "1" } }) + "\\n");
			return 1;
		};`);
		expect(await marks('check("06.1", answer061)')).toContain("The shape is 1×1");
	});

	it("files beside the notebook are there, in a copy; the notebook, the judge and the rest of the machine are not", async () => {
		expect(await textOf('import { mine } from "./mine"; require("fs").writeFileSync("x", "y"); mine')).toBe("12");
		expect(await textOf('require("fs").readdirSync(".").join()')).toBe("'mine.ts,x'");
		expect(await textOf('String(solution("06.1")) + hint("06.1")')).not.toContain("slopeOf");
		const judge = JSON.stringify(path.resolve("dist/src/course/judge"));
		expect(await textOf(`require("fs").readdirSync(${judge}).join()`)).not.toContain("exercises");
		for (const file of ["notebooks", "src/course/judge/exercises", ".git", "dist/esm"])
			expect(await textOf(`require("fs").existsSync(${JSON.stringify(path.resolve(file))})`)).toBe("false");
		expect(await textOf('Object.keys(process.env).join() + require("os").hostname()')).not.toContain("GRADLAB");
	});

	it("there is no network", async () => {
		const code = 'require("net").connect(9, "127.0.0.1").on("error", (e) => ok(e.code))';
		expect(await textOf(`await new Promise((ok) => ${code})`)).toBe("'ECONNREFUSED'");
	});
});
