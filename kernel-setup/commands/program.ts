/** What `npm start`, `npm test`, `npm run setup` and `npx gradlab` understand. */
import path from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { setUp } from "../setup/setup";
import { addCourse } from "./course";
import { runDoctor } from "./doctor";
import { addKernel } from "./kernel";
import { addLessons } from "./lessons";
import { addNer } from "./ner";
import { start } from "./start";
import { strictHelp } from "./strict-help";
import { requireTestOptions, runTests, setUpForMarking } from "./test-run";

const USAGE_ERROR = 2;

function portNumber(text: string): number {
	const port = Number(text);
	if (!Number.isInteger(port) || port < 1 || port > 65535)
		throw new InvalidArgumentError("A port is a whole number from 1 to 65535.");
	return port;
}

export const program = new Command("gradlab")
	.description("A laboratory for backpropagation in TypeScript")
	.showHelpAfterError("Add --help to see all options, with examples.")
	.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : USAGE_ERROR));

program
	.command("start")
	.description("set up what is missing and open JupyterLab on the lessons")
	.option("--no-browser", "print the address only")
	.option("--port <number>", "listen there instead of the first free port from 8888", portNumber)
	.option("--workbook <folder>", "keep the learner's copies of the lessons there (standard: workbook, in the clone)")
	.addHelpText(
		"after",
		"\nExamples:\n  npm start\n  npm start -- --no-browser --port 8899       on a server: the address is printed\n  npm start -- --workbook ~/backpropagation   with copies of the lessons of their own",
	)
	.action(async (options: { browser: boolean; port?: number; workbook?: string }) => {
		await setUp();
		process.exitCode = await start({ ...options, workbook: options.workbook && path.resolve(options.workbook) });
	});

program
	.command("setup")
	.description("set up what is missing: npm packages, Python packages, kernel, renderer")
	.option("--development", "with the npm packages that tests and the lessons' site need")
	.addHelpText("after", "\nExamples:\n  npm run setup\n  npm run setup -- --development")
	.action(async () => {
		await setUp();
		console.log("gradlab is set up. Next: npm start");
	});

program
	.command("test")
	.description("set up what is missing and run every test")
	.argument("[files...]", "only tests whose path contains one of these")
	.allowUnknownOption()
	.addHelpText(
		"after",
		"\nExamples:\n  npm test\n  npm test -- lessons                      the files that have this in their path\n  npm test -- unit/gates -t tanh           options are vitest's: here, the tests with this in their name",
	)
	.action(async (files: string[]) => {
		requireTestOptions(files);
		process.exitCode = await runTests(files, () => Promise.all([setUp(), setUpForMarking(files)]));
	});

program
	.command("doctor")
	.description("check every part and say what to do about each problem")
	.addHelpText("after", "\nExample:\n  npx gradlab doctor")
	.action(async () => {
		process.exitCode = await runDoctor();
	});

addCourse(program);
addKernel(program);
addLessons(program);
addNer(program);
strictHelp(program);
