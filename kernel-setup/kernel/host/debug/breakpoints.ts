/** Breakpoints by path and line, in whichever script has that text now. */
import type { Location } from "../../wire/inspector-protocol";
import type { Inspector } from "./inspector";
import { locationOf, type Script, type Scripts } from "./scripts";

/** A breakpoint in the Debug Adapter Protocol. */
export interface Breakpoint {
	id: number;
	verified: boolean;
	line: number;
	source: { path: string };
}

/** No path of a source: a breakpoint of the debugger itself. */
const FIRST_LINE = "";

export class Breakpoints {
	private readonly lines = new Map<string, number[]>();
	/** The inspector's names for those that are set: path → ids */
	private readonly placed = new Map<string, string[]>();
	private sequence = 0;

	constructor(
		private readonly inspector: Inspector,
		private readonly scripts: Scripts,
	) {}

	/** For debugInfo. */
	all(): { source: string; breakpoints: { line: number; source: { path: string } }[] }[] {
		return [...this.lines].map(([path, lines]) => ({
			source: path,
			breakpoints: lines.map((line) => ({ line, source: { path } })),
		}));
	}

	/** Puts these in the place of all earlier ones of that path. */
	async set(path: string, lines: readonly number[]): Promise<Breakpoint[]> {
		await this.remove(path);
		const script = this.scripts.of(path);
		// A cell that has not run yet gets them when it does.
		const actual = script === undefined ? lines : await this.place(script, lines);
		if (lines.length === 0) this.lines.delete(path);
		else this.lines.set(path, [...actual]);
		return actual.map((line) => ({ id: ++this.sequence, verified: true, line, source: { path } }));
	}

	/** A script is about to run for the first time. @param stop it is to stop at its first line, once */
	async enter(script: Script, stop: boolean): Promise<void> {
		if (stop) await this.place({ ...script, path: FIRST_LINE }, [1]);
		const lines = this.lines.get(script.path);
		if (lines === undefined) return;
		// The cell that ran before had the same text: its functions may still be called, and stop as well.
		await this.place(script, lines);
	}

	/** It has stopped. */
	entered(): Promise<void> {
		return this.remove(FIRST_LINE);
	}

	/** A fresh engine has none. */
	forgetPlaced(): void {
		this.placed.clear();
	}

	/** @returns the lines where the program will really stop */
	private async place(script: Script, lines: readonly number[]): Promise<number[]> {
		const actual: number[] = [];
		for (const line of lines) {
			const location = locationOf(script, line);
			const at = location && (await this.placeAt(script, location));
			actual.push(at ?? line);
		}
		return actual;
	}

	private async placeAt(script: Script, location: Location): Promise<number | undefined> {
		try {
			const { breakpointId, actualLocation } = await this.inspector.ask<{
				breakpointId: string;
				actualLocation: Location;
			}>("Debugger.setBreakpoint", { location });
			this.placed.set(script.path, [...(this.placed.get(script.path) ?? []), breakpointId]);
			return this.scripts.placeOf(actualLocation)?.line;
		} catch {
			// Two lines that became one place: it stops there once.
			return undefined;
		}
	}

	private async remove(path: string): Promise<void> {
		const ids = this.placed.get(path) ?? [];
		this.placed.delete(path);
		for (const breakpointId of ids) await this.inspector.ask("Debugger.removeBreakpoint", { breakpointId });
	}
}
