/** How far a reader has to go: the files whose functions run when uᵀ tanh(Wx + b) runs forward and backward in the plain run. */
import { execFileSync } from "node:child_process";
import path from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "../places";

const PROGRAM = `
const { Session } = require("node:inspector");
const g = require(${JSON.stringify(path.join(ROOT, "dist/src/index.js"))});
const [W, b, u] = [g.parameter("W", g.ones(3, 4)), g.parameter("b", g.ones(3, 1)), g.parameter("u", g.ones(3, 1))];
const s = g.matmul(g.transpose(u), g.tanh(g.plus(g.matmul(W, g.input("x", 4)), b)));
const graph = new g.ComputationalGraph(s);
const x = g.ones(4, 1);
const session = new Session();
session.connect();
session.post("Profiler.enable");
session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
graph.forward({ x });
graph.backward();
session.post("Profiler.takePreciseCoverage", (_error, { result }) => {
	const ran = result.filter(({ functions }) => functions.some(({ ranges: [{ startOffset, count }] }) => count > 0 && startOffset > 0));
	console.log(JSON.stringify(ran.map(({ url }) => url.split("/dist/src/")[1]).filter(Boolean)));
});
`;

/** What a matrix is, how its numbers move, and what is checked of values that come in: read once, or taken on trust. */
const UNDERNEATH = /^(matrix|kernels)\/|^shape\.js$/;

it("a reader of uᵀ tanh(Wx + b) passes 12 files forward and backward, 9 without matrices and kernels", () => {
	const env = { ...process.env, GRADLAB_ENGINE: "plain" };
	const files = JSON.parse(execFileSync(process.execPath, ["-e", PROGRAM], { env, encoding: "utf8" })) as string[];
	expect(files).toContain("run/plain-run.js");
	expect(files).toContain("gates/pointwise.js");
	expect(files.filter((file) => file.startsWith("fast/"))).toEqual([]);
	expect(files.length).toBeLessThanOrEqual(12);
	expect(files.filter((file) => !UNDERNEATH.test(file)).length).toBeLessThanOrEqual(9);
});
