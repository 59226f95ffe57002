/** notebooks/README.md: every topic of the lecture, with the section that treats it. Written by `npm run lessons:index`. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { TOPICS } from "../../src/course/topics";
import { NOTEBOOKS } from "../setup/places";

interface Cell {
	readonly cell_type: "code" | "markdown";
	readonly source: string | readonly string[];
	readonly metadata: { readonly topics?: readonly number[] };
}

/** A section of a lesson that treats topics. */
export interface Section {
	readonly lesson: string;
	readonly heading: string;
	readonly topics: readonly number[];
	/** Whether a code cell follows before the next such section: the check of what is said. */
	readonly hasCheck: boolean;
}

export function sectionsOf(lesson: string): Section[] {
	const { cells } = JSON.parse(readFileSync(path.join(NOTEBOOKS, lesson), "utf8")) as { cells: Cell[] };
	const text = ({ source }: Cell) => (Array.isArray(source) ? source.join("") : String(source));
	const headings = cells.map((cell) =>
		cell.cell_type === "markdown" ? /^#+ (.+)$/m.exec(text(cell))?.[1] : undefined,
	);
	return cells.flatMap((cell, k) => {
		const { topics } = cell.metadata;
		if (topics === undefined) return [];
		const heading = headings.slice(0, k + 1).findLast((found) => found !== undefined) ?? lesson;
		const next = cells.findIndex((other, i) => i > k && other.metadata.topics !== undefined);
		const own = cells.slice(k + 1, next < 0 ? undefined : next);
		return [{ lesson, heading, topics, hasCheck: own.some((other) => other.cell_type === "code") }];
	});
}

export function lessonFiles(): string[] {
	return readdirSync(NOTEBOOKS)
		.filter((name) => name.endsWith(".ipynb"))
		.sort();
}

/** The page. */
export function topicIndex(): string {
	const sections = lessonFiles().flatMap(sectionsOf);
	const rows = TOPICS.map(({ number, title }) => {
		const links = sections
			.filter(({ topics }) => topics.includes(number))
			.map(
				({ lesson, heading }) =>
					`[${lesson.slice(0, 2)} · ${heading.replace(/^\d\d · /, "")}](${lesson}#${encodeURIComponent(heading.replaceAll(" ", "-"))})`,
			);
		return `| ${number} | ${title.replaceAll("|", "\\|")} | ${links.join("<br>")} |`;
	});
	return `# The lessons, topic by topic

Every topic of the lecture, and the section that derives or shows it; in each, a cell checks it. This page is written by \`npm run lessons:index\`, and a test fails when a topic has no section, or a section no check.

| # | topic | section |
|---|---|---|
${rows.join("\n")}
`;
}

if (require.main === module) writeFileSync(path.join(NOTEBOOKS, "README.md"), topicIndex());
