/** What a run of notebooks found: for people, and as JUnit's XML, which every CI shows. */
import { escapeXml } from "../../../src/show/svg";
import type { NotebookText } from "./notebook-text";
import type { Outcome } from "./worker";

/** One notebook's run. */
export interface LessonRun extends Outcome {
	/** The file as it was named. */
	readonly name: string;
	readonly seconds: number;
	/** The notebook as it was executed, with the cell of parameters in it. */
	readonly text: NotebookText;
}

/** What is wrong with a notebook. */
export interface Complaint {
	/** "cell 9 (06-check)", or where there is none the empty text. */
	readonly where: string;
	readonly kind: string;
	readonly message: string;
	readonly text: string;
}

/** What makes a notebook red: what stopped it, or exercises that are answered wrong. Blank ones are nobody's fault. */
export function complaintsAbout({ failure, verdicts, text }: LessonRun): Complaint[] {
	const where = (cell: number | null) => (cell === null ? "" : cellName(text, cell));
	if (failure !== null) return [{ ...failure, where: where(failure.cell) }];
	return verdicts
		.filter(({ outcome }) => outcome === "wrong")
		.map(({ id, reason, cell }) => ({ where: where(cell), kind: "Wrong", message: `${id}: ${reason}`, text: "" }));
}

/** As the notebook counts those that it runs; with its id, which an editor finds. */
function cellName({ cells }: NotebookText, at: number): string {
	const number = cells.slice(0, at + 1).filter(({ isCode, source }) => isCode && source.trim() !== "").length;
	const id = cells[at]?.id;
	return `cell ${number}${id ? ` (${id})` : ""}`;
}

export const isGreen = (run: LessonRun): boolean => complaintsAbout(run).length === 0;

/** A line for a notebook, and its complaints below. */
export function runText(run: LessonRun): string {
	const [complaints, exercises] = [complaintsAbout(run), exercisesText(run)];
	const head = `${complaints.length === 0 ? "✓" : "✗"} ${run.name}  ${run.seconds.toFixed(1)} s${exercises && `  ${exercises}`}`;
	return [head, ...complaints.map(complaintText)].join("\n");
}

function exercisesText({ verdicts }: LessonRun): string {
	if (verdicts.length === 0) return "";
	const right = verdicts.filter(({ outcome }) => outcome === "right").length;
	return `${right} of ${verdicts.length} exercises right`;
}

function complaintText({ where, kind, message, text }: Complaint): string {
	const head = `${where === "" ? "" : `${where}: `}${kind}: ${message}`;
	// The text of an error begins with its name and message: it is not said twice.
	return indented(
		text.includes(message) ? `${where === "" ? "" : `${where}:\n`}${text}` : `${head}\n${text}`.trimEnd(),
	);
}

const indented = (text: string) => text.replace(/^(?=.)/gm, "    ");

/** A report in the form of JUnit: a test for each notebook. @param seconds how long all of it took */
export function junit(runs: readonly LessonRun[], seconds: number, begin: Date): string {
	const red = runs.filter((run) => !isGreen(run)).length;
	const counts = `tests="${runs.length}" failures="${red}" errors="0"`;
	return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="gradlab" ${counts} time="${time(seconds)}">
<testsuite name="lessons" ${counts} skipped="0" time="${time(seconds)}" timestamp="${begin.toISOString().slice(0, 19)}">
${runs.map(testcase).join("\n")}
</testsuite>
</testsuites>
`;
}

function testcase(run: LessonRun): string {
	const head = `<testcase classname="lessons" name="${escapeXml(run.name)}" time="${time(run.seconds)}"`;
	const failures = complaintsAbout(run).map(
		({ where, kind, message, text }) =>
			`<failure type="${escapeXml(kind)}" message="${escapeXml([where, message].filter(Boolean).join(": "))}">${escapeXml(text)}</failure>`,
	);
	return failures.length === 0 ? `${head}/>` : `${head}>${failures.join("")}</testcase>`;
}

/** JUnit's schema allows for no more than three digits at a time. */
const time = (seconds: number) => seconds.toFixed(3);
