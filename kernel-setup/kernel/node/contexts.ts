/** Node's own stack of what runs at present, which it takes from by `Array.prototype.pop`, whatever that is by then. */
import { executionAsyncResource } from "node:async_hooks";

/**
 * Gives that stack a `pop` of its own. Where a cell's threw, Node would begin the same step again and again, without end.
 * Nothing but Node has the stack in its hands; the moment in which it takes from it is known. Call once, before any cell.
 */
export function keepContextsWhole(): void {
	const { pop } = Array.prototype;
	const mend = () => {
		Array.prototype.pop = pop;
	};
	setImmediate(() => {
		const present = executionAsyncResource();
		// The next to call it is Node, when it is done with this function.
		Array.prototype.pop = function (this: unknown[]) {
			mend();
			if (this[this.length - 1] === present) Object.defineProperty(this, "pop", { value: pop });
			return Reflect.apply(pop, this, []);
		};
		process.nextTick(mend);
	});
}
