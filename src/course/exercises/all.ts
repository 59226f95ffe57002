/** Every exercise of the twelve lessons. */
import type { Exercise } from "../exercise";
import { LESSON_00, LESSON_01, LESSON_02, LESSON_03 } from "./basics";
import { LESSON_04, LESSON_05, LESSON_06 } from "./calculus";
import { LESSON_07, LESSON_08, LESSON_09, LESSON_10, LESSON_11 } from "./networks";

/** In the order of the lessons. */
export const EXERCISES: readonly Exercise[] = [
	...LESSON_00,
	...LESSON_01,
	...LESSON_02,
	...LESSON_03,
	...LESSON_04,
	...LESSON_05,
	...LESSON_06,
	...LESSON_07,
	...LESSON_08,
	...LESSON_09,
	...LESSON_10,
	...LESSON_11,
];
