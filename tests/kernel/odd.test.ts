/** The odd submissions of tests/marks: put right as a course puts them right, then run on a kernel that gives marks. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { STAFF_PYTHON } from "../../kernel-setup/setup/places";
import { ensurePython } from "../../kernel-setup/setup/python";
import { IMPORTS, NAME, type Notebook, ODD, RELEASE } from "../marks/odd";
import { pointsFor } from "../marks/points";
import { describeWithNeeds } from "../needs";
import { sandboxObstacle, staffObstacle } from "../notebooks/staff";
import { ROOT } from "../places";
import { temporaryFolder } from "../temporary";
import { TestKernel } from "./client";

const MEND = `
import json, sys
from pathlib import Path
from gradlab_course.cells import mend_cells
told = []
for folder in sys.argv[2:]:
    try:
        told.append(mend_cells(Path(folder), Path(sys.argv[1])))
    except ValueError as error:
        told.append(str(error))
print(json.dumps(told))
`;

describeWithNeeds("odd submissions", staffObstacle() ?? sandboxObstacle(), () => {
	let kernel: TestKernel;
	let told: (string[] | string)[] = [];
	const folder = temporaryFolder("odd");
	const placeOf = (k: number) => path.join(folder, `submitted-${k}`);
	beforeAll(async () => {
		await ensurePython(STAFF_PYTHON);
		const put = (place: string, text: string) => {
			mkdirSync(place);
			writeFileSync(path.join(place, NAME), text);
		};
		put(path.join(folder, "release"), JSON.stringify(RELEASE()));
		for (const [k, { text }] of ODD.entries()) put(placeOf(k), text);
		const places = [path.join(folder, "release"), ...ODD.map((_, k) => placeOf(k))];
		const env = { ...process.env, PYTHONPATH: path.join(ROOT, "kernel-setup/lessons/course") };
		told = JSON.parse(execFileSync(STAFF_PYTHON.python, ["-c", MEND, ...places], { env, encoding: "utf8" }));
		kernel = await TestKernel.start({ cwd: temporaryFolder("submission"), env: { GRADLAB_GRADING: "1" } });
		await kernel.run(IMPORTS);
	});
	afterAll(() => kernel?.stop());

	it("there are fifty and more", () => expect(ODD.length).toBeGreaterThanOrEqual(50));

	it("what had to be put right is told, and nothing else; what is no notebook is said to be none", () => {
		const wrong = ODD.flatMap(({ name, deserves, told: isTold }, k) => {
			const said = told[k];
			const asWanted =
				deserves === null ? typeof said === "string" : typeof said !== "string" && said.length > 0 === isTold;
			return asWanted ? [] : [`${name}: ${said}`];
		});
		expect(wrong).toEqual([]);
	});

	it("each gets what it deserves", async () => {
		const wrong: string[] = [];
		for (const [k, { name, deserves }] of ODD.entries()) {
			if (deserves === null) continue;
			const { cells } = JSON.parse(readFileSync(path.join(placeOf(k), NAME), "utf8")) as Notebook;
			const earned: Record<string, number> = {};
			for (const { cell_type, source, metadata } of cells) {
				if (cell_type !== "code") continue;
				const own = metadata.nbgrader as { grade?: boolean; grade_id: string; points: number } | undefined;
				const points = await pointsFor(kernel, [source].flat().join(""), own?.points ?? 0);
				if (own?.grade) earned[own.grade_id] = points;
			}
			const found = `${earned["06-ex1-check"]},${earned["06-ex2-check"]}`;
			if (found !== deserves.join()) wrong.push(`${name}: ${found}, and deserves ${deserves}; ${told[k]}`);
			await kernel.run("const answer061 = undefined, answer062 = undefined;");
		}
		expect(wrong).toEqual([]);
	}, 300_000);

	it.each([
		["a loop", "while (true);"],
		["a storm of promises", "const again = () => void Promise.resolve().then(again); again(); while (true);"],
		["printing", 'for (;;) console.log("x".repeat(1000));'],
		[
			"a recursion that forgets its end",
			"const f = (n: number): number => { try { return f(n + 1); } catch { return f(0); } }; f(0);",
		],
	])("an answer without an end costs its points, with a reason, and the next one has its own: %s", async (_name, body) => {
		await kernel.run(IMPORTS);
		await kernel.run(`const answer061 = () => { ${body} };`);
		const id = kernel.sendCell('check("06.1", answer061)');
		await new Promise((resolve) => setTimeout(resolve, 500));
		await kernel.request("interrupt_request", {}, "control");
		const { error } = await kernel.outcome(id);
		expect(error?.ename).toMatch(/KeyboardInterrupt|RangeError|CheckError/);
		expect(error?.evalue).not.toBe("");
		await kernel.run("const answer062 = (b, x) => column([0, x.at(2, 0), 0]);");
		expect(await pointsFor(kernel, 'check("06.2", answer062)', 1)).toBe(1);
	});
});
