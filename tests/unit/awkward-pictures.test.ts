/** Whatever a picture is given, it is drawn true to what it was given, or refused by the library's own error. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as g from "../../src/index";
import { layoutOf, WIDTH } from "../../src/show/chart-layout";
import { widthOf } from "../../src/show/chart-text";
import { drawnTraces } from "../../src/show/drawn";
import { type Element, elementsOf, named, parseXml, textsOf } from "./svg-parse";

// biome-ignore lint/suspicious/noExplicitAny: tests what is not of the right type
type Any = any;

const T = { title: "T", x: "x", y: "y" };
const AREA = { x: [0, 1], y: [0, 1] };
const sentence = { tokens: ["in", "New", "York"], tags: ["O", "B-LOC", "I-LOC"] };
const W = g.matrix([
	[1, 2],
	[3, 4],
]);
const bundleOf = (value: Any): Record<string, string> => value[Symbol.for("Jupyter.display")]();
const rootOf = (value: Any) => parseXml(bundleOf(value)["image/svg+xml"]);
const part = (root: Element, name: string) =>
	elementsOf(root).filter(({ attributes }) => attributes["data-part"] === name);

/** Each of them with one argument, or one field of one, that may be anything. */
const TAKES: Record<string, (value: Any) => unknown> = {
	"figure, options": (value) => g.figure(value, []),
	"figure, title": (value) => g.figure({ ...T, title: value }, []),
	"figure, x title": (value) => g.figure({ ...T, x: value }, []),
	"figure, y2 title": (value) => g.figure({ ...T, y2: value }, [{ name: "a", x: [1], y: [1], secondAxis: true }]),
	"figure, xRange": (value) => g.figure({ ...T, xRange: value }, []),
	"figure, y2Range": (value) => g.figure({ ...T, y2Range: value }, []),
	"figure, yLog": (value) => g.figure({ ...T, yLog: value }, []),
	"figure, equalAxes": (value) => g.figure({ ...T, equalAxes: value }, []),
	"figure, xNames": (value) => g.figure({ ...T, xNames: value }, [{ name: "a", x: [0], y: [1] }]),
	"figure, traces": (value) => g.figure(T, value),
	"figure, a trace": (value) => g.figure(T, [value]),
	"figure, a name": (value) => g.figure(T, [{ name: value, x: [1], y: [1] }]),
	"figure, x": (value) => g.figure(T, [{ name: "a", x: value, y: [1] }]),
	"figure, y": (value) => g.figure(T, [{ name: "a", x: [1], y: value }]),
	"figure, a number": (value) => g.figure(T, [{ name: "a", x: [1], y: [value] }]),
	"figure, mode": (value) => g.figure(T, [{ name: "a", x: [1], y: [1], mode: value }]),
	"figure, labels": (value) => g.figure(T, [{ name: "a", x: [1], y: [1], labels: value }]),
	"figure, a label": (value) => g.figure(T, [{ name: "a", x: [1], y: [1], labels: [value] }]),
	"figure, secondAxis": (value) => g.figure(T, [{ name: "a", x: [1], y: [1], secondAxis: value }]),
	"Figure, field": (value) => new g.Figure(T, [], value),
	"Figure, z": (value) => new g.Figure(T, [], { x: [0], y: [0], z: [[value]], kind: "heat", title: "t" }),
	"Figure, kind": (value) => new g.Figure(T, [], { x: [0], y: [0], z: [[1]], kind: value, title: "t" }),
	"heatMap, matrix": (value) => g.heatMap(value, { title: "T" }),
	"heatMap, options": (value) => g.heatMap(W, value),
	"heatMap, title": (value) => g.heatMap(W, { title: value }),
	"heatMap, rows": (value) => g.heatMap(W, { title: "T", rows: value }),
	"heatMap, a name": (value) => g.heatMap(W, { title: "T", cols: [value, "b"] }),
	"heatMap, entries": (value) => g.heatMap(W, { title: "T", entries: value }),
	"heatMap, numbers": (value) => g.heatMap(W, { title: "T", numbers: value }),
	"landscape, f": (value) => g.landscape(value, AREA as Any, { ...T, height: "h" }),
	"landscape, a height": (value) => g.landscape(() => value, AREA as Any, { ...T, height: "h" }),
	"landscape, area": (value) => g.landscape((x) => x, value, { ...T, height: "h" }),
	"landscape, x": (value) => g.landscape((x) => x, { ...AREA, x: value } as Any, { ...T, height: "h" }),
	"landscape, an end": (value) => g.landscape((x) => x, { ...AREA, y: [0, value] } as Any, { ...T, height: "h" }),
	"landscape, steps": (value) => g.landscape((x) => x, { ...AREA, steps: value } as Any, { ...T, height: "h" }),
	"landscape, options": (value) => g.landscape((x) => x, AREA as Any, value),
	"landscape, height": (value) => g.landscape((x) => x, AREA as Any, { ...T, height: value }),
	"landscape, kind": (value) => g.landscape((x) => x, AREA as Any, { ...T, height: "h", kind: value }),
	"landscape, traces": (value) => g.landscape((x) => x, AREA as Any, { ...T, height: "h" }, value),
	"bars, options": (value) => g.bars(value, ["a"], [1]),
	"bars, names": (value) => g.bars(T, value, [1]),
	"bars, values": (value) => g.bars(T, ["a"], value),
	"bars, a value": (value) => g.bars(T, ["a"], [value]),
	"points, options": (value) => g.points(value, []),
	"points, groups": (value) => g.points(T, value),
	"points, a group": (value) => g.points(T, [value]),
	"points, x": (value) => g.points(T, [{ name: "a", x: value, y: [1] }]),
	"liveFigure, options": (value) => g.liveFigure(value, ["a"]),
	"liveFigure, series": (value) => g.liveFigure(T, value),
	"liveFigure, one of them": (value) => g.liveFigure(T, [value]),
	"LiveFigure, one of them": (value) => new g.LiveFigure(T, [value]),
	"add, a name": (value) => g.liveFigure(T, ["a"]).add(value, 1, 1),
	"add, x": (value) => g.liveFigure(T, ["a"]).add("a", value, 1),
	"add, y": (value) => g.liveFigure(T, ["a"]).add("a", 1, value),
	"matrices, a part": (value) => g.matrices(value),
	"matrices, one of several": (value) => g.matrices(["A", W], value),
	"matrices, a matrix": (value) => g.matrices(["A", value]),
	"matrices, a name": (value) => g.matrices([value, W]),
	"slidingWindow, sentence": (value) => g.slidingWindow(value),
	"slidingWindow, tokens": (value) => g.slidingWindow({ ...sentence, tokens: value }),
	"slidingWindow, tags": (value) => g.slidingWindow({ ...sentence, tags: value }),
	"slidingWindow, a token": (value) => g.slidingWindow({ tokens: [value], tags: ["O"] }),
	"slidingWindow, width": (value) => g.slidingWindow(sentence, value),
	"taggedText, sentences": (value) => g.taggedText(value),
	"taggedText, a sentence": (value) => g.taggedText([value]),
	"taggedText, tags": (value) => g.taggedText([{ ...sentence, tags: value }]),
	"taggedText, a tag": (value) => g.taggedText([{ tokens: ["a"], tags: [value] }]),
	"taggedText, a token": (value) => g.taggedText([{ tokens: [value], tags: ["O"] }]),
	derivation: (value) => g.derivation(value, g.parameter("W", W)),
	"derivation, by": (value) => g.derivation(g.parameter("W", W), value),
	derive: (value) => g.derive(value),
	"derive, by": (value) => g.derive(g.parameter("W", W)).withRespectTo(value),
};

