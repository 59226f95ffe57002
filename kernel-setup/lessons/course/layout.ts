/**
 * Lays the lessons out as a course for nbgrader: each one an assignment under source/, with a configuration that gives
 * the marks that `check` says. What staff have changed there stays.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { EXERCISES } from "../../../src/course/judge/exercises/all";
import { Problem } from "../../setup/owners.mjs";
import { NOTEBOOKS, STAFF_PYTHON, VENV } from "../../setup/places";
import { lessonFiles } from "../topic-index";
import { withoutSolutions } from "../workbook";

export interface LaidOut {
	written: string[];
	/** Files that were there already, with another text. */
	kept: string[];
}

const assignmentOf = (lesson: string) => `lesson-${lesson.slice(0, 2)}`;

/** The files that exercises of a lesson are written in. */
function filesOf(lesson: string): string[] {
	const own = EXERCISES.filter(({ id }) => lesson.startsWith(id.slice(0, 2)));
	return [...new Set(own.flatMap(({ file }) => file ?? []))];
}

function configuration(): string {
	const files = Object.fromEntries(
		lessonFiles()
			.filter((lesson) => filesOf(lesson).length > 0)
			.map((lesson) => [assignmentOf(lesson), filesOf(lesson)]),
	);
	return `"""Configuration of nbgrader for gradlab's lessons. Written once by \`npx gradlab course\`; yours to change."""
import os

c = get_config()

# The kernel of gradlab, and marks instead of friendly verdicts: a wrong answer is an error, with its reason.
os.environ["JUPYTER_PATH"] = ${JSON.stringify(path.join(VENV, "share/jupyter"))}
os.environ["GRADLAB_GRADING"] = "1"
os.environ["PATH"] = ${JSON.stringify(STAFF_PYTHON.programs)} + os.pathsep + os.environ["PATH"]

c.CourseDirectory.course_id = "gradlab"
c.ClearSolutions.code_stub = {"typescript": "// YOUR CODE HERE"}
# Seconds for one cell. A cell that runs longer is interrupted, and gets no points.
c.Execute.timeout = 60
# These are handed in by students: the copy under source/ is where they started, not what they wrote.
c.Autograde.exclude_overwriting = ${JSON.stringify(files)}
`;
}

/** @param folder the course's; made where it is not there. @throws Problem where it cannot be written to */
export function layOutCourse(folder: string): LaidOut {
	try {
		return writeCourse(folder);
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		if (code === undefined) throw error;
		throw new Problem(
			`The course cannot be written to ${folder}: ${message}.`,
			"Name a folder that you may write to; it need not be there yet.",
		);
	}
}

function writeCourse(folder: string): LaidOut {
	const laidOut: LaidOut = { written: [], kept: [] };
	const write = (name: string, text: string) => {
		const file = path.join(folder, name);
		if (existsSync(file)) {
			if (readFileSync(file, "utf8") !== text) laidOut.kept.push(name);
			return;
		}
		mkdirSync(path.dirname(file), { recursive: true });
		writeFileSync(file, text);
		laidOut.written.push(name);
	};
	write("nbgrader_config.py", configuration());
	const read = (name: string) => readFileSync(path.join(NOTEBOOKS, name), "utf8");
	for (const lesson of lessonFiles()) {
		const place = path.join("source", assignmentOf(lesson));
		// nbgrader takes the solutions out of notebooks, and hands other files on as they are.
		write(path.join(place, lesson), read(lesson));
		for (const file of filesOf(lesson)) write(path.join(place, file), withoutSolutions(file, read(file)));
	}
	return laidOut;
}
