/** Exercises: right is right, known mistakes are called by their names, untouched is neither. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import * as judging from "../../src/course/judge/index";
import * as sealed from "../../src/course/sealed/index";
import * as g from "../../src/node/index";
import { NOTEBOOKS } from "../places";

const { EXERCISES, handedInBy, judge } = g;
const { judgeFor } = judging;
type Fn = (...inputs: unknown[]) => unknown;
/** Numbers a little off in their last digits, as another order of association gives them. */
function reassociated(value: unknown, random: g.Random): unknown {
	const nudge = (v: number) => v * (1 + (random.uniform() - 0.5) * 1e-12);
	if (typeof value === "number") return nudge(value);
	if (value instanceof g.Node) return reassociated(g.evaluate(value), random);
	if (value instanceof g.Matrix) return new g.Matrix(value.rows, value.cols, value.data.map(nudge));
	return Array.isArray(value) ? value.map((entry) => reassociated(entry, random)) : value;
}

/** The same answer in another dress: rows of numbers for a matrix, a list for a column. */
function undressed(value: unknown): unknown {
	if (value instanceof g.Node) return undressed(g.evaluate(value));
	if (value instanceof g.Matrix) return value.cols === 1 && value.rows > 1 ? [...value.data] : value.toArray();
	return Array.isArray(value) ? value.map(undressed) : value;
}

describe("exercises", () => {
	it("there are sixty and more, in all twelve lessons, each with three hints, with ids of their own", () => {
		expect(EXERCISES.length).toBeGreaterThanOrEqual(60);
		expect(new Set(EXERCISES.map(({ id }) => id)).size).toBe(EXERCISES.length);
		expect(new Set(EXERCISES.map(({ id }) => id.slice(0, 2))).size).toBe(12);
	});

	it.each(
		EXERCISES.map((exercise) => [exercise.id, exercise] as const),
	)("%s: the right answer is right", (_id, exercise) => {
		expect(judge(exercise, handedInBy(exercise, exercise.answer))).toMatchObject({ outcome: "right", mistake: null });
	});

	const mistakes = EXERCISES.flatMap((exercise) =>
		exercise.mistakes.map((mistake) => [exercise.id, mistake.name, exercise, mistake] as const),
	);

	it("at least forty mistakes are known", () => expect(mistakes.length).toBeGreaterThanOrEqual(40));

	it.each(mistakes)("%s: “%s” is recognised, and told apart from the others", (_id, name, exercise, mistake) => {
		expect(judge(exercise, handedInBy(exercise, mistake.answer))).toMatchObject({
			outcome: "wrong",
			mistake: name,
			reason: mistake.tell,
		});
	});

	it("no right answer is called wrong: 1,000 seeded variants", () => {
		const random = new g.Random(1);
		for (let k = 0; k < 1000; k++) {
			const exercise = EXERCISES[k % EXERCISES.length];
			const dress = random.uniform() < 0.5 ? undressed : (value: unknown) => reassociated(value, random);
			const own = exercise.answer as Fn;
			const variant =
				exercise.use !== undefined || exercise.how !== undefined
					? handedInBy(exercise, own)
					: exercise.inputs === undefined
						? dress(own())
						: (...inputs: unknown[]) => {
								const answer = dress(own(...inputs));
								for (const input of inputs) if (input instanceof g.Matrix) input.data.fill(0); // in place: the inputs are the learner's
								return answer;
							};
			expect([exercise.id, judge(exercise, variant).reason]).toEqual([exercise.id, ""]);
		}
	});

	it.each(
		EXERCISES.map((exercise) => [exercise.id, exercise] as const),
	)("%s: untouched is neither right nor wrong", (_id, exercise) => {
		for (const nothing of [undefined, null]) expect(judge(exercise, nothing).outcome).toBe("untouched");
		if (exercise.inputs !== undefined && exercise.how === undefined) {
			expect(judge(exercise, () => undefined).outcome).toBe("untouched");
			expect(
				judge(exercise, () => {
					throw new Error("not implemented");
				}).outcome,
			).toBe("untouched");
		}
	});

	it("a wrong answer of no known kind says what differs, and a throwing one what it threw", () => {
		const exercise = EXERCISES.find(({ id }) => id === "06.4") as g.Exercise;
		expect(judge(exercise, () => g.zeros(3, 3)).reason).toMatch(/^Entry \(1, 1\) is 0, and .* is right\.$/);
		expect(judge(exercise, () => g.zeros(2, 3)).reason).toBe("The shape is 2×3, and 3×3 is wanted.");
		expect(
			judge(exercise, () => {
				throw new TypeError("x is not a function");
			}).reason,
		).toBe("Your answer throws: x is not a function");
		expect(judge(exercise, g.zeros(3, 3)).reason).toContain("A function is wanted");
	});

	it("says at which inputs an answer is wrong, where they are few", () => {
		const called = (id: string) => EXERCISES.find((exercise) => exercise.id === id) as g.Exercise;
		expect(judge(called("05.1"), (x: number) => 6 * x + 1).reason).toMatch(/^At \(1\.\d+\): [\d.]+ is not [\d.]+\.$/);
		expect(judge(called("02.5"), [1, -2, 0]).reason).toBe("The score of (0, 0): “exactly 0” is not it.");
	});

	it("each has a worked answer, in itself or in its file", () => {
		for (const { id, solution, file } of EXERCISES)
			expect([id, (solution === undefined) !== (file === undefined)]).toEqual([id, true]);
		expect(String(g.solution("09.2"))).toMatch(/^\/\*\* 09\.2 [\s\S]*x\.at\(i, j\) > 0[\s\S]*\}$/);
		expect(String(g.solution("09.2"))).not.toMatch(/SOLUTION|09\.3/);
		expect(String(g.solution("08.4"))).toContain("gradients.set(this.output, 1);");
	});

	it("the worked solutions of one line are right themselves", () => {
		for (const exercise of EXERCISES.filter(({ inputs }) => inputs === undefined))
			expect(judge(exercise, new Function(`return (${exercise.solution})`)()).outcome).toBe("right");
	});
});

