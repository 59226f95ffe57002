/**
 * `npm run bench`: how fast the library is, in CPU-seconds, on this machine. Competitors are interleaved in short rounds, so
 * that a busy machine slows all of them alike; the median of the rounds counts. Prints a table and writes test-results/bench.json.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ComputationalGraph, parameter, scalar, scale } from "../src/index";
import { graphStep } from "./window-model";

interface Contender {
	readonly name: string;
	/** How many units one call works off, and what they are. */
	readonly units: number;
	readonly unit: string;
	readonly run: () => unknown;
}

const ROUNDS = 7;
const ROUND_SECONDS = 0.4;

function cpuSeconds(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e6;
}

/** Calls again and again for a round; returns units per CPU-second. */
function round({ units, run }: Contender): number {
	const begin = cpuSeconds();
	let calls = 0;
	do {
		run();
		calls++;
	} while (cpuSeconds() - begin < ROUND_SECONDS);
	return (units * calls) / (cpuSeconds() - begin);
}

function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Forward and backward through a chain of a million scalar gates. */
function chain(nodes: number): () => unknown {
	const source = parameter("a", scalar(1));
	let node = scale(source, 1);
	for (let k = 1; k < nodes; k++) node = scale(node, 1);
	const graph = new ComputationalGraph(node);
	return () => {
		graph.forward();
		return graph.backward();
	};
}

const contenders: Contender[] = [
	...[1, 32, 256].map((batch) => ({
		name: `train, B = ${batch}`,
		units: batch,
		unit: "tokens",
		run: graphStep(batch, "f64"),
	})),
	{ name: "chain of a million scalar nodes, forward and backward", units: 1e6, unit: "nodes", run: chain(1e6) },
];

const rates = contenders.map(() => [] as number[]);
for (const { run } of contenders) run(); // plans, buffers and the compiler's first pass do not count
for (let k = 0; k < ROUNDS; k++) contenders.forEach((contender, c) => rates[c].push(round(contender)));

const results = contenders.map(({ name, unit }, c) => ({ name, unit, perCpuSecond: median(rates[c]) }));
for (const { name, unit, perCpuSecond } of results) {
	console.log(`${name.padEnd(56)} ${Math.round(perCpuSecond).toLocaleString("en").padStart(12)} ${unit} a CPU-second`);
}
const { rss } = process.memoryUsage();
console.log(`memory: ${Math.round(rss / 1e6)} MB`);

const folder = path.join(__dirname, "../../test-results");
mkdirSync(folder, { recursive: true });
writeFileSync(path.join(folder, "bench.json"), JSON.stringify({ node: process.version, results, rss }, null, 2));
