import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { lessonFiles, sectionsOf, topicIndex } from "../../kernel-setup/lessons/topic-index";
import { TOPICS } from "../../src/course/topics";
import { EXERCISES } from "../../src/index";
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

describe("the exercises of the lessons", () => {
	it("each one stands in its lesson once, with nbgrader's metadata and its points", () => {
		for (const { id, points } of EXERCISES) {
			const lesson = lessonFiles().find((name) => name.startsWith(id.slice(0, 2))) as string;
			const { cells } = JSON.parse(read(lesson)) as {
				cells: { source: string[]; metadata: { nbgrader?: { points: number; solution: boolean } } }[];
			};
			const own = cells.filter(({ source }) => source.join("").includes(`check("${id}"`));
			expect([id, own.length, own[0]?.metadata.nbgrader?.points, own[0]?.metadata.nbgrader?.solution]).toEqual([
				id,
				1,
				points,
				true,
			]);
			expect(own[0].source.join("")).toMatch(/BEGIN SOLUTION[\s\S]*END SOLUTION/);
		}
	});

	it("notebooks are committed without outputs", () => {
		for (const lesson of lessonFiles()) {
			const { cells } = JSON.parse(read(lesson)) as { cells: { cell_type: string; outputs?: unknown[] }[] };
			expect(cells.flatMap(({ outputs = [] }) => outputs)).toEqual([]);
		}
	});
});
