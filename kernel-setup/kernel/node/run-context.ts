/**
 * Which run the present code belongs to.
 *
 * An AsyncLocalStorage knows, and makes every `await` two to three times slower while it is in use, before Node 24. So it
 * is in use only while it has something to tell apart: as long as no earlier run has left anything behind that could wake
 * up, whatever happens is of the run that began last. From the first that has, and until that is over, it follows them all;
 * what it knows nothing of was there before it, and is of that first one.
 */
import { AsyncLocalStorage, executionAsyncId } from "node:async_hooks";
import { type CellRun, Flag, type RunContext } from "../engine/ports";
import { interrupts } from "./scripts";

// Taken before any cell runs: a cell may replace them.
const { run, getStore, disable } = AsyncLocalStorage.prototype;
const { apply } = Reflect;
const activeResources = process.getActiveResourcesInfo.bind(process);
const storage = new AsyncLocalStorage<CellRun>();

/** How many resources of each kind are the kernel's own. */
let own: Readonly<Record<string, number>> | undefined;
/** The run that all is of which the storage does not know. */
let known: CellRun | undefined;
let follows = false;

/** No timer, no handle, no request is under way: nothing of an earlier run will wake up by itself. */
function isQuiet(): boolean {
	// An interrupted run is muted for good, also where a later one wakes it.
	if (interrupts.flags[Flag.cancelled] !== 0) return false;
	const counts: Record<string, number> = { __proto__: null } as never;
	const names = activeResources();
	for (let k = 0; k < names.length; k++) counts[names[k]] = (counts[names[k]] ?? 0) + 1;
	const before = own ?? counts;
	own = counts;
	for (const name in counts) {
		const count = before[name] ?? 0;
		if (counts[name] <= count) continue;
		own = before;
		return false;
	}
	return true;
}

export const context: RunContext = {
	run(store, f) {
		if (store !== known && isQuiet()) {
			if (follows) apply(disable, storage, []);
			follows = false;
			known = store;
		}
		if (store === known) return f();
		follows = true;
		return apply(run, storage, [store, f]) as ReturnType<typeof f>;
	},
	getStore: () => stored() ?? known,
};

const stored = () => (follows ? (apply(getStore, storage, []) as CellRun | undefined) : undefined);

/** Whose error reached the top. What a microtask throws arrives without a context: then nobody knows, and it is the active run's. */
export const thrower = (): CellRun | undefined => (follows && executionAsyncId() === 0 ? stored() : context.getStore());
