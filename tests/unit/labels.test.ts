/** Whatever somebody calls a thing, the picture stays whole, and the name stands in it as it is. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	ComputationalGraph,
	drawGraph,
	matrices,
	matrix,
	parameter,
	plus,
	scalar,
	slidingWindow,
	taggedText,
	times,
} from "../../src/index";
import { escapeXml } from "../../src/show/svg";
import { elementsOf, named, parseXml, textsOf } from "./svg-parse";

const NASTY = [
	"W$&",
	"$`$'$1$$",
	"<script>alert(1)</script>",
	"</text></svg>",
	'" onload="alert(1)',
	"'single'",
	"&amp; &#60; &nbsp;",
	"]]>",
	"<!-- -->",
	"a\nb\tc\rd",
	"\\N \\G \\L \\n",
	"😀👩🏽‍🚀",
	"שלום עולם",
	"مرحبا",
	"日本語",
	"é\u0301\u200f\u202e",
	"\u0000\u0001\u001b\u007f\u0085",
	"\ud800 \udfff",
	"\ufffe\uffff",
	' id="n0" data-from="3"',
	"${x}",
	"",
	" ",
];
const label = fc.oneof(
	fc.constantFrom(...NASTY),
	fc.string({ unit: "binary" }),
	fc.string({ unit: "grapheme" }),
	fc.array(fc.constantFrom(...NASTY)).map((parts) => parts.join("")),
);

/** What of a text can stand in XML. */
const shown = (text: string) => text.replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, "\uFFFD");
/** Blanks are as the renderer has them: it may break a line there. */
const blanks = (text: string) => text.replace(/[\s\u00a0]+/g, " ").trim();
const bundleOf = (value: object) =>
	(value as Record<symbol, () => Record<string, string>>)[Symbol.for("Jupyter.display")]();

/** No element in it but those that pictures are made of, and nothing that runs. */
function expectHarmless(svg: string) {
	const root = parseXml(svg);
	const all = elementsOf(root);
	expect(
		all.map(({ name }) => name).filter((name) => !/^(svg|g|title|text|path|rect|ellipse|polygon|polyline)$/.test(name)),
	).toEqual([]);
	expect(all.flatMap(({ attributes }) => Object.keys(attributes)).filter((name) => /^on/i.test(name))).toEqual([]);
	return root;
}

describe("any label", () => {
	it("escaped, it is one text, in an element and in an attribute, and comes back as it was", () => {
		fc.assert(
			fc.property(label, (text) => {
				const root = parseXml(`<a b="${escapeXml(text)}">${escapeXml(text)}</a>`);
				expect(root.text).toBe(shown(text));
				expect(root.attributes.b).toBe(shown(text));
				expect(root.children).toEqual([]);
			}),
		);
	});

	it("in a drawn graph: on its node, in the words, in what a pointer is told", async () => {
		await fc.assert(
			fc.asyncProperty(label, label, async (x, a) => {
				fc.pre(x !== a && x.trim() !== "" && a.trim() !== ""); // refused: two nodes of one name, a node of none
				const sum = plus(parameter(x, scalar(1)), scalar(-2)).named(a);
				const graph = new ComputationalGraph(times(sum, sum));
				graph.forward();
				graph.backward();
				const root = expectHarmless((await drawGraph(graph)).svg);
				const bold = named(root, "text").filter(({ attributes }) => attributes["font-weight"] === "bold");
				expect(bold.map(({ text }) => blanks(text))).toEqual(
					expect.arrayContaining([x, a].map((text) => blanks(shown(text))).filter((text) => text !== "")),
				);
				const nodes = elementsOf(root).filter(({ attributes }) => attributes.class === "node");
				expect(nodes.map(({ children }) => children[0].text)).toEqual(
					expect.arrayContaining([`${shown(x)} (1×1)`, `${shown(a)} (1×1)`]),
				);
				expect(root.attributes["aria-label"]).toContain(shown(x));
			}),
			{ numRuns: 60 },
		);
	});

	it("in matrices side by side, with what stands between them", () => {
		fc.assert(
			fc.property(label, label, (name, sign) => {
				const texts = textsOf(expectHarmless(matrices([name, matrix([[1, -2]])], sign, ["B", matrix([[3]])]).svg()));
				expect(texts).toEqual(expect.arrayContaining([`${shown(name)}, 1×2`, shown(sign), "−2"]));
			}),
		);
	});

	it("in a window that slides, in tagged text, and in their HTML", () => {
		fc.assert(
			fc.property(label, label, (word, tag) => {
				const picture = slidingWindow({ tokens: [word, "b"], tags: [tag, "O"] }, 3);
				const root = expectHarmless(picture.svg);
				expect(textsOf(root)).toEqual(expect.arrayContaining([shown(word), shown(tag)]));
				expect(root.attributes["aria-label"]).toContain(shown(word));
				const html = bundleOf(picture)
					["text/html"].replace(/<script>[\s\S]*<\/script>/, "")
					.replace(/(<img [^>]*)>/, "$1/>");
				const group = parseXml(html);
				expect(group.children.map(({ name }) => name)).toEqual(["img"]);
				expect(shown(JSON.parse(group.attributes["data-steps"])[0])).toContain(shown(word));
				const tagged = parseXml(
					`<div>${bundleOf(taggedText([{ tokens: [word], tags: [`B-${tag || "X"}`] }]))["text/html"]}</div>`,
				);
				expect(tagged.text).toContain(shown(word));
				expect(named(tagged, "b").map(({ text }) => text)).toEqual([shown(tag || "X")]);
			}),
		);
	});
});
