/** Numbers in shared memory, by which the helper thread reaches a main thread that is busy. */
import { Flag as EngineFlag } from "../engine/ports";

/** What each number says, by index. */
export const Flag = {
	...EngineFlag,
	/** 1 while a cell's script runs synchronously, where a signal can end it. */
	inScript: EngineFlag.home,
} as const;

/** The global function that the helper thread calls through the inspector, with the number of a cell. */
export const END = "__gradlab_end";
