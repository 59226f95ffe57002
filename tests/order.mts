/** In which order the files run: long ones first, so that every core is busy to the end. */
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes more than ten seconds of a core, the longest first. */
const LONG = [
	"notebooks/nbgrader",
	"browser/lab",
	"notebooks/lessons",
	"kernel/nodes",
	"notebooks/mutations",
	"unit/house",
	"kernel/official",
	"unit/package",
	"unit/gates",
	"kernel/help",
	"unit/kernels",
	"kernel/death",
	"kernel/interrupt",
	"unit/without-fast",
	"kernel/errors",
	"kernel/installed",
	"unit/ner-command",
	"unit/bootstrap",
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
