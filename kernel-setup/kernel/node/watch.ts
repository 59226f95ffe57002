/** What the system does not limit by itself: how many processes a sandbox holds, and how much memory all of them take. */
import { readFileSync } from "node:fs";
import { descendantsOf } from "./family";
import { MOST_MEGABYTES, MOST_PROCESSES } from "./sandbox";

const EVERY_MS = 500;
const PAGES_A_MEGABYTE = 256;

/** What is too much of it; undefined where nothing is. */
function excess(pid: number): string | undefined {
	const family = descendantsOf(pid);
	if (family.length > MOST_PROCESSES) return `more than ${MOST_PROCESSES} processes`;
	const megabytes = family.reduce((sum, one) => sum + residentPages(one), 0) / PAGES_A_MEGABYTE;
	return megabytes > MOST_MEGABYTES ? `more than ${MOST_MEGABYTES} MB of memory` : undefined;
}

function residentPages(pid: number): number {
	try {
		return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
	} catch {
		return 0; // ended meanwhile
	}
}

/** Looks at it until it is told to stop. @param end called once, with what was too much */
export function watch(pid: number, end: (what: string) => void): () => void {
	const timer = setInterval(() => {
		const what = excess(pid);
		if (what === undefined) return;
		clearInterval(timer);
		end(what);
	}, EVERY_MS);
	timer.unref();
	return () => clearInterval(timer);
}
