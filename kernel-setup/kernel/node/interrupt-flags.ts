/** Two numbers in shared memory, by which the helper thread reaches a main thread that is busy. */

/** What each number says, by index. The first one is the engine's own, the second only Node's. */
export const Flag = {
	/** The number of the cell that is to be interrupted; 0 when none is. */
	interrupt: 0,
	/** 1 while a cell's script runs synchronously, where a signal can end it. */
	inScript: 1,
} as const;
