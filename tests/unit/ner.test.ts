import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	buildVocabulary,
	ComputationalGraph,
	caseOf,
	classesOf,
	DataError,
	generateCorpus,
	gradcheck,
	normalise,
	parseConll,
	Random,
	type Sentence,
	score,
	sgd,
	spansOf,
	tagsOfClasses,
	train,
	WindowModel,
} from "../../src/index";

const sentence = (text: string, tags: string) => ({ tokens: text.split(" "), tags: tags.split(" ") });

describe("tags", () => {
	it("spans are runs of B and I of one class", () => {
		expect(spansOf(["B-PER", "I-PER", "O", "B-LOC", "B-LOC"])).toEqual([
			{ start: 0, end: 2, type: "PER" },
			{ start: 3, end: 4, type: "LOC" },
			{ start: 4, end: 5, type: "LOC" },
		]);
	});

	it("an I that continues nothing begins a name", () => {
		expect(spansOf(["O", "I-ORG", "I-ORG", "I-PER"])).toEqual([
			{ start: 1, end: 3, type: "ORG" },
			{ start: 3, end: 4, type: "PER" },
		]);
	});

	it("classes to tags and back gives the same classes", () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom("O", "PER", "LOC")), (classes) => {
				expect(tagsOfClasses(classes).map((tag) => (tag === "O" ? "O" : tag.slice(2)))).toEqual(classes);
			}),
			{ seed: 1 },
		);
	});
});

describe("reading CoNLL files", () => {
	const two = "EU\tB-ORG\nrejects\tO\n\nPeter\tB-PER\nBlackburn\tI-PER\n";
	const parsed = [sentence("EU rejects", "B-ORG O"), sentence("Peter Blackburn", "B-PER I-PER")];

	it.each([
		["2 columns", two],
		[
			"4 columns, and -DOCSTART-",
			"-DOCSTART- -X- -X- O\n\nEU NNP B-NP B-ORG\nrejects VBZ B-VP O\n\nPeter NNP B-NP B-PER\nBlackburn NNP I-NP I-PER",
		],
		["Windows line ends and a byte-order mark", `\uFEFF${two.replaceAll("\n", "\r\n")}`],
		["blanks for tabs, and more empty lines than needed", `\n\n${two.replaceAll("\t", "  ")}\n\n\n`],
	])("%s", (_claim, text) => {
		expect(parseConll(text)).toMatchObject(parsed);
	});

	it.each([
		["a line with three columns", "EU\tB-ORG\na\tb\tO\n", "f.conll, line 2: “a\tb\tO” has 3 columns. Expected 2"],
		["a line with one column", "lonely\n", "f.conll, line 1: “lonely” has 1 column."],
		["a change of columns", "EU B-ORG\na b c O\n", "has 4 columns, and the lines before have 2"],
		["a tag that is none", "EU\tORG\n", "ends in “ORG”. Expected a tag: O, B-CLASS or I-CLASS"],
		["nothing", "\n\n", "f.conll holds no sentence"],
	])("%s is a DataError with file, line, and what was expected", (_claim, text, message) => {
		expect(() => parseConll(text, "f.conll")).toThrow(DataError);
		expect(() => parseConll(text, "f.conll")).toThrow(message);
	});
});

describe("scores", () => {
	const gold = [["B-PER", "I-PER", "O", "B-LOC"]];

	it("a name counts only with exact boundaries and the right class", () => {
		expect(score(gold, [["B-PER", "O", "O", "B-ORG"]]).overall).toMatchObject({
			precision: 0,
			recall: 0,
			f1: 0,
			support: 2,
		});
		expect(score(gold, [["B-PER", "I-PER", "O", "O"]])).toMatchObject({
			tokenAccuracy: 75,
			overall: { precision: 100, recall: 50, support: 2 },
		});
		expect(score(gold, gold).overall.f1).toBe(100);
	});

	it("is reported by class", () => {
		expect(score(gold, [["B-PER", "I-PER", "O", "O"]]).byClass).toMatchObject({
			PER: { f1: 100, support: 1 },
			LOC: { f1: 0, support: 1 },
		});
	});

	it("sentences that do not match are a DataError", () => {
		expect(() => score(gold, [])).toThrow(DataError);
		expect(() => score(gold, [["O"]])).toThrow("sentence 0 has 4 tokens and 1 tags");
	});
});

