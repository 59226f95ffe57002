/** The static picture of a chart, and Plotly's: both draw every number that can be drawn, where it belongs, and nothing else. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	bars,
	type Figure,
	type FigureOptions,
	figure,
	heatMap,
	landscape,
	matrix,
	points,
	type Trace,
} from "../../src/index";
import { layoutOf, type Plot, WIDTH } from "../../src/show/chart-layout";
import { spanOf } from "../../src/show/chart-scale";
import { drawnTraces } from "../../src/show/drawn";
import { type Element, elementsOf, named, parseXml, textsOf } from "./svg-parse";

type Model = { data: Record<string, never>[]; layout: Record<string, never> };
const bundleOf = (shown: Figure) =>
	(shown as unknown as Record<symbol, () => Record<string, string>>)[Symbol.for("Jupyter.display")]();
const pictureOf = (shown: Figure) => parseXml(bundleOf(shown)["image/svg+xml"]);
/** As a notebook keeps it. */
const modelOf = (shown: Figure) => JSON.parse(JSON.stringify(shown.toPlotly())) as Model;
const part = (root: Element, name: string) =>
	elementsOf(root).filter(({ attributes }) => attributes["data-part"] === name);
/** Without the legend. */
const drawnParts = (root: Element, name: string) => {
	const legend = part(root, "legend").flatMap(elementsOf);
	return part(root, name).filter((element) => !legend.includes(element));
};

/** Numbers that people plot, and numbers that nobody should. */
const number = fc.oneof(
	{ weight: 4, arbitrary: fc.double({ min: -10, max: 10, noNaN: true }) },
	fc.constantFrom(
		Number.NaN,
		Number.POSITIVE_INFINITY,
		Number.NEGATIVE_INFINITY,
		0,
		-0,
		1,
		5e-324,
		1e300,
		-1e300,
		-1.7e308,
	),
	fc.double({ min: 1e9, max: 1e9 + 100, noNaN: true }),
	fc.double({ min: 1, max: 1 + 1e-12, noNaN: true }),
	fc.double(),
);
const numbers = fc.oneof(
	fc.array(number, { maxLength: 30 }),
	fc.tuple(number, fc.nat(5)).map(([value, n]) => new Array(n).fill(value) as number[]),
	fc.array(fc.double({ min: 1e9, max: 1e9 + 5, noNaN: true }), { maxLength: 9 }),
	fc.array(fc.double({ min: 7, max: 7 + 1e-12, noNaN: true }), { maxLength: 9 }),
	fc.array(fc.double({ min: 0, max: 1e-12, noNaN: true }), { maxLength: 9 }),
);
const trace: fc.Arbitrary<Trace> = fc
	.record({
		name: fc.string(),
		xs: numbers,
		y: numbers,
		mode: fc.constantFrom("lines" as const, "markers" as const, "lines+markers" as const, "bars" as const),
		secondAxis: fc.boolean(),
		isCounted: fc.boolean(),
	})
	.map(({ xs, y, isCounted, ...rest }) => {
		const n = isCounted ? y.length : Math.min(xs.length, y.length);
		return { ...rest, x: isCounted ? y.map((_, k) => k) : xs.slice(0, n), y: y.slice(0, n) };
	});
const range = fc
	.tuple(fc.double({ min: 1e-3, max: 10, noNaN: true }), fc.double({ min: 1e-6, max: 1e6, noNaN: true }))
	.map(([low, more]) => [low, low + more] as const);
const options: fc.Arbitrary<FigureOptions> = fc.record(
	{
		title: fc.string(),
		x: fc.string(),
		y: fc.string(),
		y2: fc.string(),
		xLog: fc.boolean(),
		yLog: fc.boolean(),
		xRange: range,
		yRange: range,
		y2Range: range,
	},
	{ requiredKeys: ["title", "x", "y"] },
);
/** A second axis has a title and a trace, or there is none. */
function charted({ y2 = "second", y2Range, ...own }: FigureOptions, traces: readonly Trace[]): Figure {
	const hasSecond = traces.some(({ secondAxis }) => secondAxis);
	return figure(hasSecond ? { ...own, y2, ...(y2Range && { y2Range }) } : own, traces);
}
const chart = fc.tuple(options, fc.array(trace, { maxLength: 4 })).map(([own, traces]) => charted(own, traces));

