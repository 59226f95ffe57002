/** The lessons executed by Jupyter, each once in a run of the tests, whichever test asks first. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { NOTEBOOKS, ROOT } from "../places";
import { execute } from "./notebook";

const FOLDER = path.join(ROOT, "test-results/executed");

/** Executes a lesson, or waits for who does it; returns the file of the executed notebook. */
export async function executedLesson(name: string): Promise<string> {
	const [done, failed, claimed] = ["done", "failed", "claimed"].map((state) => path.join(FOLDER, state, name));
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

/** Before all tests: what an earlier run executed says nothing about the project as it stands. */
export default function setup(): void {
	rmSync(FOLDER, { recursive: true, force: true });
}
