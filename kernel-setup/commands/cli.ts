/** The command line: what `npm start`, `npm test`, `npm run setup` and `npx gradlab` come to. */
import path from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { DataError, GraphError } from "../../src/errors";
import { Problem } from "../setup/owners.mjs";
import { setUp } from "../setup/setup";
import { addCourse } from "./course";
import { runDoctor } from "./doctor";
import { addKernel } from "./kernel";
import { addNer } from "./ner";
import { start } from "./start";
import { runTests, setUpForMarking } from "./test-run";

const USAGE_ERROR = 2;

function portNumber(text: string): number {
	const port = Number(text);
	if (!Number.isInteger(port) || port < 1 || port > 65535)
		throw new InvalidArgumentError("A port is a whole number from 1 to 65535.");
	return port;
}

const program = new Command("gradlab")
	.description("A laboratory for backpropagation in TypeScript")
	.showHelpAfterError("Add --help to see all options, with examples.")
	.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : USAGE_ERROR));

program
	.command("start")
	.description("set up what is missing and open JupyterLab on the lessons")
	.option("--no-browser", "print the address only")
	.option("--port <number>", "listen there instead of the first free port from 8888", portNumber)
	.option("--workbook <folder>", "keep the learner's copies of the lessons there (standard: workbook, in the clone)")
	.action(async (options: { browser: boolean; port?: number; workbook?: string }) => {
		await setUp();
		process.exitCode = await start({ ...options, workbook: options.workbook && path.resolve(options.workbook) });
	});

program
	.command("setup")
	.description("set up what is missing: npm packages, Python packages, kernel, renderer")
	.option("--development", "with the npm packages that tests and the lessons' site need")
	.action(async () => {
		await setUp();
		console.log("gradlab is set up. Next: npm start");
	});

program
	.command("test")
	.description("set up what is missing and run every test")
	.argument("[files...]", "only tests whose path contains one of these")
	.allowUnknownOption()
	.action(async (files: string[]) => {
		await Promise.all([setUp(), setUpForMarking(files)]);
		process.exitCode = runTests(files);
	});

program
	.command("doctor")
	.description("check every part and say what to do about each problem")
	.action(async () => {
		process.exitCode = await runDoctor();
	});

addCourse(program);
addKernel(program);
addNer(program);

program.parseAsync().catch((error: unknown) => {
	if (error instanceof Problem) console.error(`\n${error.message}\n${error.todo}`);
	// What is wrong with data or with a model is said in a sentence; a stack would only hide it.
	else if (error instanceof DataError || error instanceof GraphError) console.error(`error: ${error.message}`);
	else throw error;
	process.exit(1);
});
