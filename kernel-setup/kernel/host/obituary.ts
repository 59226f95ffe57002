/** An engine's end, as a learner is told of it: what happened, what is lost, what to do. */
import type { ErrorReport } from "../wire/engine-protocol";
import { type Death, EngineDied } from "./ports";

function died(ename: string, evalue: string, cause?: number): EngineDied {
	return new EngineDied({ ename, evalue, traceback: [`\u001b[31m${ename}\u001b[0m: ${evalue}`] }, cause);
}

/** @param imports whether there are any, for the next engine to load again */
export function lost({ ename, why }: Death, imports: boolean, cause?: number): EngineDied {
	const again = imports ? "; their imports are loaded again" : "";
	const state = `The state is lost: every variable of earlier cells is gone${again}.`;
	return died(ename, `${why} ${state} A fresh process takes over: run the cells above again.`, cause);
}

export function notStarted({ how, said }: Death): EngineDied {
	const words = said.trim() === "" ? "" : ` It wrote:\n${said.trim()}`;
	const what = `The TypeScript process that runs the cells does not start: it ended before it was ready (${how}).`;
	return died("EngineStart", `${what} Run the cell again for another try; npm run doctor may say more.${words}`);
}

export const notBegun = () => died("KeyboardInterrupt", "The cell was interrupted before it began.");

export const shutDown = () => died("KernelShutdown", "The kernel was shut down before this had ended.");

export const STUCK: Death = {
	ename: "KeyboardInterrupt",
	why: "The cell could not be stopped in any gentler way, so its process was ended.",
	how: "ended by the kernel",
	said: "",
};

/** For the cell that was running when another one ended the process. */
export function amongOthers(report: ErrorReport): ErrorReport {
	const evalue = `An earlier cell ended the process while this one ran. ${report.evalue}`;
	return died(report.ename, evalue).report;
}