describe("an answer in parts", () => {
	const exercise = EXERCISES.find(({ id }) => id === "11.1") as g.Exercise;

	it("earns a share for each right part, and the first wrong one is what is said", () => {
		const verdict = judge(exercise, ["saturated", "saturated", "exploding", "clipped"]);
		expect(verdict).toMatchObject({ outcome: "wrong", points: 4, earned: 3, mistake: "saturated for dead" });
		expect(String(verdict)).toMatch(/^✗ 11\.1 Not yet \(3 of 4 points\)\. \(B\)/);
		expect(judge(exercise, ["saturated", "x", "y", "clipped"])).toMatchObject({ earned: 2, mistake: null });
		expect(judge(exercise, ["saturated"])).toMatchObject({ outcome: "wrong", earned: 0 });
	});

	it("names the part that is wrong", () => {
		expect(judge(exercise, ["saturated", "dead", "exploding", "healthy"]).reason).toBe("Run D: “healthy” is not it.");
	});
});

describe("an answer that is used, not compared", () => {
	const called = (id: string) => EXERCISES.find((exercise) => exercise.id === id) as g.Exercise;

	it("different answers can be right: another line, another rate, another cure", () => {
		expect(judge(called("02.5"), [10, -25, -3]).outcome).toBe("right");
		expect(judge(called("10.3"), [1, 800]).outcome).toBe("right");
		const cures = {
			A: { f: "leaky relu", start: "he", bias: 0 },
			B: { f: "tanh", bias: 0 },
			C: { start: 0.3 },
			D: { clip: { norm: 1 } },
		};
		expect(judge(called("11.6"), cures)).toMatchObject({ outcome: "right", earned: 4 });
	});

	it("what has the wrong form is told so", () => {
		expect(judge(called("02.5"), 3).reason).toBe("A list of three numbers is wanted, [u₁, u₂, c].");
		expect(judge(called("10.3"), [1, 1e9]).reason).toContain("1 to 5000 steps are enough");
		expect(judge(called("08.4"), 3).reason).toContain("A class is wanted");
		expect(judge(called("11.6"), { A: { f: "sine" }, B: {}, C: {}, D: {} }).reason).toContain(
			'f: "sine" is none of tanh',
		);
		expect(judge(called("11.6"), { A: { start: "hee" } }).reason).toContain('start: "hee" is none of "xavier", "he"');
	});

	it("an expression that is not written yet is untouched, and what is no expression is told so", () => {
		expect(judge(called("09.7"), () => undefined).outcome).toBe("untouched");
		expect(judge(called("09.7"), () => 1).reason).toContain("An expression is wanted");
		expect(judge(called("09.7"), 1).reason).toContain("A function is wanted");
	});

	it("a graph in quite another way is right, too: Kahn's order, loops, a map of what was reached only", () => {
		interface Node {
			gate: { forward(...x: number[]): number; backward(g: number): number[] } | null;
			inputs: Node[];
			value: number;
		}
		class Kahn {
			readonly order: Node[] = [];
			constructor(readonly output: Node) {
				const all = new Set([output]);
				for (const node of all) for (const one of node.inputs) all.add(one);
				while (this.order.length < all.size)
					for (const node of all)
						if (!this.order.includes(node) && node.inputs.every((one) => this.order.includes(one)))
							this.order.push(node);
			}
			forward(): number {
				for (let k = 0; k < this.order.length; k++) {
					const { gate, inputs } = this.order[k];
					if (gate) this.order[k].value = gate.forward(inputs[0].value, inputs[1].value);
				}
				return this.order[this.order.length - 1].value;
			}
			backward(): Map<Node, number> {
				const map = new Map([[this.output, 1]]);
				for (let k = this.order.length - 1; k >= 0; k--) {
					const { gate, inputs } = this.order[k];
					if (gate === null) continue;
					const [a, b] = gate.backward(map.get(this.order[k]) as number);
					map.set(inputs[0], a + (map.get(inputs[0]) ?? 0));
					map.set(inputs[1], b + (map.get(inputs[1]) ?? 0));
				}
				return map;
			}
		}
		expect(judge(called("08.4"), Kahn)).toMatchObject({ outcome: "right", reason: "" });
	});

	it("a gate written with loops, in place, is right, too", () => {
		const gate = {
			forward(x: g.Matrix) {
				for (let k = 0; k < x.data.length; k++) x.data[k] = 1 - 2 / (Math.exp(2 * x.data[k]) + 1);
				return x;
			},
			backward(upstream: g.Matrix, _inputs: unknown, y: g.Matrix) {
				for (let k = 0; k < y.data.length; k++) upstream.data[k] -= upstream.data[k] * y.data[k] * y.data[k];
				return [upstream];
			},
		};
		expect(judge(called("09.5"), gate)).toMatchObject({ outcome: "right", reason: "" });
	});

	it("a graph whose forward forgets what has changed is told what is wrong", () => {
		class Cached extends (called("08.4").answer as () => new (output: unknown) => { forward(): number })() {
			private value: number | undefined;
			override forward(): number {
				this.value ??= super.forward();
				return this.value;
			}
		}
		expect(judge(called("08.4"), Cached).reason).toMatch(/^forward, after the value of a source has changed: /);
	});
});

