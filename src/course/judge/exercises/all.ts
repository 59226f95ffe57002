/** Every exercise of the twelve lessons. */
import type { Exercise } from "../exercise";
import { LESSON_00 } from "./00-self-test";
import { LESSON_01 } from "./01-windows";
import { LESSON_02 } from "./02-layers";
import { LESSON_03 } from "./03-losses";
import { LESSON_04_JACOBIANS } from "./04-jacobians";
import { LESSON_04 } from "./04-slopes";
import { LESSON_05 } from "./05-cards";
import { LESSON_06 } from "./06-window-net";
import { LESSON_07 } from "./07-graphs";
import { LESSON_08 } from "./08-algorithm";
import { LESSON_08_OWN_GRAPH } from "./08-own-graph";
import { LESSON_09 } from "./09-gates";
import { LESSON_09_WHOLE_GATES } from "./09-whole-gates";
import { LESSON_10_EXPERIMENTS } from "./10-experiments";
import { LESSON_10 } from "./10-training";
import { LESSON_11 } from "./11-diagnosis";

/** In the order in which the lessons ask them. */
export const EXERCISES: readonly Exercise[] = [
	...LESSON_00,
	...LESSON_01,
	...LESSON_02,
	...LESSON_03,
	...LESSON_04,
	...LESSON_04_JACOBIANS,
	...LESSON_05,
	...LESSON_06,
	...LESSON_07,
	...LESSON_08,
	...LESSON_08_OWN_GRAPH,
	...LESSON_09,
	...LESSON_09_WHOLE_GATES,
	...LESSON_10,
	...LESSON_10_EXPERIMENTS,
	...LESSON_11,
].sort((a, b) => (a.id < b.id ? -1 : 1));
