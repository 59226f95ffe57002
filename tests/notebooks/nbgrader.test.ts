/** The way of a course through the real nbgrader: laid out, handed out, handed in, marked. Marks are what they should be. */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { layOutCourse } from "../../kernel-setup/lessons/course/layout";
import { STAFF_PYTHON } from "../../kernel-setup/setup/places";
import { ensurePython } from "../../kernel-setup/setup/python";
import { withoutMarks } from "../../src/course/judge/worked";
import { describeWithNeeds } from "../needs";
import { jupyterEnvironment, NOTEBOOKS } from "../places";
import { temporaryFolder } from "../temporary";
import { joined } from "./notebook";
import { sandboxObstacle, staffObstacle } from "./staff";

interface Cell {
	source: string | string[];
	metadata: { nbgrader?: { solution: boolean; grade_id: string } };
}

const course = temporaryFolder("course");

async function nbgrader(...args: string[]): Promise<string> {
	// The configuration of the course names the kernel and the programs; nothing of this process helps.
	const { JUPYTER_PREFER_ENV_PATH: _, ...env } = jupyterEnvironment();
	const script = path.join(STAFF_PYTHON.programs, "nbgrader");
	const { stdout, stderr } = await promisify(execFile)(script, args, { cwd: course, env, maxBuffer: 2 ** 26 });
	return stdout + stderr;
}

/** Hands in what was handed out, with the answers changed: each cell by its id, and files by their names. */
function handIn(
	student: string,
	lesson: string,
	answer: (id: string, stub: string, worked: string) => string,
	files: Record<string, (worked: string) => string> = {},
): void {
	const [from, to] = [path.join(course, "release", lesson), path.join(course, "submitted", student, lesson)];
	mkdirSync(to, { recursive: true });
	cpSync(from, to, { recursive: true });
	const [name] = readdirSync(from).filter((file) => file.endsWith(".ipynb"));
	const cellsOf = (file: string) => JSON.parse(readFileSync(file, "utf8")) as { cells: Cell[] };
	const worked = new Map(
		cellsOf(path.join(NOTEBOOKS, name)).cells.map((cell) => [
			cell.metadata.nbgrader?.grade_id,
			withoutMarks(joined(cell.source)),
		]),
	);
	const notebook = cellsOf(path.join(from, name));
	for (const cell of notebook.cells) {
		const { solution = false, grade_id = "" } = cell.metadata.nbgrader ?? {};
		if (solution) cell.source = answer(grade_id, joined(cell.source), worked.get(grade_id) as string);
	}
	writeFileSync(path.join(to, name), JSON.stringify(notebook));
	for (const [file, write] of Object.entries(files))
		writeFileSync(path.join(to, file), write(withoutMarks(readFileSync(path.join(NOTEBOOKS, file), "utf8"))));
}

const [AS_IT_WAS, WORKED] = [
	(_id: string, stub: string) => stub,
	(_id: string, _stub: string, worked: string) => worked,
];

describeWithNeeds("marks by nbgrader", staffObstacle() ?? sandboxObstacle(), () => {
	const scores: Record<string, string> = {};
	beforeAll(async () => {
		await ensurePython(STAFF_PYTHON);
		layOutCourse(course);
		for (const lesson of ["lesson-09", "lesson-11"]) await nbgrader("generate_assignment", lesson);

		handIn("blank", "lesson-09", AS_IT_WAS);
		handIn("right", "lesson-09", WORKED, { "my-gates.ts": (worked) => worked });
		handIn("mistaken", "lesson-09", WORKED, {
			"my-gates.ts": (worked) => worked.replace("x.at(i, j) > 0 ? g.at(i, j) : 0", "g.at(i, j)"),
		});
		handIn("broken", "lesson-09", WORKED, { "my-gates.ts": (worked) => worked.replace("{", "") });
		handIn("blank", "lesson-11", AS_IT_WAS);
		handIn("partly", "lesson-11", (id, _stub, worked) =>
			id === "11-ex1" ? worked.replace('"dead"', '"clipped"') : worked,
		);
		handIn("hanging", "lesson-11", (id, _stub, worked) =>
			id === "11-ex3" ? "const deadShare = () => { while (true); };" : worked,
		);
		for (const lesson of ["lesson-09", "lesson-11"]) await nbgrader("autograde", lesson, "--Execute.timeout=15");
		await nbgrader("export", "--to", "grades.csv");
		const [head, ...rows] = readFileSync(path.join(course, "grades.csv"), "utf8").trim().split(/\r?\n/);
		const at = (row: string, name: string) => row.split(",")[head.split(",").indexOf(name)];
		for (const row of rows)
			scores[`${at(row, "student_id")} ${at(row, "assignment")}`] = `${at(row, "score")} of ${at(row, "max_score")}`;
	}, 600_000);

	it("what is handed out has no solution in it", () => {
		for (const lesson of ["lesson-09", "lesson-11"])
			for (const file of readdirSync(path.join(course, "release", lesson)))
				expect(readFileSync(path.join(course, "release", lesson, file), "utf8")).not.toMatch(/(BEGIN|END) SOLUTION/);
	});

	it("worked answers get every point, also those in a file of the student's own", () => {
		expect(scores["right lesson-09"]).toBe("10.0 of 10.0");
	});

	it("untouched work gets none", () => {
		expect([scores["blank lesson-09"], scores["blank lesson-11"]]).toEqual(["0.0 of 10.0", "0.0 of 13.0"]);
	});

	it("a mistake costs the points of its exercise, and a file that does not compile those of its exercises", () => {
		expect(scores["mistaken lesson-09"]).toBe("9.0 of 10.0");
		expect(scores["broken lesson-09"]).toBe("1.0 of 10.0"); // 09.7 is written in the notebook
	});

	it("an answer in parts gets the points of those that are right", () => {
		expect(scores["partly lesson-11"]).toBe("12.0 of 13.0");
	});

	it("an answer that never ends costs its own points and a time-out, no more", () => {
		expect(scores["hanging lesson-11"]).toBe("11.0 of 13.0");
	});
});

describe("a course that is laid out", () => {
	it("is not overwritten: what staff changed stays, and is named", () => {
		const folder = temporaryFolder("course");
		expect(layOutCourse(folder).written).toHaveLength(15);
		writeFileSync(path.join(folder, "nbgrader_config.py"), "# mine");
		expect(layOutCourse(folder)).toEqual({ written: [], kept: ["nbgrader_config.py"] });
		expect(readFileSync(path.join(folder, "nbgrader_config.py"), "utf8")).toBe("# mine");
	});

	it("a file where the folder should be is said so", () => {
		const file = path.join(temporaryFolder("course"), "a-file");
		writeFileSync(file, "");
		expect(() => layOutCourse(file)).toThrow(`The course cannot be written to ${file}`);
	});
});
