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
export { check, hint, solution, type WorkedSolution } from "./check";
export { claim } from "./claim";
export { type Answer, type Exercise, handedInBy, type Mistake, WrongForm } from "./exercise";
export { EXERCISES } from "./exercises/all";
export { judge } from "./judge";
export { Said } from "./said";
export { type Outcome, VERDICT_MIME, Verdict } from "./verdict";
export { useLessonFiles } from "./worked";
