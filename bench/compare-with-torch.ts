/**
 * `npm run bench:compare`: values and gradients of 500 random graphs against PyTorch in f64. Each graph goes over as JSON;
 * what comes back is the worst relative error. Needs the peers: `npm run bench -- --peers`.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { ComputationalGraph, Random } from "../src/index";
import { PEER_PYTHON, peerFile } from "./peers";
import { randomExpression } from "./random-expression";

const GRAPHS = 500;
const NODES = 200;
const PROMISED = 1e-12;

const lines = Array.from({ length: GRAPHS }, (_, seed) => {
	const { output, sources } = randomExpression(new Random(seed), NODES);
	const graph = new ComputationalGraph(output);
	const value = graph.forward().data[0];
	const gradients = graph.backward();
	const found = Object.fromEntries(sources.map((source) => [source.label as string, [...gradients.of(source).data]]));
	return JSON.stringify({ expression: graph.toJSON(), value, gradients: found });
});

if (!existsSync(PEER_PYTHON)) {
	console.error(
		"PyTorch is not installed here. Run `npm run bench -- --peers` once; it installs the peers in bench/peers.",
	);
	process.exit(2);
}
const { status, stdout } = spawnSync(PEER_PYTHON, [peerFile("torch_compare.py")], {
	input: lines.join("\n"),
	encoding: "utf8",
	stdio: ["pipe", "pipe", "inherit"],
	maxBuffer: 1e9,
});
if (status !== 0) process.exit(1);
const { worst, gates } = JSON.parse(stdout) as { worst: number; gates: string[] };
console.log(
	`${GRAPHS} random graphs of ${NODES} nodes and more, ${gates.length} kinds of gates (${gates.join(", ")}):`,
);
console.log(`worst relative error of a value or a gradient against PyTorch: ${worst.toExponential(1)}`);
process.exitCode = worst <= PROMISED ? 0 : 1;