describe("words", () => {
	it("are counted in lower case, with digits as D", () => {
		expect([normalise("Paris"), normalise("1984"), normalise("B-52")]).toEqual(["paris", "DDDD", "b-DD"]);
	});

	it.each([
		["paris", "lower"],
		["Paris", "Capitalised"],
		["EU", "UPPER"],
		["McDonald", "mixed"],
		["3.14", "digits"],
		[",", "other"],
		["A", "Capitalised"],
	])("%s is written %s", (token, expected) => {
		expect(["lower", "Capitalised", "UPPER", "mixed", "digits", "other"][caseOf(token)]).toBe(expected);
	});

	it("seen once are unknown", () => {
		const vocabulary = buildVocabulary([sentence("a a b", "O O O")]);
		expect(vocabulary.words).toEqual(["<unk>", "<s>", "</s>", "a"]);
		expect(vocabulary.indexOf("b")).toBe(vocabulary.indexOf("never seen"));
	});
});

describe("the generated corpus", () => {
	const corpus = generateCorpus();

	it("is the same for the same seed, and another for another", () => {
		expect(generateCorpus()).toEqual(corpus);
		expect(generateCorpus({ seed: 2 })).not.toEqual(corpus);
	});

	it("is the one that published figures were measured on, to the byte", () => {
		const text = (sentences: Sentence[]) =>
			sentences.map(({ tokens, tags }) => tokens.map((token, k) => `${token}\t${tags[k]}\n`).join("")).join("\n");
		const digest = (sentences: Sentence[]) => createHash("sha256").update(text(sentences)).digest("hex").slice(0, 16);
		expect(Object.fromEntries(Object.entries(corpus).map(([split, sentences]) => [split, digest(sentences)]))).toEqual({
			train: "89aa9103dd9fd641",
			dev: "421d1fc12b686d20",
			test: "1851162118194f79",
			test_ood: "e75a5f12f4de749b",
			test_amb: "f46bed5eb248c330",
			test_xor: "176ecbb0d097f883",
		});
	});

	it("has no sentence in two splits", () => {
		const all = [...corpus.train, ...corpus.dev, ...corpus.test].map(({ tokens }) => tokens.join(" "));
		expect(new Set(all).size).toBe(all.length);
	});

	it("has names that are two things", () => {
		const classesOfParis = new Set(
			corpus.train.flatMap(({ tokens, tags }) => tokens.flatMap((token, k) => (token === "Paris" ? [tags[k]] : []))),
		);
		expect([...classesOfParis].sort()).toEqual(expect.arrayContaining(["B-LOC", "B-PER"]));
	});

	it("is well-formed IOB2 of four classes", () => {
		expect(classesOf(corpus.train)).toEqual(["O", "DATE", "LOC", "ORG", "PER"]);
		const text = corpus.train
			.map(({ tokens, tags }) => tokens.map((token, k) => `${token}\t${tags[k]}`).join("\n"))
			.join("\n\n");
		expect(parseConll(text)).toEqual(corpus.train);
	});
});

