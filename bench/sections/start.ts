/** From the start of a process to the end of its first training step, its memory, and what a step leaves to the garbage collector. */
import { execFileSync } from "node:child_process";
import path from "node:path";
import { median } from "../measure";
import type { Line } from "../run";

const RUNS = 7;

interface FirstStep {
	readonly milliseconds: number;
	readonly megabytes: number;
	readonly collections: number;
	readonly bytesPerStep: number;
}

export async function start(_withPeers: boolean, print: (line: Line) => void): Promise<Line[]> {
	const file = path.join(__dirname, "../first-step.js");
	const runs = Array.from(
		{ length: RUNS },
		() => JSON.parse(execFileSync(process.execPath, ["--expose-gc", file], { encoding: "utf8" })) as FirstStep,
	);
	const middle = (of: keyof FirstStep) => median(runs.map((run) => run[of]));
	const lines: Line[] = [
		{
			name: "first training step, from the start of the process",
			value: middle("milliseconds"),
			unit: "ms",
			must: "must 250, aim 150",
		},
		{ name: "memory after it (RSS)", value: middle("megabytes"), unit: "MB", must: "must 120, aim 100" },
		{
			name: "garbage collections in 1,000 steps",
			value: Math.max(...runs.map((run) => run.collections)),
			unit: "",
			must: "must 0",
		},
		{ name: "small objects a step", value: middle("bytesPerStep"), unit: "bytes" },
	];
	lines.forEach(print);
	return lines;
}
