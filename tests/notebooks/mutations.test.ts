/** Each lesson checks what it says: a bug planted in the library makes one fail. The list says which. */
import { beforeAll, describe, expect, it } from "vitest";
import { NOTEBOOKS } from "../places";
import { type CompiledLessons, compileLessons, complaintsAbout, lessons, type Notebook, verdictsIn } from "./notebook";
import { BUGS } from "./planted-bugs";

const lessonCalled = (number: string) => lessons().find((name) => name.startsWith(number)) as string;

/** What a learner would notice: cells that fail, and exercises whose right answer is called wrong. */
const noticedIn = (notebook: Notebook) => [
	...complaintsAbout(notebook),
	...verdictsIn(notebook).flatMap(({ id, outcome }) => (outcome === "right" ? [] : `${id} is ${outcome}`)),
];

describe("a bug in the library makes a lesson fail", () => {
	const wanted = [...new Set(BUGS.map(([, , , , number]) => lessonCalled(number)))];
	let compiled: CompiledLessons;
	beforeAll(async () => {
		compiled = await compileLessons(NOTEBOOKS, wanted);
	}, 300_000);

	it("twenty and more are planted", () => expect(BUGS.length).toBeGreaterThanOrEqual(20));

	it.concurrent.each(wanted)("without a bug, %s runs, and every answer is right", async (name) => {
		const notebook = await compiled.run(name);
		expect(noticedIn(notebook)).toEqual([]);
		expect(verdictsIn(notebook).length).toBeGreaterThan(0);
	});

	it.concurrent.each(BUGS)("%s", async (_name, file, right, wrong, number) => {
		const notebook = await compiled.run(lessonCalled(number), { file, right, wrong });
		expect(noticedIn(notebook), `lesson ${number} did not notice`).not.toEqual([]);
	});

	it("where the code to break is not there, that is said, and is no lesson that fails", async () => {
		const bug = { file: "index.js", right: "no such code", wrong: "" };
		await expect(compiled.run(wanted[0], bug)).rejects.toThrow("index.js has no “no such code” in it");
	});
});
