/** `gradlab course`: for course staff. */
import path from "node:path";
import type { Command } from "commander";
import { layOutCourse } from "../lessons/course/layout";
import { STAFF_PYTHON } from "../setup/places";
import { ensurePython } from "../setup/python";
import { setUp } from "../setup/setup";

export function addCourse(program: Command): void {
	program
		.command("course")
		.description("lay the lessons out as a course for nbgrader, and install nbgrader beside gradlab")
		.argument("<folder>", "the course's folder; what is in it already stays")
		.addHelpText(
			"after",
			`
Example:
  npx gradlab course ~/my-course

Then, in that folder:
  nbgrader generate_assignment lesson-06     what students get: release/lesson-06
  nbgrader autograde lesson-06               marks what lies under submitted/STUDENT/lesson-06
  nbgrader export                            grades.csv

The programs of nbgrader lie in ${STAFF_PYTHON.programs}.`,
		)
		.action(async (folder: string) => {
			await setUp();
			await ensurePython(STAFF_PYTHON);
			const { written, kept } = layOutCourse(path.resolve(folder));
			console.log(`${written.length} files written to ${path.resolve(folder)}.`);
			for (const name of kept) console.log(`${name} differs from the lesson, and stays as it is.`);
			console.log(
				`Next, in that folder: ${path.join(STAFF_PYTHON.programs, "nbgrader")} generate_assignment lesson-06`,
			);
		});
}
