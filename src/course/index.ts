/** `gradlab/course`: exercises that answer. */

export {
	BROKEN_RUNS,
	buildRun,
	type GradientReading,
	learns,
	type RunName,
	type RunSettings,
	readGradients,
	type TrialRun,
	trainRun,
} from "./broken-runs";
export { claim } from "./claim";
export {
	type Answer,
	check,
	EXERCISES,
	type Exercise,
	handedInBy,
	hint,
	judge,
	type Mistake,
	solution,
	useLessonFiles,
	type WorkedSolution,
} from "./judge/index";
export { type How, type Observed, observe, type Plan } from "./observe";
export type { Plain } from "./plain";
export { Said } from "./said";
export { type Outcome, VERDICT_MIME, Verdict } from "./verdict";
export { WrongForm } from "./wrong-form";
