/** Judging taggers: the reports of the field, mistakes, baselines, and what vectors look like. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import * as g from "../../src/node/index";

const fixture = JSON.parse(readFileSync(path.join(import.meta.dirname, "fixtures/tags-and-reports.json"), "utf8")) as {
	gold: string[][];
	predicted: string[][];
	lenient: string;
	strict: string;
	conlleval: string;
};

describe("reports, character for character", () => {
	const { gold, predicted } = fixture;
	it("conlleval", () => expect(g.conllevalReport(gold, predicted)).toBe(fixture.conlleval));
	it("seqeval", () => expect(g.seqevalReport(gold, predicted)).toBe(fixture.lenient));
	it("seqeval, strict IOB2", () => expect(g.seqevalReport(gold, predicted, "strict IOB2")).toBe(fixture.strict));

	describe("whose ties go to the even digit, as in Python, and whose averages are summed in NumPy's order", () => {
		const { reports } = JSON.parse(
			readFileSync(path.join(import.meta.dirname, "fixtures/ties-in-reports.json"), "utf8"),
		) as { reports: [gold: string, predicted: string, lenient: string, strict: string][] };
		const tagsOf = (text: string) =>
			text
				.split("|")
				.map((sentence) =>
					[...sentence].map((c) => (c === "." ? "O" : c === c.toUpperCase() ? `B-${c.toLowerCase()}` : `I-${c}`)),
				);
		const numbersOf = (report: string) => report.match(/\d\.\d\d/g)?.join(" ");
		it.each(reports)("%s against %s", (gold, predicted, lenient, strict) => {
			const tags = [tagsOf(gold), tagsOf(predicted)] as const;
			expect(numbersOf(g.seqevalReport(...tags))).toBe(lenient);
			if (strict !== null) expect(numbersOf(g.seqevalReport(...tags, "strict IOB2"))).toBe(strict);
		});
	});

	it("the confusion matrix counts tokens: its diagonal is what is right by class", () => {
		const classes = ["O", "LOC", "MISC", "PER"];
		const counts = g.confusionMatrix(gold, predicted, classes);
		expect(counts.flat().reduce((a, b) => a + b)).toBe(60);
		expect(g.confusionMatrix(gold, predicted, classes, true)[0].reduce((a, b) => a + b)).toBeCloseTo(100, 10);
		expect(() => g.confusionMatrix(gold, predicted, ["O", "PER"])).toThrow(g.DataError);
	});

	it("mean and deviation of seeds", () => {
		expect(g.meanAndDeviation([1, 3])).toEqual({ mean: 2, deviation: 1 });
	});
});

describe("mistakes", () => {
	const sentence = {
		tokens: ["Anna", "Smith", "left", "Paris", "for", "Rome"],
		tags: ["B-PER", "I-PER", "O", "B-LOC", "O", "B-LOC"],
	};
	it.each([
		["nothing", sentence.tags, []],
		["boundary", ["B-PER", "O", "O", "B-LOC", "O", "B-LOC"], ["boundary"]],
		["type", ["B-PER", "I-PER", "O", "B-ORG", "O", "B-LOC"], ["type"]],
		["boundary and type", ["B-ORG", "O", "O", "B-LOC", "O", "B-LOC"], ["boundary and type"]],
		["missed", ["B-PER", "I-PER", "O", "O", "O", "B-LOC"], ["missed"]],
		["spurious", ["B-PER", "I-PER", "B-LOC", "B-LOC", "O", "B-LOC"], ["spurious"]],
	])("%s", (_name, predicted, kinds) => {
		expect(g.mistakesOf([sentence], [predicted]).map(({ kind }) => kind)).toEqual(kinds);
	});

	it("come with the tokens around", () => {
		const [{ window }] = g.mistakesOf([sentence], [["B-PER", "I-PER", "O", "O", "O", "B-LOC"]]);
		expect(window).toBe("Anna Smith left [Paris] for Rome");
	});

	it("seen names and unseen ones are told apart", () => {
		const training = [{ tokens: ["Paris"], tags: ["B-LOC"] }];
		const found = ["O", "O", "O", "B-LOC", "O", "O"];
		expect(g.recallBySeen(training, [sentence], [found])).toEqual({
			seen: { recall: 100, support: 1 },
			unseen: { recall: 0, support: 2 },
		});
	});
});

describe("baselines", () => {
	const training = g.parseConll(
		"Paris\tB-LOC\nis\tO\nbig\tO\n\nNew\tB-LOC\nYork\tI-LOC\nis\tO\n\nParis\tB-LOC\n\nParis\tB-PER\n\n",
	);
	it("majority: each word its most frequent class", () => {
		expect(g.majorityTagger(training)([["Paris", "is", "New", "unheard"]])).toEqual([["B-LOC", "O", "B-LOC", "O"]]);
	});
	it("gazetteer: the longest known name", () => {
		expect(g.gazetteerTagger(training)([["New", "York", "and", "New", "Paris"]])).toEqual([
			["B-LOC", "I-LOC", "O", "O", "B-LOC"],
		]);
	});
});

describe("the generated corpus", () => {
	const corpus = g.generateCorpus();

	it("has no sentence in two splits", () => {
		const sentences = Object.values(corpus)
			.flat()
			.map(({ tokens }) => tokens.join(" "));
		expect(new Set(sentences).size).toBe(sentences.length);
	});

	it("test_ood: no name stands in a training sentence", () => {
		const names = (sentences: readonly g.Sentence[]) =>
			sentences.flatMap(({ tokens, tags }) =>
				g
					.spansOf(tags)
					.filter(({ type }) => type !== "DATE")
					.map(({ start, end }) => tokens.slice(start, end).join(" ")),
			);
		const known = new Set(names(corpus.train));
		const unseen = names(corpus.test_ood).filter((name) => !/^University of|&| /.test(name));
		expect(unseen.filter((name) => known.has(name))).toEqual([]);
		expect(unseen.length).toBeGreaterThan(200);
	});

	it("test_xor: no word of a sentence tells the class by itself", () => {
		const classesAfter = (word: string) =>
			new Set(
				corpus.test_xor
					.filter(({ tokens }) => tokens.includes(word))
					.flatMap(({ tags }) => tags.filter((tag) => tag !== "O")),
			);
		for (const word of ["surely", "hardly", "never", "singer", "harbour", "Paris"])
			expect([...classesAfter(word)].sort()).toEqual(["B-LOC", "B-PER"]);
	});
});

describe("a trained tagger", () => {
	const corpus = g.generateCorpus();
	let trained: g.TrainedTagger;
	beforeAll(async () => {
		trained = await g.trainTagger({ train: corpus.train, dev: corpus.dev, epochs: 6, vectors: g.shippedVectors() });
	});

	it("reads the lecture's two sentences right: a museum in Paris, and Paris Hilton at a Hilton in Paris", () => {
		const tag = (text: string) => trained.model.tag([text.split(" ")])[0];
		expect(tag("Museums in Paris are amazing to see .")).toEqual(["O", "O", "B-LOC", "O", "O", "O", "O", "O"]);
		expect(tag("Paris Hilton stayed at the Hilton in Paris .")).toEqual([
			"B-PER",
			"I-PER",
			"O",
			"O",
			"O",
			"B-ORG",
			"O",
			"B-LOC",
			"O",
		]);
	});

	it("is far above what the baselines reach, on new names in new sentences too", () => {
		expect(g.scoreTagger(trained.model, corpus.test).overall.f1).toBeGreaterThan(95);
		expect(g.scoreTagger(trained.model, corpus.test_ood).overall.f1).toBeGreaterThan(70);
	});

	it("gives the same answer again from its folder", () => {
		const folder = path.join(import.meta.dirname, "../../test-results/tagger");
		g.saveTagger(folder, trained.model);
		const again = g.loadTagger(folder);
		const sentences = corpus.test.slice(0, 100).map(({ tokens }) => tokens);
		expect(again.tag(sentences)).toEqual(trained.model.tag(sentences));
		expect(() => g.loadTagger(`${folder}/nowhere`)).toThrow("there is no model in this folder");
	});

	it("an aborted run keeps the best of what was", async () => {
		const stopping = new AbortController();
		const { model, history, best } = await g.trainTagger({
			train: corpus.train.slice(0, 500),
			dev: corpus.dev,
			epochs: 50,
			onEpoch: ({ epoch }) => epoch === 2 && stopping.abort(),
			signal: stopping.signal,
		});
		expect(history).toHaveLength(3);
		expect(g.scoreTagger(model, corpus.dev).overall.f1).toBeCloseTo(best, 10);
	});

	it("frozen vectors stay as they were", async () => {
		const options = {
			train: corpus.train.slice(0, 200),
			dev: corpus.dev.slice(0, 20),
			vectors: g.shippedVectors(),
			frozen: true,
			epochs: 1,
		};
		const before = g.newTagger(options).wordVectors.value.copy();
		const { model } = await g.trainTagger(options);
		expect(model.wordVectors.value.data).toEqual(before.data);
	});

	it("classes that only dev has count as missed", async () => {
		const dev = [{ tokens: ["a"], tags: ["B-DOG"] }];
		const { best } = await g.trainTagger({ train: corpus.train.slice(0, 50), dev, epochs: 1 });
		expect(best).toBe(0);
	});
});

describe("hostile text", () => {
	it("is shown as text: markup is escaped, and nothing steers a terminal", () => {
		const tokens = ["<script>alert(1)</script>", "\u001b[2J", "a\u0000b"];
		const shown = g.taggedText([{ tokens, tags: ["B-PER", "O", "O"] }]) as unknown as Record<
			symbol,
			() => Record<string, string>
		>;
		const html = shown[Symbol.for("Jupyter.display")]()["text/html"];
		expect(html).not.toContain("<script>");
		expect(tokens.map(g.printable)).toEqual(["<script>alert(1)</script>", "\uFFFD[2J", "a\uFFFDb"]);
	});

	it("words and punctuation come apart", () => {
		expect(g.tokenize("Mr. O'Neill, of AT&T, paid 3.50 (U.S.) — “now”.")).toEqual([
			"Mr",
			".",
			"O'Neill",
			",",
			"of",
			"AT&T",
			",",
			"paid",
			"3.50",
			"(",
			"U.S",
			".",
			")",
			"—",
			"“",
			"now",
			"”",
			".",
		]);
		expect(g.tokenize("  \t ")).toEqual([]);
	});
});

describe("principal plane", () => {
	it("finds the direction in which points differ most", () => {
		const random = new g.Random(1);
		const columns = g.fill(3, 200, (i) => (i === 1 ? 10 : i === 2 ? 1 : 0.1) * random.normal(0, 1));
		const plane = g.principalPlane(columns);
		const spread = (axis: number) => Math.sqrt(g.meanAndDeviation(plane.toArray()[axis]).deviation ** 2);
		expect(spread(0)).toBeGreaterThan(5);
		expect(spread(1)).toBeLessThan(2);
	});
});