/** All coordinates of a path: d3 writes absolute ones, but for the sides of a square. */
function cornersOf(d: string): [number, number][] {
	const corners: [number, number][] = [];
	for (const [, command, rest] of d.matchAll(/([MLAZHhv])([^MLAZHhv]*)/g)) {
		const own = rest
			.split(/[ ,]/)
			.filter((text) => text !== "")
			.map(Number);
		expect(own.every(Number.isFinite), `${command}${rest} of ${d}`).toBe(true);
		if (command === "M" || command === "L" || command === "A") corners.push([own[own.length - 2], own[own.length - 1]]);
	}
	return corners;
}

/** More for a night: `CHART_RUNS=20000 npx vitest run tests/unit/charts.test.ts`. */
const RUNS = Number(process.env.CHART_RUNS ?? 200);

const SIZE_OF_A_MARK = 7;
function expectWithin({ left, right, top, bottom }: Plot, corners: [number, number][], around = 0.1) {
	for (const [x, y] of corners) {
		expect(x).toBeGreaterThanOrEqual(left - around);
		expect(x).toBeLessThanOrEqual(right + around);
		expect(y).toBeGreaterThanOrEqual(top - around);
		expect(y).toBeLessThanOrEqual(bottom + around);
	}
}

const numberIn = (text: string) => Number(text.replaceAll("−", "-"));

