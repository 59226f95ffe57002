/** The lessons executed by Jupyter, each once in a run of the tests, whichever test asks first. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { EXECUTED, NOTEBOOKS } from "../places";
import { execute } from "./notebook";

/** Executes a lesson, or waits for who does it; returns the file of the executed notebook. */
export async function executedLesson(name: string): Promise<string> {
	const [done, failed, claimed] = ["done", "failed", "claimed"].map((state) => path.join(EXECUTED, state, name));
	for (const file of [done, failed, claimed]) mkdirSync(path.dirname(file), { recursive: true });
	try {
		writeFileSync(claimed, "", { flag: "wx" });
	} catch {
		while (!existsSync(done)) {
			if (existsSync(failed)) throw new Error(readFileSync(failed, "utf8"));
			await new Promise((resolve) => setTimeout(resolve, 200));
		}
		return done;
	}
	try {
		writeFileSync(done, JSON.stringify(await execute(path.join(NOTEBOOKS, name))));
	} catch (error) {
		writeFileSync(failed, String(error));
		throw error;
	}
	return done;
}
