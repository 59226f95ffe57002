/**
 * What stands in the place of judge/ where a student's code is marked: the same names, and nothing that is worth reading. Work
 * that asks for hints or checks in cells of its own goes on.
 */
import type * as judging from "../judge/index";
import { Said } from "../said";
import { Verdict } from "../verdict";

/** To nbgrader a result that is no number is worth every point: this is one. */
class Silent extends Verdict {
	constructor(id: string) {
		super(id, "untouched", "While marks are given, answers are judged in their locked cells alone.", 0, 0);
	}

	[Symbol.for("Jupyter.display")](): Record<string, unknown> {
		return { "text/html": this.reason, "text/plain": "0" };
	}
}

export const EXERCISES: typeof judging.EXERCISES = [];
export const check: typeof judging.check = (id) => new Silent(String(id));
export const judge: typeof judging.judge = ({ id }) => check(id, undefined);
export const hint: typeof judging.hint = () => new Said("There are no hints while marks are given.");
export const solution: typeof judging.solution = () => new Said("There are no worked answers while marks are given.");
export const handedInBy: typeof judging.handedInBy = () => undefined;
export const judgeFor: typeof judging.judgeFor = () => ({ recognise: () => undefined });
export const useLessonFiles: typeof judging.useLessonFiles = () => undefined;
