/** The way of a class through the real nbgrader: handed out, handed in, marked, given back. Marks are what they should be. */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { courseEnvironment } from "../../kernel-setup/lessons/course/drive";
import { layOutCourse } from "../../kernel-setup/lessons/course/layout";
import { ensureStaffKernelspec } from "../../kernel-setup/setup/kernelspec";
import { STAFF_PYTHON } from "../../kernel-setup/setup/places";
import { ensurePython } from "../../kernel-setup/setup/python";
import { withoutMarks } from "../../src/course/judge/worked";
import { describeWithNeeds } from "../needs";
import { jupyterEnvironment, NOTEBOOKS, ROOT } from "../places";
import { temporaryFolder } from "../temporary";
import { joined } from "./notebook";
import { sandboxObstacle, staffObstacle } from "./staff";

interface Cell {
	source: string | string[];
	metadata: { nbgrader?: { solution: boolean; grade_id: string } };
}

const course = temporaryFolder("course");
const downloads = temporaryFolder("downloads");
const inbound = path.join(course, "exchange/gradlab/inbound");

/** nbgrader as staff call it who know it: the course's configuration helps, and nothing of this process. */
async function nbgrader(...args: string[]): Promise<string> {
	const { JUPYTER_PREFER_ENV_PATH: _, ...env } = jupyterEnvironment();
	const script = path.join(STAFF_PYTHON.programs, "nbgrader");
	const { stdout, stderr } = await promisify(execFile)(script, args, { cwd: course, env, maxBuffer: 2 ** 26 });
	return stdout + stderr;
}

/** What each of these did, as in `gradlab course VERB FOLDER …`; all in one process, which has imported nbgrader once. */
async function courseSteps(...steps: string[][]): Promise<{ code: number; said: string }[]> {
	const program = `
import contextlib, io, json, sys
from gradlab_course.__main__ import main
results = []
for verb, _folder, *rest in json.loads(sys.argv[2]):
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main([sys.argv[1], verb, *rest])
    results.append({"code": code, "said": said.getvalue()})
print(json.dumps(results))`;
	const args = ["-c", program, course, JSON.stringify(steps)];
	const options = { env: courseEnvironment(course), maxBuffer: 2 ** 26 };
	return JSON.parse((await promisify(execFile)(STAFF_PYTHON.python, args, options)).stdout);
}

/** Puts on every cell each tag that might keep it from running: nbclient's, papermill's, and every word of the configuration. */
function tagEveryCell(student: string, lesson: string): void {
	const folder = path.join(course, "submitted", student, lesson);
	const file = path.join(folder, readdirSync(folder).find((name) => name.endsWith(".ipynb")) as string);
	const notebook = JSON.parse(readFileSync(file, "utf8")) as { cells: { metadata: Record<string, unknown> }[] };
	const words = readFileSync(path.join(course, "nbgrader_config.py"), "utf8").match(/[\w-]+/g) ?? [];
	const tags = ["", "skip-execution", "raises-exception", "injected-parameters", ...new Set(words)];
	for (const [k, cell] of notebook.cells.entries()) cell.metadata.tags = k % 2 ? tags : tags.join(" ");
	writeFileSync(file, JSON.stringify(notebook));
}