describe("a claim of a lesson", () => {
	it("is said with a tick where it holds, and stops the lesson where it does not", () => {
		expect(String(g.claim("two is even", 2 % 2 === 0))).toBe("✓ two is even");
		expect(() => g.claim("three is even", 3 % 2 === 0)).toThrow(g.CheckError);
		expect(() => g.claim("three is even", 3 % 2 === 0)).toThrow("This does not hold: three is even");
	});
});

describe("check, hint and solution", () => {
	afterEach(() => {
		delete process.env.GRADLAB_GRADING;
	});

	it("a verdict is shown with a sign and a word, and kept as data", () => {
		const verdict = g.check("00.1", 6);
		expect(String(verdict)).toMatch(/^✗ 00\.1 Not yet\. 3x is 6/);
		const bundle = (verdict as unknown as Record<symbol, () => Record<string, unknown>>)[
			Symbol.for("Jupyter.display")
		]();
		expect(bundle[g.VERDICT_MIME]).toEqual({
			id: "00.1",
			outcome: "wrong",
			reason: verdict.reason,
			points: 0,
			of: 1,
			mistake: "exponent kept",
			given: null,
		});
	});

	it("under grading the text of a verdict is its points, which is what nbgrader reads", () => {
		process.env.GRADLAB_GRADING = "1";
		const textOf = (verdict: g.Verdict) =>
			(verdict as unknown as Record<symbol, () => Record<string, unknown>>)[Symbol.for("Jupyter.display")]()[
				"text/plain"
			];
		expect(textOf(g.check("11.1", ["saturated", "dead", "exploding", "no"]))).toBe("3");
		expect(textOf(g.check("11.1", ["saturated", "dead", "exploding", "clipped"]))).toBe("4");
		expect(textOf(g.check("11.1", ["no", "no", "no", "no"]))).toBe("0");
	});

	it("hints come one after the other; an unknown id names those that are there", () => {
		expect([1, 2, 3, 4].map(() => String(g.hint("06.2")).slice(0, 11))).toEqual([
			"Hint 1 of 3",
			"Hint 2 of 3",
			"Hint 3 of 3",
			"Hint 3 of 3",
		]);
		expect(() => g.check("06.99", 1)).toThrow("There is no exercise 06.99. This lesson has 06.1, 06.2");
		expect(String(g.solution("00.4"))).toBe("[2, 4]");
	});
});

