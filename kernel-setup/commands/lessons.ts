/** `gradlab lessons run`: executes notebooks unattended, for CI and for who wrote them. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { type Parameters, readParameter } from "../lessons/run/parameters";
import { isGreen, junit, type LessonRun, runText } from "../lessons/run/report";
import { jobsHere, notebooksNamed, runNotebooks } from "../lessons/run/run";
import { Problem } from "../setup/owners.mjs";
import { setUp } from "../setup/setup";
import { count, positiveNumber } from "./numbers";

const EXIT = { green: 0, red: 1, notRun: 2 };

function parameter(text: string, before: Parameters | undefined): Parameters {
	try {
		return readParameter(text, before);
	} catch (error) {
		if (error instanceof Problem) throw new InvalidArgumentError(`${error.message} ${error.todo}`);
		throw error;
	}
}

interface Flags {
	jobs: number;
	junit?: string;
	param?: Parameters;
	timeout: number;
	output?: string;
}

export function addLessons(program: Command): void {
	const lessons = program.command("lessons").description("execute lessons, or notebooks of your own, unattended");
	lessons
		.command("run")
		.description(
			"execute notebooks from top to bottom and say which are green; exit code 0: all, 1: not all, 2: not run",
		)
		.argument("[files...]", "notebooks, folders with notebooks, or lessons by number; without any, all lessons")
		.option("--jobs <number>", "how many at a time (standard: one for each core)", count, jobsHere())
		.option("--junit <file>", "write a report in JUnit's form there, too")
		.option(
			"--param <name=value>",
			"give a value to what the cell tagged `parameters` declares; may be repeated",
			parameter,
		)
		.option("--timeout <seconds>", "the most that one cell may take", positiveNumber, 300)
		.option("--output <folder>", "keep the executed notebooks there")
		.addHelpText(
			"after",
			`
Examples:
  npx gradlab lessons run                               all twelve
  npx gradlab lessons run 06 my-work.ipynb --jobs 1
  npx gradlab lessons run 10 --param epochs=2 --junit report.xml`,
		)
		.action(async (files: string[], flags: Flags) => {
			process.exitCode = await run(files, flags).catch((error: unknown) => {
				if (!(error instanceof Problem)) throw error;
				console.error(`\n${error.message}\n${error.todo}`);
				return EXIT.notRun;
			});
		});
}

async function run(
	names: string[],
	{ jobs, junit: report, param = new Map(), timeout, output }: Flags,
): Promise<number> {
	const files = notebooksNamed(names);
	await setUp();
	const [begin, clock] = [new Date(), performance.now()];
	let ended = 0;
	const progress = new Line();
	const runs = await runNotebooks(files, {
		jobs,
		timeout,
		parameters: param,
		output: output === undefined ? undefined : path.resolve(output),
		onProgress: (states) => progress.show(`${ended} of ${files.length} done; ${states.join(", ")}`),
		onEnd: (one) => {
			ended++;
			progress.clear();
			console.log(runText(one));
		},
	});
	progress.clear();
	const seconds = (performance.now() - clock) / 1000;
	if (report !== undefined) write(report, junit(runs, seconds, begin));
	console.log(summary(runs, seconds));
	return runs.every(isGreen) ? EXIT.green : EXIT.red;
}

function summary(runs: readonly LessonRun[], seconds: number): string {
	const red = runs.filter((one) => !isGreen(one)).map(({ name }) => name);
	const all = `${runs.length - red.length} of ${runs.length} green, ${seconds.toFixed(1)} s`;
	return red.length === 0 ? all : `${all}; red: ${red.join(", ")}`;
}

function write(file: string, text: string): void {
	try {
		writeFileSync(file, text);
	} catch (error) {
		throw new Problem(
			`The report cannot be written: ${(error as Error).message}.`,
			"Name a file in a folder that is there.",
		);
	}
}

/** A line that is rewritten, on a terminal; in a log there is none. */
class Line {
	show(text: string): void {
		const { isTTY, columns = 80 } = process.stdout;
		if (isTTY) process.stdout.write(`\r\u001b[K${text.slice(0, columns - 1)}`);
	}

	clear(): void {
		if (process.stdout.isTTY) process.stdout.write("\r\u001b[K");
	}
}
