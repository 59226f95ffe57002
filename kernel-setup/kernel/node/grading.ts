/** Whether marks are given, and by whom: GRADLAB_GRADING in the environment of the host, which no student's code can change. */
import { randomInt } from "node:crypto";
import path from "node:path";
import type { Judge } from "../host/ports";
import { COMPILED } from "./places";
import { obstacle, PROTECTIONS } from "./sandbox";

export const IS_GRADING = Boolean(process.env.GRADLAB_GRADING);
/** Whoever says so by name marks without protection. */
const UNPROTECTED = process.env.GRADLAB_GRADE_WITHOUT_SANDBOX === "yes";
export const IS_SANDBOXED = IS_GRADING && !UNPROTECTED;

/** The judge, where marks are given. @throws Error where that cannot be done safely */
export function judgeHere(log: (line: string) => void): Judge | undefined {
	if (!IS_GRADING) return undefined;
	if (UNPROTECTED)
		log(
			"marks are given WITHOUT A SANDBOX (GRADLAB_GRADE_WITHOUT_SANDBOX=yes): a student's code can do all that you can",
		);
	else {
		const why = obstacle();
		if (why !== undefined)
			throw new Error(
				`Marks are given in a sandbox, and there can be none here: ${why}. Install bubblewrap, or set GRADLAB_GRADE_WITHOUT_SANDBOX=yes where each submission runs in a machine of its own.`,
			);
		for (const line of PROTECTIONS) log(`sandbox: ${line}`);
	}
	const { judgeFor } = require(path.join(COMPILED, "src/course/judge/index.js")) as { judgeFor(seed: number): Judge };
	const given = Number(process.env.GRADLAB_GRADING_SEED);
	const seed = Number.isInteger(given) && given > 0 ? given : randomInt(1, 2 ** 31);
	log(`marks are given; seed ${seed}`);
	return judgeFor(seed);
}
