/** What lessons promise to those who read them in order: no word before its time, a way on, lines that fit the page. */
import path from "node:path";
import { describe, expect, it } from "vitest";
import { NOTEBOOKS } from "../places";
import { joined, lessons, readNotebook } from "./notebook";

interface Text {
	readonly lesson: string;
	readonly id: string;
	readonly text: string;
}

/** Every cell of the lessons, in reading order. */
const cells = (kind: "code" | "markdown"): Text[] =>
	lessons().flatMap((lesson) =>
		readNotebook(path.join(NOTEBOOKS, lesson))
			.cells.filter(({ cell_type }) => cell_type === kind)
			.map(({ id, source }) => ({ lesson, id, text: joined(source) })),
	);

/** What is read from front to back: lesson 00, the first lines of a lesson and the word on the next one look ahead. */
const read = (): Text[] =>
	cells("markdown")
		.filter(({ lesson, id }) => !lesson.startsWith("00") && !id.endsWith("-title"))
		.map((cell) => ({ ...cell, text: cell.text.replace(/^\*\*Next:\*\*.*$/m, "") }));

/** Each term with the cell that introduces it. */
const TERMS: readonly [term: RegExp, cell: string][] = [
	[/\bclass(es)?\b/, "01-task"],
	[/\btokens?\b/, "01-task"],
	[/\btags?\b/, "01-task"],
	[/\bwindows?\b/, "01-window"],
	[/\bpadding\b/i, "01-window"],
	[/\bword vectors?\b/, "01-vectors"],
	[/one-hot/, "01-vectors"],
	[/\blookup\b/, "01-vectors"],
	[/\bscores?\b/, "01-heads"],
	[/softmax/, "01-heads"],
	[/σ|\blogistic\b/, "01-heads"],
	[/\bsparse\b/, "01-traditional"],
	[/\btranspose/, "02-linear"],
	[/\blayers?\b/, "02-collapse"],
	[/hidden layer/, "02-collapse"],
	[/W₁|W₂/, "02-collapse"],
	[/\bbias/, "02-collapse"],
	[/\btanh\b|ReLU/, "02-f"],
	[/hidden unit/, "02-by-hand"],
	[/\bepochs?\b/, "02-learn-text"],
	[/\bseeds?\b|\brates?\b/, "02-width-text"],
	[/\bloss(es)?\b/, "03-entropy"],
	[/entropy|H\(p/, "03-entropy"],
	[/\bnats?\b/, "03-entropy"],
	[/ŷ/, "03-onehot"],
	[/gradient|∇/, "03-gradient-text"],
	[/learning rate|α/, "03-sgd"],
	[/θ|gradient descent/, "03-sgd"],
	[/minibatch|\bSGD\b/, "03-minibatch"],
	[/backprop/i, "03-by-hand"],
	[/difference quotient/, "04-schemes"],
	[/Taylor/, "04-v-text"],
	[/Richardson|Ridders/, "04-richardson-text"],
	[/∂|partial derivative/, "04-jacobian"],
	[/Jacobian/, "04-jacobian"],
	[/diag\(/, "04-map-text"],
	[/chain rule/i, "05-chain"],
	[/⊙|Hadamard/, "05-repair-text"],
	[/identity matrix/, "05-card2-reveal"],
	[/δ|error signal/, "06-delta"],
	[/⊗|Kronecker/, "06-kronecker"],
	[/outer product/, "06-kronecker"],
	[/Jacobian form/, "06-nm"],
	[/shape convention/i, "06-sgd-cannot"],
	[/\bgates?\b/, "07-forward"],
	[/\bsources?\b/, "07-forward"],
	[/upstream|downstream/, "07-backward"],
	[/local gradient/, "07-lecture"],
	[/\bforks?\b/, "07-forks"],
	[/distributes|\broutes\b|\bswitches\b/, "07-characters-named"],
	[/topological/, "08-order"],
	[/big-O/, "08-count-after"],
	[/gradient check|gradcheck/, "09-own"],
	[/GloVe/, "10-model-text"],
	[/\bbaselines?\b/, "10-ex6-task"],
	[/\bF1\b|\brecall\b|\bprecision\b/, "10-train-live"],
	[/cosine/, "10-vectors-text"],
	[/saturated|\bdead\b|\bclipped\b/, "11-ex1-task"],
	[/vanish/, "11-ex2-task"],
];

/** Where a text first has a term. */
const firstUse = (texts: readonly Text[], term: RegExp) => texts.find(({ text }) => term.test(text))?.id;

describe("a term is introduced before it is used", () => {
	it.each(TERMS)("%s stands first in the cell %s", (term, cell) => expect(firstUse(read(), term)).toBe(cell));

	it("a cell that uses one before its time is found", () => {
		const early = { lesson: "01", id: "early", text: "The Jacobian of this …" };
		expect(firstUse([early, ...read()], /Jacobian/)).toBe("early");
	});
});

describe("a lesson leads on", () => {
	const names = lessons();
	it.each(
		names.slice(0, -1).map((name, k) => [name, names[k + 1]]),
	)("%s ends with a way to %s, and why", (name, next) => {
		const ways = cells("markdown").filter(({ lesson, text }) => lesson === name && text.includes("**Next:**"));
		expect(ways).toHaveLength(1);
		expect(ways[0].text).toMatch(
			new RegExp(`\\*\\*Next:\\*\\* \\[[^\\]]+\\]\\(${next.replaceAll(".", "\\.")}\\)\\. \\S+ \\S+`),
		);
	});

	it("lesson 00 sends to sections that are there", () => {
		const table = cells("markdown").find(({ id }) => id === "00-self-test")?.text ?? "";
		const ways = [...table.matchAll(/lesson (\d\d), “([^”]+)”/g)];
		expect(ways.length).toBeGreaterThanOrEqual(5);
		for (const [, number, heading] of ways)
			expect(
				cells("markdown").some(({ lesson, text }) => lesson.startsWith(number) && text.includes(`## ${heading}\n`)),
				`${number}: ${heading}`,
			).toBe(true);
	});
});

describe("code fits the page", () => {
	const WIDTH = 100;
	const width = (line: string) => line.replaceAll("\t", "    ").length;

	it(`no line is wider than ${WIDTH} letters`, () => {
		const wide = cells("code").flatMap(({ id, text }) =>
			text.split("\n").flatMap((line) => (width(line) > WIDTH ? [`${id}: ${line.trim()}`] : [])),
		);
		expect(wide).toEqual([]);
	});
});