describe("any chart", () => {
	it("is a well-formed picture without a number that is none, and with everything in the plot", () => {
		fc.assert(
			fc.property(chart, (own) => {
				const svg = bundleOf(own)["image/svg+xml"];
				const root = parseXml(svg);
				const { plot, height } = layoutOf(own, drawnTraces(own));
				expect(plot.right).toBeGreaterThan(plot.left + 100);
				expect(plot.bottom).toBeGreaterThan(plot.top + 40);
				for (const element of elementsOf(root))
					for (const name of ["x", "y", "width", "height", "transform"])
						expect(element.attributes[name] ?? "", name).not.toMatch(/NaN|Infinity|undefined|e[+-]?\d/);
				for (const { attributes } of drawnParts(root, "curve")) expectWithin(plot, cornersOf(attributes.d));
				for (const { attributes } of drawnParts(root, "marks"))
					expectWithin(plot, cornersOf(attributes.d), SIZE_OF_A_MARK);
				for (const { attributes } of drawnParts(root, "bar")) {
					const [x, y, width, tall] = ["x", "y", "width", "height"].map((key) => Number(attributes[key]));
					expect(Math.min(width, tall)).toBeGreaterThanOrEqual(0);
					expectWithin(
						plot,
						[
							[x, y],
							[x + width, y + tall],
						],
						0.2,
					);
				}
				for (const { attributes } of named(root, "text")) {
					expect(Number(attributes.x)).toBeGreaterThanOrEqual(0);
					expect(Number(attributes.x)).toBeLessThanOrEqual(WIDTH);
					expect(Number(attributes.y)).toBeLessThanOrEqual(height);
				}
			}),
			{ numRuns: RUNS },
		);
	});

	it("the ticks of each axis are few, unique, rising, in their place, and say the value that they stand at", () => {
		fc.assert(
			fc.property(chart, (own) => {
				const root = pictureOf(own);
				const { across, up, plot, ...ticks } = layoutOf(own, drawnTraces(own));
				for (const [name, axis, scale, coordinate, isRising] of [
					["x-tick", ticks.xTicks, across, "x", true],
					["y-tick", ticks.yTicks, up[0], "y", false],
					["y2-tick", ticks.y2Ticks, up[1], "y", false],
				] as const) {
					const shown = part(root, name);
					expect(shown.map(({ text }) => text)).toEqual(axis.map(({ text }) => text));
					expect(axis.length).toBeLessThan(14);
					expect(new Set(axis.map(({ text }) => text)).size).toBe(axis.length);
					for (const [k, { value, text }] of axis.entries()) {
						const step = Math.abs(value - (axis[k === 0 ? 1 : k - 1]?.value ?? 2 * value));
						expect(Math.abs(numberIn(text) - value), `${text} at ${value}`).toBeLessThanOrEqual(step * 1e-3);
						expect(text).not.toMatch(/0000000|9999999/.test(String(value)) ? /^$/ : /0000000|9999999/);
						const offset = coordinate === "y" ? 4 : 0;
						expect(Math.abs(Number(shown[k].attributes[coordinate]) - offset - scale.at(value))).toBeLessThan(0.06);
						if (k > 0) expect(value).toBeGreaterThan(axis[k - 1].value);
						if (k > 0) expect(scale.at(value) > scale.at(axis[k - 1].value)).toBe(isRising);
					}
				}
				expectWithin(
					plot,
					ticks.xTicks.map(({ value }) => [across.at(value), plot.top]),
				);
				expectWithin(
					plot,
					ticks.yTicks.map(({ value }) => [plot.left, up[0].at(value)]),
				);
			}),
			{ numRuns: RUNS },
		);
	});

	const withoutRanges = chart.map(({ options: { title, x, y, xLog, yLog }, traces }) =>
		charted({ title, x, y, xLog, yLog }, traces),
	);

	it("as many marks as points that can be drawn, as many bars, and a gap wherever one is missing", () => {
		fc.assert(
			fc.property(withoutRanges, (own) => {
				const root = pictureOf(own);
				const all = drawnTraces(own);
				const finite = all.map(
					({ trace: { x, y, secondAxis }, explodesAt }) =>
						x.filter(
							(_, k) =>
								[
									[x[k], own.options.xLog],
									[y[k], own.options.yLog && !secondAxis],
								].every(
									([value, isLog]) => Math.abs(value as number) <= 1e300 && (!isLog || (value as number) >= 1e-290),
								) && k <= (explodesAt ?? Number.POSITIVE_INFINITY),
						).length,
				);
				const marks = (d = "") => d.match(/M/g)?.length ?? 0;
				const of = (mode: string) => finite.filter((_, k) => all[k].trace.mode === mode).reduce((a, b) => a + b, 0);
				const moves = (name: string) =>
					drawnParts(root, name).reduce((total, { attributes }) => total + marks(attributes.d), 0);
				const runs = all.flatMap(({ trace: { mode = "lines" }, places }) => {
					if (!mode.startsWith("lines")) return [];
					const lengths =
						places
							.map((place) => (place === null ? "-" : "#"))
							.join("")
							.match(/#+/g) ?? [];
					return lengths.map(({ length }) => ({ mode, length }));
				});
				const alone = runs.filter(({ mode, length }) => mode === "lines" && length === 1).length;
				expect(moves("marks")).toBe(of("markers") + of("lines+markers") + alone);
				expect(moves("curve")).toBe(runs.filter(({ length }) => length > 1).length);
				expect(drawnParts(root, "bar")).toHaveLength(of("bars"));
			}),
			{ numRuns: RUNS },
		);
	});

	it("Plotly's figure has the same points and the same gaps, and nothing that JSON cannot hold", () => {
		fc.assert(
			fc.property(chart, (own) => {
				const { data } = modelOf(own);
				for (const [k, { places }] of drawnTraces(own).entries()) {
					const { x, y } = data[k] as unknown as Record<"x" | "y", (number | null)[]>;
					expect([x.length, y.length]).toEqual([places.length, places.length]);
					for (const [axis, shown] of [x, y].entries()) {
						const own = places.flatMap((place) => (place === null ? [] : [place[axis]]));
						const span = Math.max(...own) - Math.min(...own);
						for (const [i, place] of places.entries()) {
							expect(shown[i] === null).toBe(place === null);
							if (place === null) continue;
							const off = Math.abs((shown[i] as number) - place[axis]);
							expect(off).toBeLessThanOrEqual(1e-5 * Math.abs(place[axis]) + 1e-300);
							if (span > 0) expect(off).toBeLessThanOrEqual(1e-5 * span + 1e-300);
						}
					}
				}
			}),
		);
	});

	it("its words name each trace, and how many of its points are not drawn", () => {
		fc.assert(
			fc.property(chart, (own) => {
				for (const { trace, missing, explodesAt } of drawnTraces(own)) {
					expect(String(own)).toContain(`${trace.name}: `);
					if (missing > 0 && explodesAt === null) expect(String(own)).toContain(`${missing} not drawn`);
				}
			}),
		);
	});
});

describe("what is drawn", () => {
	const own = figure({ title: "t", x: "step", y: "loss", xRange: [0, 4], yRange: [0, 8] }, [
		{ name: "one", x: [0, 1, 2, 3, 4], y: [8, 4, Number.NaN, 2, 1] },
		{ name: "two", x: [2], y: [4], mode: "markers" },
	]);
	const root = pictureOf(own);
	const { plot } = layoutOf(own, drawnTraces(own));
	const at = (x: number, y: number) => [
		plot.left + ((plot.right - plot.left) * x) / 4,
		plot.bottom - ((plot.bottom - plot.top) * y) / 8,
	];
	const round = (pair: number[]) => pair.map((value) => Number(value.toFixed(1)));

	it("a curve goes through its points, and has a gap where one is missing", () => {
		const [curve] = drawnParts(root, "curve");
		expect(cornersOf(curve.attributes.d)).toEqual([at(0, 8), at(1, 4), at(3, 2), at(4, 1)].map(round));
		expect(curve.attributes.d.match(/M/g)).toHaveLength(2);
	});

	it("a mark lies around its point; title, names and numbers stand there as text", () => {
		const [marks] = drawnParts(root, "marks");
		const corners = cornersOf(marks.attributes.d);
		expect(Math.abs(corners[0][0] - at(2, 4)[0])).toBeLessThan(4);
		expect(Math.abs(corners[0][1] - at(2, 4)[1])).toBeLessThan(4);
		expect(textsOf(root)).toEqual(
			expect.arrayContaining(["t", "step", "loss", "one", "two", "0", "0.5", "1", "2", "4", "8"]),
		);
	});

	it("colour is not the only sign: marks and dashes differ, too", () => {
		const lines = figure(
			{ title: "t", x: "x", y: "y" },
			["a", "b", "c", "d", "e", "f"].map((name, k) => ({ name, x: [0, 1], y: [k, k], mode: "lines+markers" as const })),
		);
		const six = pictureOf(lines);
		expect(new Set(drawnParts(six, "curve").map(({ attributes }) => attributes["stroke-dasharray"])).size).toBe(6);
		const shapes = drawnParts(six, "marks").map(({ attributes }) =>
			attributes.d.slice(0, attributes.d.indexOf("M", 1)),
		);
		expect(new Set(shapes.map((d) => d.replace(/[^A-Za-z]/g, ""))).size).toBeGreaterThanOrEqual(5);
	});

	it("ticks are round numbers, written as one writes them", () => {
		const texts = (low: number, high: number) => {
			const one = figure({ title: "t", x: "x", y: "y" }, [{ name: "n", x: [low, high], y: [0, 1] }]);
			return part(pictureOf(one), "x-tick").map(({ text }) => text);
		};
		expect(texts(0, 1)).toEqual(["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"]);
		expect(texts(-3, 3)).toEqual(["−3", "−2", "−1", "0", "1", "2", "3"]);
		expect(texts(0, 1e-12)).toContain("2e−13");
		expect(texts(1e9, 1e9 + 5)).toContain("1000000003");
		expect(texts(1, 1 + 1e-12)).toContain("1.0000000000005");
		expect(texts(0, 5e7)).toContain("1e7");
		for (let power = -280; power < 300; power++)
			for (const text of texts(0, 5 * 10 ** power))
				expect(text, `10^${power}`).toMatch(/^\d{1,7}$|^\d\.0*\d\d?$|^\d(\.5)?e−?\d+$/);
	});

	it("a logarithmic axis has powers of ten, and leaves out what is not above 0", () => {
		const log = figure({ title: "t", x: "x", y: "y", yLog: true }, [
			{ name: "n", x: [0, 1, 2, 3], y: [1e-6, 0, -1, 1e3], mode: "markers" },
		]);
		const ticks = part(pictureOf(log), "y-tick").map(({ text }) => numberIn(text));
		expect(ticks.every((tick) => Number.isInteger(Math.log10(tick)))).toBe(true);
		expect(String(log)).toContain("2 not drawn, since no such number is on the axes");
		expect(modelOf(log).layout.yaxis).toMatchObject({ type: "log" });
	});

	it("a curve leaves the plot where the range ends, straight up to what is far away, and comes back", () => {
		const far = figure({ title: "t", x: "x", y: "y", yRange: [0, 1e-12] }, [
			{ name: "n", x: [0, 1, 2], y: [0, 1e300, 0] },
		]);
		const { plot: own } = layoutOf(far, drawnTraces(far));
		const [{ attributes }] = drawnParts(pictureOf(far), "curve");
		const [left, out, back, right] = cornersOf(attributes.d);
		expect(attributes.d.match(/M/g)).toHaveLength(2);
		expectWithin(own, [left, out, back, right]);
		expect([left[1], out[1], back[1], right[1]]).toEqual([own.bottom, own.top, own.top, own.bottom]);
		expect([out[0] - left[0], right[0] - back[0]].every((across) => across < 1)).toBe(true);
	});

	it("a hundred thousand points: no loop of calls that ends the stack, and a picture of less than 100 kB", () => {
		const n = 100_000;
		const x = Array.from({ length: n }, (_, k) => k);
		const y = x.map((k) => Math.sin(k / 3000) + (k === 54_321 ? 5 : 0));
		const svg = bundleOf(figure({ title: "t", x: "x", y: "y" }, [{ name: "n", x, y }]))["image/svg+xml"];
		expect(svg.length).toBeLessThan(100_000);
		// The one that stands out is still there.
		const tops = cornersOf(drawnParts(parseXml(svg), "curve")[0].attributes.d)
			.map(([, v]) => v)
			.sort((a, b) => a - b);
		expect(tops[1] - tops[0]).toBeGreaterThan(100);
		const marks = bundleOf(figure({ title: "t", x: "x", y: "y" }, [{ name: "n", x, y, mode: "markers" }]));
		expect(marks["image/svg+xml"].length).toBeLessThan(200_000);
		const columns = bundleOf(figure({ title: "t", x: "x", y: "y" }, [{ name: "n", x, y, mode: "bars" }]));
		expect(columns["image/svg+xml"].length).toBeLessThan(200_000);
	});

	it("bars stand on 0, those of several traces side by side", () => {
		const root = pictureOf(
			figure({ title: "t", x: "x", y: "y", xNames: ["a", "b"] }, [
				{ name: "one", x: [0, 1], y: [2, -1], mode: "bars" },
				{ name: "two", x: [0, 1], y: [4, 4], mode: "bars" },
			]),
		);
		const boxes = drawnParts(root, "bar").map(({ attributes }) => ({
			left: Number(attributes.x),
			right: Number(attributes.x) + Number(attributes.width),
			top: Number(attributes.y),
			height: Number(attributes.height),
		}));
		expect(boxes[2].height / boxes[0].height).toBeCloseTo(2, 1);
		expect(boxes[0].top + boxes[0].height).toBeCloseTo(boxes[1].top, 0);
		expect(boxes[2].left).toBeCloseTo(boxes[0].right, 0);
		expect(part(root, "x-tick").map(({ text }) => text)).toEqual(["a", "b"]);
	});

	it("bars that are all high stand on 0, too: twice as much is twice as high", () => {
		const root = pictureOf(bars({ title: "t", x: "x", y: "y" }, ["a", "b"], [50, 100]));
		const [a, b] = drawnParts(root, "bar").map(({ attributes }) => Number(attributes.height));
		expect(b / a).toBeCloseTo(2, 1);
	});

	it("long names below the axis stand aslant, and none leaves the picture", () => {
		const names = Array.from({ length: 14 }, (_, k) => `a rather long name ${k}`);
		const ticks = part(
			pictureOf(
				bars(
					{ title: "t", x: "x", y: "y" },
					names,
					names.map((_, k) => k),
				),
			),
			"x-tick",
		);
		expect(ticks.every(({ attributes }) => attributes.transform.startsWith("rotate(-35"))).toBe(true);
		for (const { text, attributes } of ticks)
			expect(Number(attributes.x)).toBeGreaterThan(text.length * 12 * 0.58 * 0.8);
	});

	it("what differs by little stays different, in Plotly's figure and in a landscape", () => {
		const x = [0, 1, 2, 3].map((k) => 1.7e9 + k);
		expect(modelOf(figure({ title: "t", x: "x", y: "y" }, [{ name: "n", x, y: x }])).data[0]).toMatchObject({
			x,
			y: x,
		});
		const far = { x: [1e9, 1e9 + 3], y: [0, 3], steps: 4 } as const;
		const { field } = landscape((a, b) => 1e9 + (a - 1e9) * b, far, { title: "t", x: "x", y: "y", height: "h" });
		expect(field?.x).toEqual([0, 1, 2, 3].map((k) => 1e9 + k));
		expect(field?.z[3]).toEqual([0, 3, 6, 9].map((k) => 1e9 + k));
	});

	it("a matrix: a cell for each entry that is a number, each with its number", () => {
		const root = pictureOf(
			heatMap(
				matrix([
					[1, Number.NaN, -3],
					[Number.POSITIVE_INFINITY, 0.5, 0],
				]),
				{ title: "t" },
			),
		);
		expect(part(root, "cells")[0].children).toHaveLength(4);
		expect(textsOf(part(root, "numbers")[0])).toEqual(["1", "NaN", "−3", "Infinity", "0.5", "0"]);
		const small = pictureOf(
			heatMap(matrix(Array.from({ length: 2 }, () => new Array(60).fill(0.123))), { title: "t" }),
		);
		expect(part(small, "numbers")).toEqual([]); // they would lie over each other
	});

	it("words at points stay in the picture", () => {
		const root = pictureOf(
			points({ title: "t", x: "x", y: "y" }, [
				{ name: "n", x: [0, 1, 2], y: [0, 1, 2], labels: ["at the very left", "b", "at the very right"] },
			]),
		);
		expect(part(root, "label").map(({ attributes }) => attributes["text-anchor"])).toEqual(["start", "middle", "end"]);
	});
});

describe("an explosion", () => {
	const loss = [3, 2.5, 2.8, 4, 9, 25, 1e4, 1e20, 1e150, Number.POSITIVE_INFINITY, Number.NaN];
	const own = figure({ title: "t", x: "step", y: "loss" }, [
		{ name: "calm", x: loss.map((_, k) => k), y: loss.map(() => 1) },
		{ name: "wild", x: loss.map((_, k) => k), y: loss },
	]);

	it("is drawn up to where it explodes, by both pictures, and says so", () => {
		expect(modelOf(own).data[1].y).toEqual([3, 2.5, 2.8, 4, 9, 25, null, null, null, null, null]);
		const root = pictureOf(own);
		expect(cornersOf(drawnParts(root, "curve")[1].attributes.d)).toHaveLength(6);
		expect(part(root, "label").map(({ text }) => text)).toEqual(["wild explodes ↑"]);
		expect(modelOf(own).layout.annotations).toMatchObject([{ x: 5, y: 25, text: "wild explodes ↑" }]);
		expect(String(own)).toContain("wild: 11 points, last NaN; it explodes, and is drawn up to 25 at 5");
	});

	it("numbers that are large and end as numbers are drawn, and a gap in the middle is no explosion", () => {
		for (const y of [
			[1, 10, 1e12],
			[1, Number.NaN, 2],
		])
			expect(String(figure({ title: "t", x: "x", y: "y" }, [{ name: "n", x: [0, 1, 2], y }]))).not.toContain(
				"explodes",
			);
	});

	it("on a logarithmic axis all of its numbers are drawn", () => {
		const log = figure({ title: "t", x: "x", y: "y", yLog: true }, [
			{ name: "wild", x: loss.map((_, k) => k), y: loss },
		]);
		expect(modelOf(log).data[0].y).toEqual([...loss.slice(0, 9), null, null]);
	});
});

describe("equal axes", () => {
	it("a unit is as long across as up, whatever the spans", () => {
		const side = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
		fc.assert(
			fc.property(side, side, (dx, dy) => {
				const own = figure({ title: "t", x: "x", y: "y", equalAxes: true }, [{ name: "n", x: [0, dx], y: [0, dy] }]);
				const { across, up, plot } = layoutOf(own, drawnTraces(own));
				const unit = (across.at(dx) - across.at(0)) / dx;
				expect((up[0].at(0) - up[0].at(dy)) / dy / unit).toBeCloseTo(1, 6);
				expectWithin({ left: 0, right: WIDTH, top: 0, bottom: 480 }, [
					[plot.left, plot.top],
					[plot.right, plot.bottom],
				]);
			}),
		);
	});

	it("in Plotly, too", () => {
		const plane = landscape(
			(x, y) => x + y,
			{ x: [0, 2], y: [0, 1] },
			{ title: "t", x: "x", y: "y", height: "h", equalAxes: true },
		);
		expect(modelOf(plane).layout.yaxis).toMatchObject({ scaleanchor: "x", scaleratio: 1, constrain: "domain" });
	});
});

describe("what cannot be drawn as it is meant is refused where it is made", () => {
	const T = { title: "t", x: "x", y: "y" };
	it.each([
		["lists of different lengths", () => figure(T, [{ name: "n", x: [1, 2], y: [1] }]), '"n" has 2 x and 1 y'],
		["labels for some", () => figure(T, [{ name: "n", x: [1], y: [1], labels: [] }]), "1 points and 0 labels"],
		["a range upside down", () => figure({ ...T, yRange: [1, 0] }, []), "yRange [1, 0] spans nothing"],
		["a range without an end", () => figure({ ...T, xRange: [0, Number.NaN] }, []), "xRange [0, NaN] spans nothing"],
		["a logarithm of 0", () => figure({ ...T, xLog: true, xRange: [0, 1] }, []), "never gets there"],
		["equal and logarithmic", () => figure({ ...T, xLog: true, equalAxes: true }, []), "a unit has no one length"],
	])("%s", (_, make, message) => {
		expect(make).toThrow(message);
	});
});

describe("a span", () => {
	it("is finite and never empty, and everything that can be drawn is in it", () => {
		fc.assert(
			fc.property(
				fc.array(fc.double({ min: -1e300, max: 1e300, noNaN: true })),
				fc.double({ min: 0, max: 1, noNaN: true }),
				(values, room) => {
					const [low, high] = spanOf(values, room);
					expect(high).toBeGreaterThan(low);
					expect(Number.isFinite(high - low)).toBe(true);
					expect(values.every((value) => value >= low && value <= high)).toBe(true);
				},
			),
		);
	});
});
