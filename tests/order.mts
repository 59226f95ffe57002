/**
 * In which order the files run: first those that need nothing of the set-up, which may still go on, then long ones, so
 * that every core is busy to the end.
 */
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { EARLY } from "./early.mts";

/** What takes more than ten seconds of a core, the longest first. */
const LONG = [
	...EARLY,
	"notebooks/lessons",
	"notebooks/nbgrader",
	"browser/lab",
	"notebooks/tools",
	"kernel/cheats",
	"notebooks/mutations",
	"kernel/faults",
	"kernel/official",
	"browser/course",
	"notebooks/run",
	"kernel/modules",
	"unit/kernels",
	"kernel/nodes",
	"unit/ner-command",
	"kernel/death",
	"kernel/odd",
	"kernel/robust",
	"kernel/installed",
	"unit/course",
	"kernel/tsconfig",
	"kernel/sabotage",
	"kernel/errors",
	"kernel/doctor",
	"kernel/children",
];
/** Builds the site from the notebooks that notebooks/lessons executed. */
const LAST = "browser/site";

function place({ moduleId }: TestSpecification): number {
	if (moduleId.includes(LAST)) return LONG.length + 1;
	const long = LONG.findIndex((name) => moduleId.includes(name));
	return long < 0 ? LONG.length : long;
}

export default class LongOnesFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		return [...files].sort((a, b) => place(a) - place(b) || a.moduleId.localeCompare(b.moduleId));
	}
}
