/** Every exercise of the twelve lessons. */
import type { Exercise } from "../exercise";
import { LESSON_00 } from "./00-self-test";
import { LESSON_01 } from "./01-windows";
import { LESSON_02 } from "./02-layers";
import { LESSON_03 } from "./03-losses";
import { LESSON_04 } from "./04-slopes";
import { LESSON_05 } from "./05-cards";
import { LESSON_06 } from "./06-window-net";
import { LESSON_07 } from "./07-graphs";
import { LESSON_08 } from "./08-algorithm";
import { LESSON_09 } from "./09-gates";
import { LESSON_10 } from "./10-training";
import { LESSON_11 } from "./11-diagnosis";

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