describe("what is told is what is earned", () => {
	const nothing = () => undefined;
	/** As the host judges it, where marks are given: one half in here, one half there, plain text in between. */
	const host = judgeFor(20_261_124);
	function earned({ id }: g.Exercise, answer: unknown): g.Verdict {
		const trial = host.recognise(`check("${id}", answer)`) as judging.Trial;
		return trial.verdict(JSON.stringify(g.observe(answer, JSON.parse(trial.plan))));
	}

	it.each(
		EXERCISES.map((exercise) => [exercise.id, exercise] as const),
	)("%s: right, wrong in each known way, and untouched", (_id, exercise) => {
		const answers = [exercise.answer, ...exercise.mistakes.map(({ answer }) => answer)];
		for (const answer of [...answers.map((own) => handedInBy(exercise, own)), undefined, nothing, "else", 41]) {
			const { outcome, earned: points, mistake } = judge(exercise, answer);
			expect(earned(exercise, answer)).toMatchObject({ outcome, earned: points, mistake });
		}
	});

	it("every check of a lesson is recognised by its text, whatever its line ends, and nothing else is", () => {
		const { recognise } = judgeFor(7);
		const checks = readdirSync(NOTEBOOKS)
			.filter((name) => name.endsWith(".ipynb"))
			.flatMap((name) => JSON.parse(readFileSync(path.join(NOTEBOOKS, name), "utf8")).cells)
			.filter(({ metadata }) => metadata.nbgrader?.grade)
			.map(({ source }) => [source].flat().join(""));
		expect(checks.filter((text) => recognise(text.replaceAll("\n", "\r\n")) === undefined)).toEqual([]);
		expect(checks).toHaveLength(EXERCISES.length);
		for (const text of ['check("06.1", answer061); 1', 'check("06.1", (1, 2))', 'check("99.1", x)', "check", "1 + 1"])
			expect([text, recognise(text)]).toEqual([text, undefined]);
	});

	it("what a stranger writes in place of what was seen is read, and refused with a verdict", () => {
		const { verdict } = judgeFor(7).recognise('check("06.1", answer061)') as judging.Trial;
		const odd = [undefined, 1, "", "{", "[]", "null", '{"values":1}', '{"values":[]}', '{"values":[["m",1e9,1e9,[]]]}'];
		odd.push(`{"values":${"[".repeat(5000)}${"]".repeat(5000)}}`, '{"values":[["f","constructor"]]}', '{"earned":1}');
		odd.push(`{"values":[${new Array(21).fill('["o","__proto__",1]').join()}]}`, '{"form":{}}', '{"threw":[]}');
		for (const seen of odd) expect([seen, verdict(seen).earned]).toEqual([seen, 0]);
	});

	it("where marks are given, the same names stand for the judge, and say nothing", () => {
		expect(Object.keys(sealed).sort()).toEqual(Object.keys(judging).sort());
		expect(sealed.check("06.1", 1)).toMatchObject({ earned: 0 });
		expect(String(sealed.solution("06.1")) + sealed.hint("06.1")).not.toContain("slopeOf");
	});
});
