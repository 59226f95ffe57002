/** The judge's side: what is right, what is wrong in a known way, points, hints, worked answers. Under marking no student's code can read it. */
export { check, hint, solution, type WorkedSolution } from "./check";
export { type Answer, type Exercise, handedInBy, type Mistake } from "./exercise";
export { EXERCISES } from "./exercises/all";
export { judge } from "./judge";
export { judgeFor, type Trial } from "./trial";
export { useLessonFiles } from "./worked";
