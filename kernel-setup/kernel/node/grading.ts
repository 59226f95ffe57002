/**
 * Whether marks are given, and by whom. It is said in the environment of the host, which no student's code can change: by
 * GRADLAB_GRADING, or by nbgrader itself, which says whether it marks or lets somebody try her own work.
 */
import { randomInt } from "node:crypto";
import path from "node:path";
import type { Judge } from "../host/ports";
import { COMPILED } from "./places";
import { obstacle, PROTECTIONS } from "./sandbox";

const { GRADLAB_GRADING, GRADLAB_GRADE_WITHOUT_SANDBOX, GRADLAB_GRADING_SEED, NBGRADER_EXECUTION } = process.env;
const IS_MARKING = Boolean(GRADLAB_GRADING) || NBGRADER_EXECUTION === "autograde";
/** Somebody's own work, on her own machine: judged as it will be marked, with the numbers that she knows. */
const IS_TRYING = !IS_MARKING && NBGRADER_EXECUTION === "validate";
/** Whoever says so by name marks without protection. */
const UNPROTECTED = GRADLAB_GRADE_WITHOUT_SANDBOX === "yes";
export const IS_SANDBOXED = IS_MARKING && !UNPROTECTED;

/** The judge, where marks are given. @throws Error where that cannot be done safely */
export function judgeHere(log: (line: string) => void): Judge | undefined {
	if (!IS_MARKING && !IS_TRYING) return undefined;
	const { judgeFor } = require(path.join(COMPILED, "src/course/judge/index.js")) as { judgeFor(seed?: number): Judge };
	if (IS_TRYING) return judgeFor();
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
	const given = Number(GRADLAB_GRADING_SEED);
	const seed = Number.isInteger(given) && given > 0 ? given : randomInt(1, 2 ** 31);
	log(`marks are given; seed ${seed}`);
	return judgeFor(seed);
}
