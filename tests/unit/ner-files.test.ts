/** Files of sentences and of vectors: what is right is read, what is wrong is said with its place. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import * as g from "../../src/node/index";
import { temporaryFolder } from "../temporary";

let folder: string;
beforeAll(() => {
	folder = temporaryFolder("ner");
});
const file = (name: string, content: string | Uint8Array) => {
	const full = path.join(folder, name);
	writeFileSync(full, content);
	return full;
};
const all = async (stream: AsyncIterable<g.Sentence>) => {
	const sentences: g.Sentence[] = [];
	for await (const sentence of stream) sentences.push(sentence);
	return sentences;
};

describe("tagging schemes", () => {
	it.each([
		["IOB1", ["I-PER", "I-PER", "B-PER", "O", "I-LOC"], ["B-PER", "I-PER", "B-PER", "O", "B-LOC"]],
		["BIOES", ["B-PER", "E-PER", "S-PER", "O", "S-LOC"], ["B-PER", "I-PER", "B-PER", "O", "B-LOC"]],
		["BIOES", ["S-PER", "S-PER", "B-LOC", "I-LOC", "E-LOC"], ["B-PER", "B-PER", "B-LOC", "I-LOC", "I-LOC"]],
		["IOB2", ["B-PER", "B-PER", "O"], ["B-PER", "B-PER", "O"]],
	] as const)("%s comes as IOB2, and goes back as it was", (scheme, tags, iob2) => {
		expect(g.toIob2(tags)).toEqual(iob2);
		expect(g.fromIob2(iob2, scheme)).toEqual(tags);
		expect(g.schemeOf([tags])).toBe(scheme);
	});

	it("any IOB2 tags go to every scheme and back", () => {
		const tag = fc.constantFrom("O", "B-PER", "I-PER", "B-LOC", "I-LOC");
		fc.assert(
			fc.property(fc.array(tag), fc.constantFrom("IOB1", "IOB2", "BIOES"), (random, scheme) => {
				const tags = g.toIob2(random);
				expect(g.toIob2(g.fromIob2(tags, scheme as g.TagScheme))).toEqual(tags);
			}),
			{ seed: 1, numRuns: 2000 },
		);
	});
});

const FOUR =
	"-DOCSTART- -X- -X- O\n\nEU NNP B-NP B-ORG\nrejects VBZ B-VP O\n\nPeter NNP B-NP B-PER\nBlackburn NNP I-NP I-PER\n\n";

describe("CoNLL files", () => {
	it.each([
		["two columns, tabs", "EU\tB-ORG\nrejects\tO\n\nParis\tB-LOC\n\n", {}],
		["four columns, blanks, -DOCSTART-", FOUR, { separator: " " }],
		["IOB1", FOUR.replace(/\bB-(?=ORG|PER|LOC)/g, "I-"), { separator: " ", scheme: "IOB1" }],
		["BIOES", "Peter\tB-PER\nBlackburn\tE-PER\nParis\tS-LOC\n\n", { scheme: "BIOES" }],
		["Windows line ends", "EU\tB-ORG\r\n\r\n", { lineEnd: "\r\n" }],
	] as const)("%s: what is read is written back the same", (_name, text, format) => {
		expect(g.writeConll(g.parseConll(text), format)).toBe(text);
	});

	it("-DOCSTART- ends a document, with an empty line before it or without", async () => {
		const text = "EU\tB-ORG\n-DOCSTART-\tO\nParis\tB-LOC\nis\tO\n-DOCSTART-\tO\n";
		const sentences = g.parseConll(text);
		expect(sentences.map(({ tokens }) => tokens)).toEqual([["EU"], ["Paris", "is"]]);
		expect(sentences.map(({ document }) => document)).toEqual([undefined, "-DOCSTART-\tO"]);
		expect(await all(g.streamConll(file("documents.conll", text.trimEnd())))).toEqual(sentences);
	});

	it("WikiGold-like files are read as a stream, packed or not, like all at once", async () => {
		const corpus = g.generateCorpus({ train: 300, dev: 5, test: 5 });
		const text = g.writeConll(corpus.train);
		const [plain, packed] = [file("a.conll", text), file("a.conll.gz", gzipSync(text))];
		expect(await all(g.streamConll(plain))).toEqual(corpus.train);
		expect(await all(g.streamConll(packed))).toEqual(corpus.train);
		expect(g.readConll(packed)).toEqual(corpus.train);
		const windows = file("a-windows.conll", text.replaceAll("\n", "\r\n"));
		expect(await all(g.streamConll(windows))).toEqual(corpus.train);
	});

	it("a stream of a million tokens takes no more memory than one of a tenth", async () => {
		const sentence = "In\tO\nParis\tB-LOC\n,\tO\nsaid\tO\nAnna\tB-PER\n\n";
		const large = file("large.conll.gz", gzipSync(sentence.repeat(200_000)));
		let [tokens, most] = [0, 0];
		globalThis.gc?.();
		const before = process.memoryUsage().heapUsed;
		for await (const { tokens: own } of g.streamConll(large)) {
			tokens += own.length;
			if (tokens % 50_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed - before);
		}
		expect(tokens).toBe(1_000_000);
		expect(most).toBeLessThan(100e6); // garbage included; all sentences at once are over 300 MB
	});

	it.each([
		["a NUL byte", "EU\tB-ORG\na\0b\tO\n", "line 2: “a\uFFFDb\tO” holds a NUL byte"],
		["a line of ten million characters", `EU\tO\n${"x".repeat(1e7)}\n`, "line 2: “xxx"],
		["no sentence", "\n\n", "holds no sentence"],
		["nothing", "", "holds no sentence"],
		["a tag that is none", "EU\tORG\n", "ends in “ORG”. Expected a tag"],
		["invalid UTF-8", Uint8Array.of(0x45, 0x09, 0x4f, 0x0a, 0xff, 0xfe, 0x09, 0x4f), "it is not UTF-8"],
	])("%s: an error with its place, read at once and as a stream", async (_name, content, message) => {
		const bad = file("bad.conll", content);
		expect(() => g.readConll(bad)).toThrow(g.DataError);
		expect(() => g.readConll(bad)).toThrow(message);
		await expect(all(g.streamConll(bad))).rejects.toThrow(message);
	});

	it.each([
		["no such file", "nowhere.conll", "there is no such file"],
		["no such packed file", "nowhere.conll.gz", "there is no such file"],
		["a folder", ".", "it is a folder"],
	])("%s is a DataError", async (_name, name, message) => {
		expect(() => g.readConll(path.join(folder, name))).toThrow(message);
		await expect(all(g.streamConll(path.join(folder, name)))).rejects.toThrow(message);
	});

	it("a damaged .gz is a DataError", async () => {
		const whole = gzipSync("EU\tO\n".repeat(1000));
		for (const bytes of [whole.subarray(0, 20), Buffer.from("no gzip at all")]) {
			const damaged = file("damaged.conll.gz", bytes);
			expect(() => g.readConll(damaged)).toThrow(g.DataError);
			await expect(all(g.streamConll(damaged))).rejects.toThrow(g.DataError);
		}
	});

	it("leniently, what cannot be read is counted and passed over", async () => {
		const text = `EU\tB-ORG\nbroken\n${"y".repeat(5e6)}\nParis\tB-LOC\n\n`;
		const [problems, streamed]: [string[], string[]] = [[], []];
		const options = (list: string[]) => ({ onProblem: (problem: string) => void list.push(problem) });
		const expected = [{ tokens: ["EU", "Paris"], tags: ["B-ORG", "B-LOC"] }];
		expect(g.parseConll(text, "f", options(problems))).toEqual(expected);
		expect(await all(g.streamConll(file("f.conll", text), options(streamed)))).toEqual(expected);
		expect([problems.length, streamed.length]).toEqual([2, 2]);
		expect(problems[0]).toContain("f, line 2: “broken” has 1 column");
	});

	it("survives 100,000 mutations of a good file: a right answer or a DataError, never anything else", () => {
		const random = new g.Random(1);
		const good = g.writeConll(g.generateCorpus({ train: 4, dev: 1, test: 1 }).train);
		const alphabet = [
			"\t",
			" ",
			"\n",
			"\r",
			"\0",
			"O",
			"B-",
			"I-PER",
			"-DOCSTART-",
			"\uFEFF",
			"é",
			"\u{1F600}",
			"<script>",
			"E-X",
			"",
		];
		for (let k = 0; k < 100_000; k++) {
			const at = random.integer(good.length);
			const text = good.slice(0, at) + random.pick(alphabet) + good.slice(at + random.integer(3));
			try {
				for (const { tokens, tags } of g.parseConll(text, "fuzz")) {
					if (tokens.length !== tags.length || g.spansOf(tags).some(({ end }) => end > tokens.length))
						throw new Error(`wrong answer for ${JSON.stringify(text)}`);
				}
			} catch (error) {
				if (!(error instanceof g.DataError)) throw error;
			}
		}
	});
});

describe("word vectors", () => {
	const text = "the 0.1 0.2\nParis -1 2.5e-1\n";
	const expected = {
		dimension: 2,
		byWord: new Map([
			["the", Float32Array.of(0.1, 0.2)],
			["paris", Float32Array.of(-1, 0.25)],
		]),
	};

	it.each([
		["GloVe text", "v.txt", text],
		["word2vec text, with its first line", "v.vec", `2 2\n${text}`],
		["packed", "v.txt.gz", gzipSync(text)],
	])("%s", async (_name, name, content) => {
		expect(await g.readVectors(file(name, content))).toEqual(expected);
	});

	it(".npy with its list of words", async () => {
		const header = `${"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }".padEnd(117)}\n`;
		const head = Buffer.concat([
			Buffer.from("\x93NUMPY\x01\x00", "latin1"),
			Buffer.from([header.length, 0]),
			Buffer.from(header),
		]);
		const numbers = Buffer.from(Float32Array.of(0.1, 0.2, -1, 0.25).buffer);
		file("m.txt", "the\nParis\n");
		expect(await g.readVectors(file("m.npy", Buffer.concat([head, numbers])))).toEqual(expected);
	});

	it("only the words that are wanted are kept", async () => {
		const { byWord } = await g.readVectors(file("v.txt", text), new Set(["paris"]));
		expect([...byWord.keys()]).toEqual(["paris"]);
	});

	it.each([
		["a line with too few numbers", "a 1 2\nb 1\n", "line 2: “b 1” has 1 numbers after the word. Expected 2"],
		["something that is no number", "a 1 2\nb 1 x\n", "line 2: “b 1 x” has something that is no number"],
		["an empty file", "", "holds no vector"],
	])("%s is a DataError with its place", async (_name, content, message) => {
		await expect(g.readVectors(file("w.txt", content))).rejects.toThrow(message);
	});

	it("a .npy that is none, or without its words, is a DataError", async () => {
		await expect(g.readVectors(file("x.npy", "nothing"))).rejects.toThrow("this is no .npy matrix");
		await expect(g.readVectors(path.join(folder, "none.npy"))).rejects.toThrow("there is no such file");
	});

	it("the subset that ships: near words are near", () => {
		const vectors = g.shippedVectors();
		expect(vectors.dimension).toBe(50);
		expect(vectors.byWord.size).toBeGreaterThan(10_000);
		const vocabulary = new g.Vocabulary(["<unk>", ...vectors.byWord.keys()]);
		const L = g.zeros(50, vocabulary.size);
		expect(g.fillVectors(L, vocabulary, vectors)).toEqual({ found: vectors.byWord.size, of: vocabulary.size });
		expect(g.nearestNeighbours(L, vocabulary, "paris", 10).map(({ word }) => word)).toEqual(
			expect.arrayContaining(["london", "france"]),
		);
		expect(() => g.fillVectors(g.zeros(24, vocabulary.size), vocabulary, vectors)).toThrow("Choose --dim 50");
	});
});
