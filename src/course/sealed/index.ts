/**
 * What stands in the place of judge/ where a student's code is marked: the same names, and nothing that is worth reading. Work
 * that asks for hints or checks in cells of its own goes on.
 */
import type * as judging from "../judge/index";
import { Said } from "../said";
import { type Outcome, Verdict } from "../verdict";

const LATER = "is judged by the host, in its own locked cell.";

export const EXERCISES: typeof judging.EXERCISES = [];
export const check: typeof judging.check = (id) =>
	new Verdict(String(id), "untouched" satisfies Outcome, `It ${LATER}`, 0, 0);
export const judge: typeof judging.judge = ({ id }) => check(id, undefined);
export const hint: typeof judging.hint = () => new Said("There are no hints while marks are given.");
export const solution: typeof judging.solution = () => new Said("There are no worked answers while marks are given.");
export const handedInBy: typeof judging.handedInBy = () => undefined;
export const judgeFor: typeof judging.judgeFor = () => ({ recognise: () => undefined });
export const useLessonFiles: typeof judging.useLessonFiles = () => undefined;