describe("the window model", () => {
	const corpus = generateCorpus({ train: 200, dev: 20, test: 20 });
	const classes = classesOf(corpus.train);
	const vocabulary = buildVocabulary(corpus.train);

	it.each([undefined, "LOC"])("gradients of the head for %s agree with numbers", (only) => {
		const model = new WindowModel({ vocabulary, classes, dimension: 3, hidden: 4, only, random: new Random(1) });
		expect(gradcheck(model.loss, model.windows(corpus.train).batch(Int32Array.of(3, 14, 15))).worst).toBeLessThan(1e-9);
	});

	it("windows have distinct paddings at both ends", () => {
		const model = new WindowModel({ vocabulary, classes, random: new Random(1) });
		const { words } = model.windows([sentence("Paris", "B-LOC")]).batch(Int32Array.of(0));
		const [before, after] = [vocabulary.special("<s>"), vocabulary.special("</s>")];
		expect([...words.data]).toEqual([before, before, vocabulary.indexOf("Paris"), after, after]);
	});

	it("can learn twenty windows by heart, and starts at chance", async () => {
		const model = new WindowModel({ vocabulary, classes, random: new Random(1) });
		const graph = new ComputationalGraph(model.loss);
		const examples = model.windows(corpus.train.slice(0, 2));
		const all = examples.batch(Int32Array.from({ length: examples.count }, (_, k) => k));
		expect(graph.forward(all).at(0, 0)).toBeCloseTo(Math.log(classes.length), 0);
		const steps: number[] = [];
		await train({
			graph,
			examples,
			optimizer: sgd(0.5),
			epochs: 60,
			batchSize: 8,
			random: new Random(1),
			onStep: ({ step }) => steps.push(step),
		});
		expect(graph.forward(all).at(0, 0)).toBeLessThan(0.02);
		expect(steps.at(-1)).toBe(steps.length);
	});

	it("the same seed trains to the same bits", async () => {
		const run = async () => {
			const model = new WindowModel({ vocabulary, classes, random: new Random(5) });
			const graph = new ComputationalGraph(model.loss);
			await train({
				graph,
				examples: model.windows(corpus.train),
				optimizer: sgd(0.3),
				epochs: 1,
				batchSize: 32,
				random: new Random(6),
			});
			return model.wordVectors.value;
		};
		expect(await run()).toEqual(await run());
	});

	it("a loss that explodes stops the training, and says why", async () => {
		const model = new WindowModel({ vocabulary, classes, random: new Random(1) });
		const graph = new ComputationalGraph(model.loss);
		model.wordVectors.value.data.fill(Number.NaN);
		await expect(
			train({
				graph,
				examples: model.windows(corpus.train),
				optimizer: sgd(1),
				epochs: 1,
				batchSize: 32,
				random: new Random(1),
			}),
		).rejects.toThrow("the loss is NaN at step 1");
	});

	it("training stops when it is told to", async () => {
		const model = new WindowModel({ vocabulary, classes, random: new Random(1) });
		const graph = new ComputationalGraph(model.loss);
		const stopping = new AbortController();
		const options = {
			graph,
			examples: model.windows(corpus.train),
			optimizer: sgd(0.1),
			epochs: 5,
			batchSize: 32,
			random: new Random(1),
		};
		const aborted = await train({
			...options,
			signal: stopping.signal,
			onStep: ({ step }) => step === 3 && stopping.abort(),
		});
		expect(aborted.step).toBe(3);
		const early = await train({ ...options, onEpoch: ({ epoch }) => (epoch === 1 ? "stop" : undefined) });
		expect(early.epoch).toBe(1);
	});

	it.each([
		[
			"an even window",
			() => new WindowModel({ vocabulary, classes, window: 4, random: new Random(1) }).windows(corpus.dev),
			"A window of 4 words has no middle",
		],
		[
			"a tag of an unknown class",
			() => new WindowModel({ vocabulary, classes: ["O"], random: new Random(1) }).windows(corpus.dev),
			"is of a class that the model does not know",
		],
		[
			"a binary head for no class",
			() => new WindowModel({ vocabulary, classes, only: "DOG", random: new Random(1) }),
			"there is no class DOG",
		],
	])("%s is an error that says so", (_claim, act, message) => {
		expect(act).toThrow(message);
	});
});
