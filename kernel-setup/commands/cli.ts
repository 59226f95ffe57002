/** The command line as a process: runs what was typed, and says in a sentence what is wrong. */
import { DataError, GraphError } from "../../src/errors";
import { Problem } from "../setup/owners.mjs";
import { program } from "./program";

program.parseAsync().catch((error: unknown) => {
	if (error instanceof Problem) console.error(`\n${error.message}\n${error.todo}`);
	// What is wrong with data or with a model is said in a sentence; a stack would only hide it.
	else if (error instanceof DataError || error instanceof GraphError) console.error(`error: ${error.message}`);
	else throw error;
	process.exit(1);
});