/** What nbgrader's own gradebook holds of lesson 11: a score, and what a person should look at. */
async function inGradebook(student: string): Promise<{ scores: unknown[]; manual: boolean[]; comments: string[] }> {
	const program = `
import json, sys
from nbgrader.api import Gradebook
with Gradebook("sqlite:///" + sys.argv[1]) as book:
    (notebook,) = book.find_submission("lesson-11", sys.argv[2]).notebooks
    print(json.dumps({
        "scores": [grade.auto_score for grade in notebook.grades],
        "manual": [grade.needs_manual_grade for grade in notebook.grades],
        "comments": [comment.auto_comment for comment in notebook.comments if comment.auto_comment]}))`;
	const args = ["-c", program, path.join(course, "gradebook.db"), student];
	return JSON.parse((await promisify(execFile)(STAFF_PYTHON.python, args)).stdout);
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

/** The commands of the guide for staff, each without `npx gradlab course`; its places are those of this test. */
function guide(places: Record<string, string>): string[][] {
	const text = readFileSync(path.join(ROOT, "docs/staff.md"), "utf8");
	return [...text.matchAll(/^npx gradlab course (.+)$/gm)].map(([, line]) =>
		line.split(" ").map((word) => places[word] ?? word),
	);
}
const GUIDED = ["collect", "collect", "grade", "status", "feedback", "export"];

/** A file of the worked lesson 11 among those that an LMS gave. */
function download(name: string): void {
	const file = path.join(downloads, name);
	mkdirSync(path.dirname(file), { recursive: true });
	cpSync(path.join(course, "submitted/torn/lesson-11", LESSON_11), file);
}

const LESSON_11 = "11-why-understand-backprop.ipynb";

/** A table of CSV: column → field, for each row. */
function readCsv(text: string): Record<string, string>[] {
	const [head, ...rows] = text
		.trim()
		.split(/\r?\n/)
		.map((line) =>
			[...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain),
		);
	return rows.map((row) => Object.fromEntries(row.map((field, k) => [head[k], field])));
}

const [AS_IT_WAS, WORKED] = [
	(_id: string, stub: string) => stub,
	(_id: string, _stub: string, worked: string) => worked,
];

describeWithNeeds("a class is marked", staffObstacle() ?? sandboxObstacle(), () => {
	const scores: Record<string, string> = {};
	const steps: Record<string, { code: number; said: string }> = {};
	let rows: Record<string, string>[] = [];
	const rowOf = (student: string) =>
		rows.find(({ student_id, assignment }) => student_id === student && assignment === "lesson-11");
	beforeAll(async () => {
		await ensurePython(STAFF_PYTHON);
		ensureStaffKernelspec();
		const roster = path.join(course, "students.csv");
		writeFileSync(
			roster,
			"id,first_name,last_name,email\nright,Ada,Lovelace,ada@example.org\nlms,Jörg,Müller,\nabsent,Nobody,There,\n",
		);
		const places = { "~/my-course": course, "students.csv": roster, "~/Downloads/lesson-11": downloads };
		const [init, release, ...others] = guide(places);
		await promisify(execFile)(process.execPath, [path.join(ROOT, "kernel-setup/gradlab.mjs"), "course", ...init]);
		await courseSteps(release);

		handIn("blank", "lesson-09", AS_IT_WAS);
		handIn("right", "lesson-09", WORKED, { "my-gates.ts": (worked) => worked });
		handIn("mistaken", "lesson-09", WORKED, {
			"my-gates.ts": (worked) => worked.replace("x.at(i, j) > 0 ? g.at(i, j) : 0", "g.at(i, j)"),
		});
		handIn("broken", "lesson-09", WORKED, { "my-gates.ts": (worked) => worked.replace("{", "") });
		handIn("tagged", "lesson-09", AS_IT_WAS);
		tagEveryCell("tagged", "lesson-09");
		handIn("blank", "lesson-11", AS_IT_WAS);
		handIn("partly", "lesson-11", (id, _stub, worked) =>
			id === "11-ex1" ? worked.replace('"dead"', '"clipped"') : worked,
		);
		const partly = path.join(course, "submitted/partly/lesson-11");
		renameSync(path.join(partly, LESSON_11), path.join(partly, "11 (1).ipynb"));
		handIn("hanging", "lesson-11", (id, _stub, worked) =>
			id === "11-ex3" ? "const deadShare = () => { while (true); };" : worked,
		);
		handIn("torn", "lesson-11", WORKED);
		download("Muller, Jorg_4711_assignsubmission_file_/11-why-understand-backprop (1).ipynb");
		download("anonymous.ipynb");
		writeFileSync(path.join(course, "submitted/torn/lesson-11", LESSON_11), '{"cells": [');
		const config = readFileSync(path.join(course, "nbgrader_config.py"), "utf8");
		writeFileSync(
			path.join(course, "nbgrader_config.py"),
			config.replace("c.Execute.timeout = 60", "c.Execute.timeout = 15"),
		);
		// As the exchange keeps it.
		cpSync(
			path.join(course, "submitted/blank/lesson-11"),
			path.join(inbound, "blank+lesson-11+2026-01-05 10:00:00 UTC+1"),
			{
				recursive: true,
			},
		);
		rmSync(path.join(course, "submitted/blank/lesson-11"), { recursive: true });
		// The last command of the guide, lab, has a test in the browser.
		expect(others.map(([verb]) => verb)).toEqual([...GUIDED, "lab"]);
		const done = await courseSteps(...others.slice(0, -1), ["grade", "x", "09"], ["grade", "x", "77"]);
		for (const [k, name] of [...GUIDED, "again", "wrong"].entries()) steps[name] = done[k];
		// Collected twice: from the exchange, and from the LMS.
		steps.collect = done[GUIDED.lastIndexOf("collect")];
		rows = readCsv(readFileSync(path.join(course, "grades.csv"), "utf8"));
		for (const { student_id, assignment, score, max_score } of rows)
			scores[`${student_id} ${assignment}`] = `${score} of ${max_score}`;
		handIn("tagged", "lesson-09", WORKED, { "my-gates.ts": (worked) => worked });
		[steps.anew, steps.after] = await courseSteps(["grade", "x", "09"], ["grade", "x", "09"], ["export", "x"]);
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

	it("a notebook that is called otherwise is marked, and the repair is told", () => {
		expect(rowOf("partly")).toMatchObject({ score: "12.0", repairs: `“11 (1).ipynb” was taken for ${LESSON_11}.` });
		expect(steps.grade.said).toContain("repaired: “11 (1).ipynb” was taken");
	});

	it("what an LMS gave is found by the name in it, and renamed; what nobody's name is in is told", () => {
		expect(scores["lms lesson-11"]).toBe("13.0 of 13.0");
		expect(steps.collect).toEqual({
			code: 1,
			said: expect.stringContaining("Nobody knows whose this is: anonymous.ipynb"),
		});
	});

	it("no tag keeps a check from running: blank work stays at 0", () => {
		expect(scores["tagged lesson-09"]).toBe("0.0 of 10.0");
	});

	it("what could not be graded has no score but a reason: on the console, in the CSV, in the gradebook", async () => {
		expect(rowOf("torn")).toMatchObject({
			score: "",
			state: "could not be graded",
			reason: expect.stringMatching(/^11-why-understand-backprop\.ipynb cannot be read as a notebook: /),
		});
		const { scores, manual, comments } = await inGradebook("torn");
		expect(new Set(scores)).toEqual(new Set([null]));
		expect(new Set(manual)).toEqual(new Set([true]));
		expect(comments).toEqual([expect.stringMatching(/^Could not be graded: .*cannot be read as a notebook/)]);
		expect(rowOf("blank")).toMatchObject({ score: "0.0", state: "graded", reason: "" });
		expect(rowOf("absent")).toMatchObject({ score: "0.0", state: "not handed in" });
		expect(steps.grade.code).toBe(1);
		expect(steps.grade.said).toMatch(/lesson-11 torn: could not be graded: .*cannot be read as a notebook/);
		expect(steps.status.said).toMatch(/1 could not be graded.*\n {4}torn: .*cannot be read as a notebook/s);
		expect(steps.feedback.said).toMatch(/lesson-11 torn: no feedback, since it could not be graded/);
	});

	it("work that is handed in anew is marked anew, whoever put it there; nobody else's is", () => {
		expect(steps.anew.said).toMatch(/lesson-09 tagged: 10/);
		expect(steps.anew.said).not.toMatch(/lesson-09 (blank|right|mistaken|broken)/);
		expect(steps.after.said).toContain("There is nothing new to grade.");
	});

	it("a second run grades only what is new", () => {
		expect(steps.again).toEqual({ code: 0, said: expect.stringContaining("There is nothing new to grade.") });
	});

	it("an assignment that there is not is said so, with those that there are", () => {
		expect(steps.wrong).toEqual({
			code: 1,
			said: expect.stringContaining("no assignment lesson-77.\nThere are: lesson-09"),
		});
	});

	it("every exercise has a column, with what it earned", () => {
		expect(Object.keys(rows[0]).filter((column) => /^11\.\d$/.test(column))).toHaveLength(6);
		expect([rowOf("partly")?.["11.1"], rowOf("hanging")?.["11.3"], rowOf("partly")?.["09.1"]]).toEqual([
			"3.0",
			"0.0",
			"",
		]);
	});

	it("students get their feedback, also those whose work came another way than by the exchange", () => {
		const page = readFileSync(path.join(course, "feedback/partly/lesson-11/11-why-understand-backprop.html"), "utf8");
		expect(page).toContain("11.1");
		expect(readdirSync(path.join(course, "exchange/gradlab/feedback"))).toHaveLength(4);
	});

	it("the page for staff counts answers, names mistakes and shows every student", () => {
		const page = readFileSync(path.join(course, "marking/lesson-11.html"), "utf8");
		expect(page).toMatch(/<strong>4<\/strong> graded/);
		expect(page).toMatch(/11\.3<\/th>.*?2 right.*?1 time-out.*?1 blank/s);
		expect(page).toContain("could not be graded: ");
		const gates = readFileSync(path.join(course, "marking/lesson-09.html"), "utf8");
		expect(gates).toMatch(/<li>1 × [^<]+<\/li>/);
	});

	it("who knows nbgrader goes on by hand: validate finds the kernel, export writes the same", async () => {
		await nbgrader("export", "--to", "by-hand.csv");
		expect(readFileSync(path.join(course, "by-hand.csv"), "utf8")).toBe(
			readFileSync(path.join(course, "grades.csv"), "utf8"),
		);
		const validated = await nbgrader("validate", path.join("submitted/lms/lesson-11", LESSON_11));
		expect(validated).toContain("Success! Your notebook passes all the tests.");
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
