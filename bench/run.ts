/**
 * `npm run bench`: how fast the library is, in CPU-seconds, on this machine. `npm run bench -- --peers` installs other
 * libraries in bench/peers and measures them in the same run; `--only training` does one part. Prints tables and ratios,
 * and writes test-results/bench.json.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "../src/node/places";
import { installPeers } from "./peers";
import { graphs } from "./sections/graphs";
import { start } from "./sections/start";
import { training } from "./sections/training";

/** A line of the report: a name, a figure with its unit, and where there is one the figure that it must reach. */
export interface Line {
	readonly name: string;
	readonly value: number;
	readonly unit: string;
	readonly must?: string;
}

const SECTIONS = { training, graphs, start };

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { peers: { type: "boolean" }, only: { type: "string" } } });
	const wanted = Object.entries(SECTIONS).filter(([name]) => values.only === undefined || name === values.only);
	if (wanted.length === 0) {
		console.error(`--only ${values.only}: there is no such part. Parts: ${Object.keys(SECTIONS).join(", ")}.`);
		process.exitCode = 2;
		return;
	}
	if (values.peers === true) installPeers();
	const report: Record<string, Line[]> = {};
	for (const [name, section] of wanted) {
		console.log(`\n${name}`);
		report[name] = await section(values.peers === true, print);
	}
	const folder = path.join(ROOT, "test-results");
	mkdirSync(folder, { recursive: true });
	writeFileSync(path.join(folder, "bench.json"), JSON.stringify({ node: process.version, report }, null, 2));
}

function print({ name, value, unit, must }: Line): void {
	const digits = value >= 1000 ? 0 : value >= 10 ? 1 : 3;
	const figure = value.toLocaleString("en", { maximumFractionDigits: digits });
	console.log(
		`  ${name.padEnd(62)} ${figure.padStart(12)} ${unit.padEnd(20)} ${must === undefined ? "" : `(${must})`}`,
	);
}

void main();
