/** Whose code is running, and whose output this is. */
import type { CellRun, RunContext } from "../ports";

// Taken before any cell runs: a cell may replace it.
const NativePromise = Promise;

/** A run of a cell, until it has ended one way or another. */
export class Run implements CellRun {
	cancelled = false;
	/** The first error, if any: thrown by the cell, or by something that it left behind while it ran. */
	failure: { error: unknown } | undefined;
	finish!: () => void;
	readonly ended = new NativePromise<void>((resolve) => {
		this.finish = resolve;
	});

	constructor(readonly id: number) {}

	fail(error: unknown): void {
		this.failure ??= { error };
		this.finish();
	}
}

export class Runs {
	/** The cell at work. */
	active: Run | null = null;
	private latest: Run | null = null;

	constructor(private readonly context: RunContext) {}

	begin(id: number): Run {
		this.latest = new Run(id);
		return this.latest;
	}

	/** Calls `f` as a part of a run: so is whatever it leaves to timers, promises and events. */
	within<R>(run: Run, f: () => R): R {
		return this.context.run(run, f);
	}

	/** The run that the present code belongs to. */
	current(): CellRun | undefined {
		return this.context.getStore();
	}

	/** The number of the cell that the present code belongs to; 0 when no cell has run yet. */
	owner(): number {
		return (this.current() ?? this.latest)?.id ?? 0;
	}

	isActive(run: CellRun | undefined): boolean {
		return this.active !== null && run === this.active;
	}
}
