/**
 * Lays the lessons out as a course for nbgrader: each one an assignment under source/, with a configuration that gives
 * the marks that `check` says. What staff have changed there stays.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { EXERCISES } from "../../../src/course/judge/exercises/all";
import { Problem } from "../../setup/owners.mjs";
import { NOTEBOOKS, ROOT, STAFF_PYTHON } from "../../setup/places";
import { lessonFiles } from "../topic-index";
import { withoutSolutions } from "../workbook";

export interface LaidOut {
	written: string[];
	/** Files that were there already, with another text. */
	kept: string[];
}

/** The folder that Python finds the course's tools in. */
export const COURSE_TOOLS = path.join(ROOT, "kernel-setup/lessons/course");

/** The file that makes a folder a course. */
export const CONFIGURATION = "nbgrader_config.py";

const assignmentOf = (lesson: string) => `lesson-${lesson.slice(0, 2)}`;

/** The files that exercises of a lesson are written in. */
function filesOf(lesson: string): string[] {
	const own = EXERCISES.filter(({ id }) => lesson.startsWith(id.slice(0, 2)));
	return [...new Set(own.flatMap(({ file }) => file ?? []))];
}

function configuration(lessons: readonly string[]): string {
	const files = Object.fromEntries(
		lessons.filter((lesson) => filesOf(lesson).length > 0).map((lesson) => [assignmentOf(lesson), filesOf(lesson)]),
	);
	return `"""Configuration of nbgrader for gradlab's lessons. Written once by \`npx gradlab course init\`; yours to change."""
import os
import secrets
import sys

c = get_config()
course = os.path.dirname(os.path.abspath(__file__))

# nbgrader calls programs that lie beside it.
os.environ["PATH"] = ${JSON.stringify(STAFF_PYTHON.programs)} + os.pathsep + os.environ["PATH"]

c.CourseDirectory.root = course
c.CourseDirectory.course_id = "gradlab"
# Several submissions are graded at a time: one waits while another is written to the gradebook.
c.CourseDirectory.db_url = f"sqlite:///{os.path.join(course, 'gradebook.db')}?timeout=60"
# Where students of this machine fetch and hand in. Elsewhere: a folder that all of them may write to.
c.Exchange.root = os.path.join(course, "exchange")

c.ClearSolutions.code_stub = {"typescript": "// YOUR CODE HERE"}
# Seconds for one cell. A cell that runs longer is interrupted, and gets no points.
c.Execute.timeout = 60
c.Execute.error_on_timeout = {
    "ename": "CellTimeoutError",
    "evalue": "The cell did not end in time, and was stopped.",
    "traceback": ["The cell did not end in time, and was stopped."],
}
c.Execute.startup_timeout = 120
# Ending a cell that does not stop takes the kernel five seconds: its last words are waited for. Where a cell prints
# without end, it costs that cell, not the submission.
c.Execute.iopub_timeout = 40
c.Execute.raise_on_iopub_timeout = False
c.Execute.store_widget_state = False
# No tag of a student's keeps a cell from being run: a check that did not run would count as right. Nobody knows this one.
c.Execute.skip_cells_with_tag = secrets.token_hex(32)
# A student's HTML is seen in the browsers of staff.
c.HTMLExporter.sanitize_html = True
# These are handed in by students: the copy under source/ is where they started, not what they wrote.
c.Autograde.exclude_overwriting = ${JSON.stringify(files)}

# What gradlab adds: see kernel-setup/lessons/course/gradlab_course in its clone.
sys.path.insert(0, ${JSON.stringify(COURSE_TOOLS)})
c.Autograde.pre_convert_hook = "gradlab_course.handed_in.before_autograde"
c.ExportApp.plugin_class = "gradlab_course.export.EveryExercise"
c.ZipCollectApp.collector_plugin = "gradlab_course.by_name.ByName"
`;
}

/**
 * @param folder the course's; made where it is not there
 * @param numbers of the lessons, as in "06"; all of them without
 * @throws Problem where it cannot be written to, or there is no such lesson
 */
export function layOutCourse(folder: string, numbers?: readonly string[]): LaidOut {
	const lessons = lessonsNumbered(numbers);
	try {
		return writeCourse(folder, lessons);
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		if (code === undefined) throw error;
		throw new Problem(
			`The course cannot be written to ${folder}: ${message}.`,
			"Name a folder that you may write to; it need not be there yet.",
		);
	}
}

function lessonsNumbered(numbers?: readonly string[]): string[] {
	const all = lessonFiles();
	for (const number of numbers ?? [])
		if (!/^\d\d$/.test(number) || !all.some((lesson) => lesson.startsWith(number)))
			throw new Problem(
				`There is no lesson ${number}.`,
				`Name lessons by their numbers, with commas between them: ${all.map((lesson) => lesson.slice(0, 2)).join()}`,
			);
	return numbers === undefined ? all : all.filter((lesson) => numbers.includes(lesson.slice(0, 2)));
}

function writeCourse(folder: string, lessons: readonly string[]): LaidOut {
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
	write(CONFIGURATION, configuration(lessons));
	const read = (name: string) => readFileSync(path.join(NOTEBOOKS, name), "utf8");
	for (const lesson of lessons) {
		const place = path.join("source", assignmentOf(lesson));
		// nbgrader takes the solutions out of notebooks, and hands other files on as they are.
		write(path.join(place, lesson), read(lesson));
		for (const file of filesOf(lesson)) write(path.join(place, file), withoutSolutions(file, read(file)));
	}
	return laidOut;
}