const ODD: Record<string, unknown> = {
	null: null,
	text: "hello",
	empty: "",
	"a number": 5,
	"half a number": 2.5,
	NaN: Number.NaN,
	"a very large number": 1e9,
	Infinity: Number.POSITIVE_INFINITY,
	"no list": [],
	"a list": [1],
	"a list of text": ["1"],
	"a list of nothing": [null],
	"a list with a hole": new Array(1),
	"a list of BigInt": [1n],
	"a list of lists": [[1]],
	"two numbers": [1, 2],
	"very far apart": [-1e308, 1e308],
	"hardly apart": [1e-320, 2e-320],
	"next to each other": [1, 1 + 3e-16],
	BigInt: 5n,
	"BigInts in an array": new BigInt64Array(1),
	bytes: new DataView(new ArrayBuffer(8)),
	true: true,
	"a function": () => "1",
	"a symbol": Symbol("s"),
	"an object": {},
	"an object without a class": Object.create(null),
	"a date": new Date(0),
	"a map": new Map(),
	"a matrix": W,
	"a column": g.column([1]),
	"a node": g.parameter("W", W),
	"an input": g.input("x", 2, 1),
	__proto__: "__proto__",
	dots: "dots",
};

describe.each(Object.entries(TAKES))("%s", (_, make) => {
	it("takes anything, or refuses it in words that say what to do", () => {
		for (const [name, value] of Object.entries(ODD)) {
			let shown: Any;
			try {
				shown = make(value);
				if (shown?.[Symbol.for("Jupyter.display")]) bundleOf(shown);
				else if (shown instanceof g.LiveFigure) bundleOf(shown.figure());
			} catch (error) {
				const isOurs = [g.DataError, g.GraphError, g.ShapeError].some((kind) => error instanceof kind);
				expect(isOurs, `${name}: ${error}`).toBe(true);
				expect((error as Error).message, name).toMatch(/^[\w .(),"“”…[\]$:/∂-]+: .{15,}/s);
			}
		}
	});
});

describe("what is drawn", () => {
	it("numbers in any kind of row are drawn as a list of them is", () => {
		const listed = bundleOf(g.figure(T, [{ name: "a", x: [1, 2], y: [3, 5] }]));
		for (const [x, y] of [
			[new Float64Array([1, 2]), new Float32Array([3, 5])],
			[g.column([1, 2]), g.row([3, 5])],
		])
			expect(bundleOf(g.figure(T, [{ name: "a", x, y }]))).toEqual(listed);
		expect(() => g.figure(T, [{ name: "a", x: W, y: [1, 2, 3, 4] }])).toThrow('"a": x is a 2×2 matrix');
	});

	it.each([
		[
			"a second axis without a title",
			() => g.figure(T, [{ name: "a", x: [1], y: [1], secondAxis: true }]),
			"Give it as y2",
		],
		[
			"a second axis that nothing stands on",
			() => g.figure({ ...T, y2: "z" }, []),
			"no trace stands on the second axis",
		],
		["a mode that is none", () => g.figure(T, [{ name: "a", x: [1], y: [1], mode: "dots" as Any }]), '"markers" or'],
		["names for some rows", () => g.heatMap(W, { title: "T", rows: ["a"] }), "1 names for 2 rows"],
		[
			"a place without a name",
			() => g.figure({ ...T, xNames: ["a"] }, [{ name: "a", x: [0, 1], y: [1, 1] }]),
			"none for 1",
		],
		["a bar without a name", () => g.bars(T, ["a"], [1, 2]), "1 names and 2 values"],
		["two series of one name", () => g.liveFigure(T, ["a", "a"]), 'two series are called "a"'],
		["a tag too few", () => g.taggedText([{ tokens: ["a", "b", "c"], tags: ["O"] }]), "3 tokens and 1 tags"],
		["a tag without a class", () => g.taggedText([{ tokens: ["a"], tags: ["B-"] }]), "the tag of the text “a”"],
		["a tag of no kind", () => g.taggedText([{ tokens: ["a"], tags: ["Z"] }]), "is the text “Z”"],
		[
			"half a step",
			() => g.landscape((x) => x, { x: [0, 1], y: [0, 1], steps: 2.5 }, { ...T, height: "h" }),
			"steps is 2.5",
		],
		[
			"a billion steps",
			() => g.landscape((x) => x, { x: [0, 1], y: [0, 1], steps: 1e9 }, { ...T, height: "h" }),
			"2 to 400",
		],
		[
			"a height in words",
			() => g.landscape(() => "1" as Any, { x: [0, 1], y: [0, 1] }, { ...T, height: "h" }),
			"f(0, 0) is the text “1”",
		],
		["axes beyond all numbers", () => g.figure({ ...T, xRange: [-1e308, 1e308] }, []), "beyond what an axis can show"],
		["an axis of one place", () => g.figure({ ...T, yRange: [1e-320, 2e-320] }, []), "too little for numbers"],
	])("%s is refused", (_, make, message) => {
		expect(make).toThrow(g.DataError);
		expect(make).toThrow(message);
	});

	it("a graph to be drawn is a graph", async () => {
		for (const value of Object.values(ODD)) await expect(g.drawGraph(value as Any)).rejects.toThrow(g.DataError);
	});

	it("what has no value is grey, counted in words, and never a 0", () => {
		const grey = '"#c8c8c8"';
		const some = bundleOf(g.heatMap(g.matrix([[Number.NaN, Number.POSITIVE_INFINITY, 3]]), { title: "T" }));
		expect(some["text/plain"]).toContain("1×3 values from 3 to 3, and 2 that cannot be drawn");
		expect(some["image/svg+xml"]).toContain(grey);
		expect(JSON.stringify(some["application/vnd.plotly.v1+json"])).toContain(`"plot_bgcolor":${grey}`);
		const none = g.landscape(() => Number.NaN, { x: [0, 1], y: [0, 1] }, { ...T, height: "h" });
		expect(String(none)).toContain("31×31 values, none of which can be drawn");
		expect(textsOf(rootOf(g.heatMap(g.matrix([[1e308, -1e308]]), { title: "T" })))).not.toContain("0");
		const picture = bundleOf(g.matrices(["A", g.matrix([[1, Number.NaN, 3]])]))["image/svg+xml"];
		expect(picture).toContain(grey);
		expect(picture).not.toContain("rgb(NaN");
		expect(bundleOf(g.heatMap(W, { title: "T" }))["image/svg+xml"]).not.toContain(grey);
	});

	it("numbers that differ are written differently: in cells, at the scale, in words", () => {
		const far = g.matrix([[1.7e9, 1.7e9 + 1, 1.7e9 + 5]]);
		const shown = ["1700000000", "1700000001", "1700000005"];
		const map = g.heatMap(far, { title: "T" });
		expect(textsOf(rootOf(map))).toEqual(expect.arrayContaining(shown));
		expect(textsOf(rootOf(g.matrices(["A", far])))).toEqual(expect.arrayContaining(shown));
		expect((map.toPlotly().data[0] as Any).text).toEqual([shown]);
		expect(String(map)).toContain("from 1700000000 to 1700000005");
		const last = (...y: number[]) => /last ([^\s;]+)/.exec(String(g.figure(T, [{ name: "a", x: y, y }])))?.[1];
		expect(last(...far.data)).toBe("1700000005");
		expect(last(123456.789)).toBe("123456.789");
		expect(last(0, 123456.789)).toBe("123457");
		expect(last(0, 0.123456)).toBe("0.1235");
		expect(last(-Number.MAX_VALUE)).toBe("-1.7976931348623157e+308");
	});

	it("words say how many points lie outside the axes", () => {
		const own = g.figure({ ...T, xRange: [10, 20] }, [{ name: "a", x: [1, 2, 12], y: [1, 2, 3] }]);
		expect(String(own)).toContain("a: 3 points, last 3; 2 outside the range of the axes");
		const path = { name: "path", x: [0.5, 7], y: [0.5, 0.5] };
		expect(String(g.landscape((x) => x, { x: [0, 1], y: [0, 1] }, { ...T, height: "h" }, [path]))).toContain(
			"; 1 outside",
		);
	});

	it("a logarithmic axis without data has numbers at even ways", () => {
		const ticks = part(rootOf(g.figure({ ...T, yLog: true }, [])), "y-tick").map(({ text }) => text);
		expect(ticks).toEqual(["1", "2", "5", "10"]);
	});

	it("texts of ten thousand letters take no more than their length", () => {
		const long = "w".repeat(100_000);
		const start = performance.now();
		bundleOf(g.bars({ title: long, x: long, y: long }, [long, long], [1, 2]));
		bundleOf(g.heatMap(W, { title: long, x: long, y: long, entries: long, rows: [long, long], cols: [long, long] }));
		bundleOf(g.points(T, [{ name: long, x: [1], y: [1], labels: [long] }]));
		bundleOf(g.slidingWindow({ tokens: [long], tags: [long] }));
		expect(performance.now() - start).toBeLessThan(20_000); // a quadratic way takes minutes
	});
});

/** Numbers that people plot, and numbers that nobody should. */
const number = fc.oneof(
	fc.double({ min: -10, max: 10, noNaN: true }),
	fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0, -0, 1, 5e-324, 1e300, -1.7e308, 1e15, 1e15 + 1, 1e15 + 2),
	fc.double({ min: 1.7e9, max: 1.7e9 + 9, noNaN: true }),
	fc.double(),
);
const text = fc.oneof(
	fc.string({ maxLength: 12 }),
	fc.string({ unit: "binary", maxLength: 12 }),
	fc.string({ minLength: 30, maxLength: 300 }),
);
const grid = fc
	.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
	.chain(([rows, cols]) =>
		fc
			.array(fc.array(number, { minLength: cols, maxLength: cols }), { minLength: rows, maxLength: rows })
			.map((all) => g.matrix(all)),
	);
const end = fc.oneof(number, fc.integer({ min: -9, max: 9 }));
const area = fc.record({ x: fc.tuple(end, end), y: fc.tuple(end, end), steps: fc.oneof(fc.constant(5), number) });
const line = fc.array(fc.tuple(number, number, text), { maxLength: 8 });
const traced = fc
	.tuple(text, line, fc.constantFrom("lines", "markers", "lines+markers", "bars"), fc.boolean())
	.map(([name, all, mode, hasLabels]) => ({
		name,
		x: all.map(([x]) => x),
		y: all.map(([, y]) => y),
		mode: mode as "lines",
		...(hasLabels && { labels: all.map(([, , label]) => label) }),
	}));
const range = fc.option(fc.tuple(end, end), { nil: undefined });
const titled = fc.record({
	title: text,
	x: text,
	y: text,
	xLog: fc.boolean(),
	yLog: fc.boolean(),
	xRange: range,
	yRange: range,
});
const names = fc.array(text, { maxLength: 9 });
const words = fc.array(text, { minLength: 1, maxLength: 6 });

const PICTURES = fc.oneof(
	fc.tuple(titled, fc.array(traced, { maxLength: 30 })).map(
		([own, traces]) =>
			() =>
				g.figure(own, traces),
	),
	fc.tuple(titled, names, fc.array(number, { maxLength: 9 })).map(
		([{ title, x, y }, all, values]) =>
			() =>
				g.bars({ title, x, y }, all, values),
	),
	fc.tuple(text, grid, names, text).map(
		([title, A, cols, entries]) =>
			() =>
				g.heatMap(A, { title, entries, ...(cols.length === A.cols && { cols }) }),
	),
	fc.tuple(titled, area, text, traced, fc.boolean(), fc.boolean(), grid).map(
		([{ title, x, y }, own, height, trace, equalAxes, isHeat, A]) =>
			() =>
				g.landscape(
					(a, b) => A.data[Math.abs(Math.round(3 * a + 5 * b)) % A.data.length] ?? 0,
					own,
					{ title, x, y, height, equalAxes, kind: isHeat ? "heat" : "contour" },
					[trace],
				),
	),
	fc.tuple(text, grid, text).map(
		([name, A, sign]) =>
			() =>
				g.matrices([name, A], sign, ["B", A]),
	),
	fc.tuple(words, words, fc.constantFrom(1, 3, 5)).map(
		([tokens, tags, width]) =>
			() =>
				g.slidingWindow({ tokens, tags }, width),
	),
);

/** Left and right end of a text that stands across or down, by the widths that the pictures reckon with; slanted ones are shortened to fit. */
function endsOf({ attributes, text: content }: Element, print: number): { from: number; to: number; isDown: boolean } {
	const isDown = /rotate\((-?90) /.test(attributes.transform ?? "");
	const place = Number(attributes[isDown ? "y" : "x"]) + Number(attributes.dx ?? 0);
	const long = widthOf(content, Number(attributes["font-size"] ?? print));
	const share = { middle: 0.5, end: 1 }[attributes["text-anchor"] ?? ""] ?? 0;
	return { from: place - share * long, to: place + (1 - share) * long, isDown };
}

const RUNS = Number(process.env.CHART_RUNS ?? 300);

describe("any picture of any data", () => {
	it("is well-formed, without a number that is none, inside its frame, and true in words, or refused by a DataError", () => {
		let drawn = 0;
		fc.assert(
			fc.property(PICTURES, (make) => {
				let shown: Any;
				try {
					shown = make();
				} catch (error) {
					expect(error).toBeInstanceOf(g.DataError);
					return;
				}
				drawn++;
				const root = rootOf(shown);
				const [, , width, height] = root.attributes.viewBox.split(" ").map(Number);
				const isTurned = ({ attributes }: Element) => /rotate\((-?35)/.test(attributes.transform ?? "");
				for (const element of elementsOf(root))
					for (const [name, value] of Object.entries(element.attributes))
						if (!["aria-label", "xmlns", "role"].includes(name))
							expect(value, name).not.toMatch(/NaN|Infinity|undefined|null/);
				const groups = elementsOf(root).filter(
					({ attributes }) => attributes["text-anchor"] !== undefined && attributes["font-size"] !== undefined,
				);
				for (const element of named(root, "text")) {
					if (isTurned(element)) continue;
					const group = groups.find((one) => one !== element && one.name === "g" && one.children.includes(element));
					const attributes = { ...group?.attributes, ...element.attributes };
					const { from, to, isDown } = endsOf({ ...element, attributes }, Number(root.attributes["font-size"]));
					expect(from, element.text).toBeGreaterThanOrEqual(-0.6);
					expect(to, element.text).toBeLessThanOrEqual((isDown ? height : width) + 0.6);
				}
				for (const { attributes } of named(root, "rect")) {
					const [x, y, across, down] = ["x", "y", "width", "height"].map((key) => Number(attributes[key] ?? 0));
					expect(Math.min(across, down, x, y)).toBeGreaterThanOrEqual(-0.6);
					expect(x + across).toBeLessThanOrEqual(width + 0.6);
					expect(y + down).toBeLessThanOrEqual(height + 0.6);
				}
				if (shown instanceof g.Figure) expectTrue(shown);
			}),
			{ numRuns: RUNS },
		);
		expect(drawn).toBeGreaterThan(RUNS / 3);
	});
});

/** Ticks that rise and differ, and words that count what there is. */
function expectTrue(shown: g.Figure) {
	const { xTicks, yTicks, height } = layoutOf(shown, drawnTraces(shown));
	expect(height).toBeLessThan(2 * WIDTH);
	for (const [ticks, names] of [
		[xTicks, shown.options.xNames],
		[yTicks, shown.options.yNames],
	] as const) {
		for (const [k, { value }] of ticks.entries()) if (k > 0) expect(value).toBeGreaterThan(ticks[k - 1].value);
		if (names === undefined) expect(new Set(ticks.map(({ text: own }) => own)).size).toBe(ticks.length);
	}
	const said = String(shown);
	for (const { trace, places } of drawnTraces(shown)) {
		const { xRange: [left, right] = [-Infinity, Infinity], yRange: [low, high] = [-Infinity, Infinity] } =
			shown.options;
		const outside = places.filter(
			(place) => place && !(place[0] >= left && place[0] <= right && place[1] >= low && place[1] <= high),
		);
		if (outside.length > 0) expect(said).toContain(`${outside.length} outside the range of the axes`);
		if (trace.y.length > 0) {
			const last = trace.y[trace.y.length - 1];
			const told = Number(
				/^, last (\S+?)(?:;|$)/.exec(
					said.slice(said.indexOf(`${trace.name}: ${trace.y.length} point`)).replace(/^.*? points?(?=, last)/s, ""),
				)?.[1],
			);
			if (Number.isFinite(told) && shown.traces.length === 1)
				expect(Math.abs(told - last)).toBeLessThanOrEqual(5e-4 * Math.abs(last));
		}
	}
	const { field } = shown;
	if (field === null) return;
	const fit = field.z.flat().filter((value) => Math.abs(value) <= 1e300);
	const missing = field.z.flat().length - fit.length;
	if (fit.length === 0) expect(said).toContain("none of which can be drawn");
	else if (missing > 0) expect(said).toContain(`${missing} that cannot be drawn`);
	if (fit.length === 0) return;
	const [, low, high] = /values from (\S+) to ([^\s,;]+)/.exec(said.slice(shown.options.title.length)) ?? [];
	const [least, most] = [Math.min(...fit), Math.max(...fit)];
	if (low === undefined) return;
	expect(Math.abs(Number(low) - least)).toBeLessThanOrEqual(5e-3 * Math.abs(least));
	expect(Math.abs(Number(high) - most)).toBeLessThanOrEqual(5e-3 * Math.abs(most));
	if (least < most) expect(low).not.toBe(high);
}
