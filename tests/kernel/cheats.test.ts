/**
 * The cheats of tests/marks, one after the other on one kernel that gives marks: whatever they left behind, none earns
 * anything. GRADLAB_MARKS (`npm run test:marks`) gives each a process of its own.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Cheat, FAMILIES } from "../marks/cheats";
import { pointsFor } from "../marks/points";
import { describeWithNeeds } from "../needs";
import { sandboxObstacle } from "../notebooks/staff";
import { temporaryFolder } from "../temporary";
import { TestKernel } from "./client";

const IMPORTS =
	'import { column, fill, Matrix, matmul, plus, slopeOf, tanh, times, transpose } from "gradlab"; import { check, hint, solution } from "gradlab/course";';

/** @returns its points, and which of its cells do not even run: those try nothing */
async function tried(kernel: TestKernel, { cells = [], answer = "() => undefined", after }: Cheat) {
	const idle: string[] = [];
	for (const cell of cells) if ((await kernel.run(cell)).error?.ename === "TypeCheckError") idle.push(cell);
	await kernel.run(`const answer061 = ${answer};`);
	const points = await pointsFor(kernel, 'check("06.1", answer061)', 1);
	if (after !== undefined) await kernel.run(after);
	return { points, idle };
}

describeWithNeeds("cheats", sandboxObstacle(), () => {
	let kernel: TestKernel;
	beforeAll(async () => {
		const folder = temporaryFolder("submission");
		writeFileSync(path.join(folder, "06.ipynb"), "{}");
		kernel = await TestKernel.start({ cwd: folder, env: { GRADLAB_GRADING: "1" } });
		await kernel.run(IMPORTS);
	});
	afterAll(() => kernel?.stop());

	it("there are a hundred and more", () => expect(FAMILIES.flat().length).toBeGreaterThanOrEqual(100));

	it("none of them earns a point", async () => {
		const earned: string[] = [];
		for (const family of process.env.GRADLAB_MARKS ? FAMILIES.flat().map((one) => [one]) : FAMILIES) {
			// What the family before it left behind is gone.
			await kernel.run("process.exit(0)");
			await kernel.run(IMPORTS);
			for (const cheat of family) {
				const { points, idle } = await tried(kernel, cheat);
				if (points > 0) earned.push(`${cheat.name}: ${points}`);
				earned.push(...idle);
			}
		}
		expect(earned).toEqual([]);
	}, 1_200_000);

	it("after all of that, a right answer is right", async () => {
		await kernel.run("process.exit(0)");
		await kernel.run(IMPORTS);
		const right = { name: "", answer: "(u, z) => transpose(times(u, slopeOf(tanh, z)))" };
		expect((await tried(kernel, right)).points).toBe(1);
	});
});
