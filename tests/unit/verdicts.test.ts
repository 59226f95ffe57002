/** Who is accused, and who is not: gradient checks and proofs at points where numbers are hard to come by. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as g from "../../src/index";

describe("Ridders' scheme knows how far it may be off", () => {
	const FUNCTIONS: [string, (x: number) => number, (x: number) => number, positive?: "positive"][] = [
		["1/x", (x) => 1 / x, (x) => -1 / (x * x)],
		["relu", (x) => Math.max(0, x), (x) => (x > 0 ? 1 : 0)],
		["√x", Math.sqrt, (x) => 0.5 / Math.sqrt(x), "positive"],
		["log x", Math.log, (x) => 1 / x, "positive"],
		["tanh 50x", (x) => Math.tanh(50 * x), (x) => 50 * (1 - Math.tanh(50 * x) ** 2)],
		["1/(x² + 10⁻⁴)", (x) => 1 / (x * x + 1e-4), (x) => (-2 * x) / (x * x + 1e-4) ** 2],
		["x⁹", (x) => x ** 9, (x) => 9 * x ** 8],
		["10⁶ + x²", (x) => 1e6 + x * x, (x) => 2 * x],
	];
	const size = fc.double({ min: -4, max: 0.3, noNaN: true }).map((exponent) => 10 ** exponent);
	it.each(FUNCTIONS)("%s, also close to its kink or pole", (_name, f, slope, positive) => {
		fc.assert(
			fc.property(size, fc.boolean(), (distance, isNegative) => {
				const x = isNegative && positive === undefined ? -distance : distance;
				const { value, error } = g.ridders(f, x);
				expect(Math.abs(value - slope(x))).toBeLessThanOrEqual(10 * error + 1e-300);
				expect(error / Math.max(1, Math.abs(slope(x)))).toBeLessThan(1e-7);
			}),
			{ seed: 1, numRuns: 500 },
		);
	});

	it("six evaluations where nothing is near", () => {
		for (const f of [(x: number) => x ** 3, (x: number) => 1 / (1 + Math.exp(-x)), Math.cos])
			expect(g.ridders(f, 0.3).evaluations).toBe(6);
	});
});

const x = g.parameter("x", g.zeros(4, 1));
const y = g.parameter("y", g.zeros(4, 1));
const ONES = g.ones(4, 1);
const spreadOut = (a: g.Node) => g.matmul(ONES, a);
const centred = g.minus(x, spreadOut(g.mean(x)));
/** Right gates whose values are large or whose kinks are near at some of the points. */
const RIGHT: Record<string, g.Node> = {
	"a quotient": g.sum(g.divide(x, y)),
	"a quotient of quotients": g.sum(g.divide(g.divide(x, y), g.square(x))),
	"layer norm": g.dot(y, g.divide(centred, spreadOut(g.sqrt(g.mean(g.square(centred)))))),
	"a root of a distance": g.sqrt(g.sum(g.square(g.minus(x, y)))),
	"relu beside relu": g.sum(g.times(g.relu(x), g.relu(g.minus(y, x)))),
	"the larger of two": g.sum(g.square(g.maximum(x, y))),
	"a logarithm of squares": g.sum(g.log(g.square(x))),
};
const wrongAt = (factor: number): g.Node =>
	g.sum(
		g.ownGate({
			name: "odd",
			forward: (a) => g.evaluate(g.reciprocal(a)),
			backward: (u, [a]) => [g.evaluate(g.scale(g.times(u, g.square(g.reciprocal(a))), -factor))],
		})(x),
	);

describe("a right gate is never accused, a wrong one always", () => {
	const place = (seed: number, near: number) => {
		const random = new g.Random(seed);
		for (const { value } of [x, y])
			value.data.forEach((_, k) => (value.data[k] = random.uniform(-1, 1) * (random.uniform() < 0.3 ? near : 1)));
	};

	it.each(Object.entries(RIGHT))("gradcheck of %s at 150 points, some close to a pole or a kink", (_name, node) => {
		for (let seed = 0; seed < 150; seed++) {
			place(seed, 10 ** -(seed % 5));
			try {
				g.gradcheck(node);
			} catch (error) {
				expect((error as Error).message).toContain("numbers cannot decide here");
			}
		}
	});

	it("gradcheck decides nearly everywhere", () => {
		let decided = 0;
		for (let seed = 0; seed < 150; seed++) {
			place(seed, 0.03);
			try {
				g.gradcheck(RIGHT["a quotient"]);
				decided++;
			} catch {
				// counted
			}
		}
		expect(decided).toBeGreaterThan(140);
	});

	it.each([
		-1, 0, 0.5, 1.001, 2,
	])("gradcheck refuses a slope that is %d times the right one, wherever it looks", (factor) => {
		for (let seed = 0; seed < 60; seed++) {
			place(seed, 0.1);
			expect(() => g.gradcheck(wrongAt(factor))).toThrow("backprop and numbers disagree");
		}
	});

	it.each([
		"a quotient",
		"layer norm",
		"a root of a distance",
		"relu beside relu",
	])("a derivation of %s holds, whatever the seed", (name) => {
		const derivation = g.derive(RIGHT[name]).withRespectTo(x);
		for (let seed = 1; seed <= 25; seed++) {
			const verification = derivation.verify({ seed, trials: 8 });
			expect(verification.byNumber).toBeGreaterThan(0);
			expect(verification.worstByNumber).toBeLessThan(1e-10);
		}
	});

	it("a derivation from a wrong gate does not", () => {
		for (let seed = 1; seed <= 20; seed++)
			expect(() =>
				g
					.derivation(wrongAt(1.001), x)
					.inShapeConvention(g.negate(g.square(g.reciprocal(x))), "1/x")
					.verify({ seed, trials: 4 }),
			).toThrow(g.CheckError);
	});

	it("what was done is said: how many points by backprop, how many by number, and which error is which", () => {
		const verification = g
			.derive(g.sum(g.square(x)).named("s"))
			.withRespectTo(x)
			.verify({ trials: 20 });
		expect(String(verification)).toMatch(
			/off backprop by \S+ at most\n20 random points: every line agrees with backprop at each of them\. At 3 of them backprop was compared with numeric differentiation, and differs by \S+ at most\.$/,
		);
	});
});
