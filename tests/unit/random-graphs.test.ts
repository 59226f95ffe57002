/** Random expressions of two hundred nodes, with forks: three ways to one derivative. */
import { describe, expect, it } from "vitest";
import { randomExpression } from "../../bench/random-expression";
import * as g from "../../src/index";

const NODES = 200;

describe("random graphs of 200 nodes with forks", () => {
	it.each(
		Array.from({ length: 25 }, (_, seed) => seed),
	)("seed %d: backprop ≡ Ridders ≡ forward mode ≡ the gradient as an expression", (seed) => {
		const random = new g.Random(seed);
		const { output, sources } = randomExpression(random, NODES);
		const graph = new g.ComputationalGraph(output);
		graph.forward();
		const gradients = graph.backward();
		const directions = sources.map(({ value }) => random.matrix(value.rows, value.cols));
		const along = sources.reduce(
			(total, source, s) => total + gradients.of(source).data.reduce((sum, d, k) => sum + d * directions[s].data[k], 0),
			0,
		);

		const pushed = graph
			.tangent(Object.fromEntries(sources.map(({ label }, s) => [label as string, directions[s]])))
			.at(0, 0);
		expect(Math.abs(pushed - along) / Math.max(1, Math.abs(along))).toBeLessThan(1e-12);

		const start = sources.map(({ value }) => value.copy());
		const moved = (t: number) => {
			sources.forEach(({ value }, s) =>
				value.data.forEach((_, k) => (value.data[k] = start[s].data[k] + t * directions[s].data[k])),
			);
			const result = graph.forward().at(0, 0);
			sources.forEach(({ value }, s) => value.data.set(start[s].data));
			return result;
		};
		expect(Math.abs(g.ridders(moved, 0).value - along) / Math.max(1, Math.abs(along))).toBeLessThan(1e-7);

		const [first] = sources;
		const symbolic = new g.ComputationalGraph(g.gradientExpression(output, first)).forward();
		expect(g.relativeError(symbolic, gradients.of(first), 1)).toBeLessThan(1e-12);
	});
});
