import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { lessonFiles, sectionsOf, topicIndex } from "../../kernel-setup/lessons/topic-index";
import { TOPICS } from "../../src/course/topics";
import { EXERCISES } from "../../src/node/index";
import { ROOT } from "../places";

const sections = lessonFiles().flatMap(sectionsOf);
const read = (lesson: string) => readFileSync(path.join(ROOT, "notebooks", lesson), "utf8");

describe("the lessons treat every topic of the lecture", () => {
	it("there are twelve lessons and 61 topics", () => {
		expect([lessonFiles().length, TOPICS.length]).toEqual([12, 61]);
	});

	it.each(
		TOPICS.map((topic) => [topic.number, topic.title, topic] as const),
	)("%d, %s: has its sections, in the lessons that are named", (number, _title, { lessons }) => {
		const found = sections.filter(({ topics }) => topics.includes(number)).map(({ lesson }) => lesson.slice(0, 2));
		expect([...new Set(found)].sort()).toEqual([...lessons].sort());
	});

	it("every such section has a check", () => {
		expect(sections.filter(({ hasCheck }) => !hasCheck).map(({ lesson, heading }) => `${lesson}: ${heading}`)).toEqual(
			[],
		);
	});

	it("notebooks/README.md is what `npm run lessons:index` writes", () => {
		expect(readFileSync(path.join(ROOT, "notebooks/README.md"), "utf8")).toBe(topicIndex());
	});
});

describe("every lesson", () => {
	it.each(
		lessonFiles(),
	)("%s says what one will be able to do, what to remember, and shows its source file", (lesson) => {
		const cells = JSON.parse(read(lesson)).cells as { source: string[] }[];
		const text = cells.map(({ source }) => source.join(""));
		expect(text[0]).toMatch(/^# \d\d · .*\n\n(After this lesson you can|Ten minutes from now you can) /);
		expect(text.some((one) => one.includes("**Remember"))).toBe(true);
		const [, file] = /^source\("([^"]+)"\)$/.exec(text[text.length - 1]) ?? [];
		expect(readFileSync(path.join(ROOT, "src", file), "utf8")).not.toBe("");
	});
});

describe("the exercises of the lessons", () => {
	interface Cell {
		cell_type: string;
		source: string[];
		metadata: { nbgrader?: { points?: number; solution: boolean; grade: boolean; locked: boolean } };
	}
	const cellsOf = (number: string) => {
		const lesson = lessonFiles().find((name) => name.startsWith(number)) as string;
		return (JSON.parse(read(lesson)) as { cells: Cell[] }).cells;
	};
	const textOf = ({ source }: Cell) => source.join("");

	it.each(
		EXERCISES.map((exercise) => [exercise.id, exercise] as const),
	)("%s: its task, a place to write the answer, and a locked check that gives its points", (id, { points, file }) => {
		const cells = cellsOf(id.slice(0, 2));
		const checks = cells.filter((cell) => textOf(cell).includes(`check("${id}"`));
		expect(checks).toHaveLength(1);
		const [check] = checks;
		// nbgrader marks such a cell by running it; one with a solution in it would wait for a person.
		expect(check.metadata.nbgrader).toMatchObject({ grade: true, solution: false, locked: true, points });
		const before = cells.slice(0, cells.indexOf(check));
		if (file === undefined) {
			const answer = before.pop() as Cell;
			expect(answer.metadata.nbgrader).toMatchObject({ grade: false, solution: true, locked: false });
			expect(textOf(answer)).toMatch(/BEGIN SOLUTION[\s\S]*END SOLUTION/);
		} else {
			expect(textOf(check)).toContain(`from "./${file.replace(/\.ts$/, "")}"`);
			const [, given] = textOf(check).match(new RegExp(`check\\("${id}", (\\w+)`)) ?? [];
			const answer = new RegExp(`(\\w+) as ${given}\\b`).exec(textOf(check))?.[1] ?? given;
			const text = readFileSync(path.join(ROOT, "notebooks", file), "utf8");
			const own = text.split(/^export /m).find((part) => new RegExp(`^(function|class|const) ${answer}\\b`).test(part));
			expect(own).toMatch(/BEGIN SOLUTION[\s\S]*END SOLUTION/);
		}
		const task = before.pop() as Cell;
		expect(task.cell_type).toBe("markdown");
		expect(textOf(task)).toContain(`**${id}** (${points} ${points === 1 ? "point" : "points"})`);
	});

	it("they are asked in the order of their numbers", () => {
		const asked = lessonFiles().flatMap((lesson) =>
			cellsOf(lesson.slice(0, 2)).flatMap((cell) => /^check\("([\d.]+)"/m.exec(textOf(cell))?.[1] ?? []),
		);
		expect(asked).toEqual(EXERCISES.map(({ id }) => id));
	});

	it("the README says how many there are", () => {
		const counts = [...readFileSync(path.join(ROOT, "README.md"), "utf8").matchAll(/(\d+) exercises/g)];
		expect(counts.map(([, count]) => Number(count))).toEqual([EXERCISES.length]);
	});

	it("notebooks are committed without outputs", () => {
		for (const lesson of lessonFiles()) {
			const { cells } = JSON.parse(read(lesson)) as { cells: { cell_type: string; outputs?: unknown[] }[] };
			expect(cells.flatMap(({ outputs = [] }) => outputs)).toEqual([]);
		}
	});
});
