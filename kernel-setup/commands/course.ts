/** `gradlab course`: for course staff. */
import path from "node:path";
import type { Command } from "commander";
import { courseEnvironment, drive, requireCourse, setUpForStaff } from "../lessons/course/drive";
import { layOutCourse } from "../lessons/course/layout";
import { STAFF_PYTHON } from "../setup/places";
import { count, positiveNumber } from "./numbers";
import { serveLab } from "./start";

interface InitFlags {
	lessons?: string[];
	roster?: string;
}

interface GradeFlags {
	jobs?: number;
	timeout?: number;
	all?: true;
}

const FOLDER = ["<folder>", "the course's folder"] as const;
const LESSONS = ["[lessons...]", "by number, as in 06; without any, all of the course"] as const;

export function addCourse(program: Command): void {
	const course = program.command("course").description("hand lessons out, collect, mark and give back, with nbgrader");
	addInit(course);
	step(
		course,
		"release",
		"make what students get, in release/, and put it into the exchange",
		"npx gradlab course release ~/my-course 06",
	);
	course
		.command("collect")
		.description("get what was handed in: from nbgrader's exchange, or from a folder that an LMS gave")
		.argument(...FOLDER)
		.argument(...LESSONS)
		.option("--from <downloads>", "files, folders and archives with students' names in theirs")
		.addHelpText(
			"after",
			"\nExamples:\n  npx gradlab course collect ~/my-course 06\n  npx gradlab course collect ~/my-course 06 --from ~/Downloads/lesson-06",
		)
		.action(async (folder: string, lessons: string[], { from }: { from?: string }) => {
			await run(folder, "collect", ...lessons, ...(from === undefined ? [] : ["--from", path.resolve(from)]));
		});
	addGrade(course);
	step(
		course,
		"feedback",
		"write what students get back, in feedback/, and put it into the exchange",
		"npx gradlab course feedback ~/my-course 06",
	);
	course
		.command("export")
		.description("write a CSV file with every student and every exercise")
		.argument(...FOLDER)
		.argument(...LESSONS)
		.option("--to <file>", "write it there (standard: grades.csv in the course's folder)")
		.addHelpText("after", "\nExample:\n  npx gradlab course export ~/my-course 06 --to lesson-06.csv")
		.action(async (folder: string, lessons: string[], { to }: { to?: string }) => {
			await run(folder, "export", ...lessons, ...(to === undefined ? [] : ["--to", path.resolve(to)]));
		});
	addLab(course);
	step(
		course,
		"status",
		"show what is released, handed in, graded, and what could not be graded and why",
		"npx gradlab course status ~/my-course",
	);
}

function addInit(course: Command): void {
	course
		.command("init")
		.description("lay lessons out as a course for nbgrader, and install nbgrader beside gradlab")
		.argument("<folder>", "the course's folder; what is in it already stays")
		.option("--lessons <numbers>", "only these, as in 06,08", (text) => text.split(","))
		.option("--roster <file>", "a CSV file with the columns id, first_name, last_name, email")
		.addHelpText(
			"after",
			`
Examples:
  npx gradlab course init ~/my-course
  npx gradlab course init ~/my-course --lessons 06,08 --roster students.csv

Who knows nbgrader can go on by hand in that folder: its programs lie in
${STAFF_PYTHON.programs}.`,
		)
		.action(async (name: string, { lessons, roster }: InitFlags) => {
			const folder = path.resolve(name);
			const { written, kept } = layOutCourse(folder, lessons);
			await setUpForStaff();
			console.log(`${written.length} files written to ${folder}.`);
			for (const file of kept) console.log(`${file} differs from the lesson, and stays as it is.`);
			if (roster !== undefined) process.exitCode = await drive(folder, "roster", "--file", path.resolve(roster));
			console.log(`Next: npx gradlab course release ${name}`);
		});
}

function addGrade(course: Command): void {
	course
		.command("grade")
		.description(
			"mark what is new, several submissions at a time, and write a page for staff; exit code 1: not all could be graded",
		)
		.argument(...FOLDER)
		.argument(...LESSONS)
		.option("--jobs <number>", "how many at a time (standard: one for each core)", count)
		.option("--timeout <seconds>", "the most that one submission may take (standard: 900)", positiveNumber)
		.option("--all", "mark everything again")
		.addHelpText(
			"after",
			"\nExamples:\n  npx gradlab course grade ~/my-course\n  npx gradlab course grade ~/my-course 06 --jobs 8 --all",
		)
		.action(async (folder: string, lessons: string[], { jobs, timeout, all }: GradeFlags) => {
			const flags = [
				...(jobs === undefined ? [] : ["--jobs", String(jobs)]),
				...(timeout === undefined ? [] : ["--timeout", String(timeout)]),
				...(all === true ? ["--all"] : []),
			];
			await run(folder, "grade", ...lessons, ...flags);
		});
}

function addLab(course: Command): void {
	course
		.command("lab")
		.description("open JupyterLab on the course, with nbgrader's Formgrader, Validate and list of assignments")
		.argument(...FOLDER)
		.option("--no-browser", "print the address only")
		.option("--port <number>", "listen there instead of the first free port from 8888", count)
		.addHelpText("after", "\nExample:\n  npx gradlab course lab ~/my-course --no-browser --port 8899")
		.action(async (name: string, { browser, port }: { browser: boolean; port?: number }) => {
			const folder = requireCourse(path.resolve(name));
			await setUpForStaff();
			const lab = { python: STAFF_PYTHON.python, folder, page: "/lab", environment: courseEnvironment(folder) };
			process.exitCode = await serveLab(lab, { port, browser, hint: `The course is in ${folder}.` });
		});
}

/** A command that has lessons, and nothing else to say. */
function step(course: Command, verb: string, description: string, example: string): void {
	course
		.command(verb)
		.description(description)
		.argument(...FOLDER)
		.argument(...LESSONS)
		.addHelpText("after", `\nExample:\n  ${example}`)
		.action((folder: string, lessons: string[]) => run(folder, verb, ...lessons));
}

async function run(folder: string, verb: string, ...args: string[]): Promise<void> {
	const course = requireCourse(path.resolve(folder));
	await setUpForStaff();
	process.exitCode = await drive(course, verb, ...args);
}
