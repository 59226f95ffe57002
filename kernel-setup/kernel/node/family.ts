/** An engine and the processes that its cells started: they end together. The engine leads a process group of its own. */
import { readdirSync, readFileSync } from "node:fs";

/** Ends an engine, if it still runs, and whatever its cells left running. */
export function endFamily(pid: number): void {
	const others = [...descendantsOf(pid), -pid];
	// It first: where a cell waits for a child, it would else go on for a moment, and say so.
	const inOrder = pid === process.pid ? [...others, pid] : [pid, ...others];
	for (const member of inOrder) kill(member);
}

function kill(pid: number): void {
	try {
		process.kill(pid, "SIGKILL");
	} catch {
		// It has gone already; or this is Windows, which knows no groups.
	}
}

/** Those, too, that left the group for one of their own. Linux tells; elsewhere the group has to do. */
export function descendantsOf(pid: number): number[] {
	if (process.platform !== "linux") return [];
	const children = new Map<number, number[]>();
	for (const name of readdirSync("/proc")) {
		if (!/^\d+$/.test(name)) continue;
		try {
			// `pid (name) state parent …`, where the name may hold anything
			const parent = Number(/.*\) \S (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, "utf8"))?.[1]);
			children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
		} catch {
			// ended meanwhile
		}
	}
	const found: number[] = [];
	for (let next = children.get(pid) ?? []; next.length > 0; next = next.flatMap((one) => children.get(one) ?? []))
		found.push(...next);
	return found;
}
