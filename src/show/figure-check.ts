/** A figure that cannot be drawn as it was meant is refused where it is made, and not drawn wrongly later. */
import { DataError } from "../errors";
import {
	type Field,
	type FigureData,
	type FigureOptions,
	isDrawable,
	LARGEST,
	type ListedTrace,
	MODES,
	SMALLEST,
} from "./figure-data";
import { givenChoice, givenFields, givenList, givenNumbers, givenRange, givenText } from "./given";

const EXAMPLE = '{ title: "loss", x: "step", y: "loss" }';
const TRACE = '{ name: "loss", x: [0, 1], y: [2, 1] }';
/** A span below such a share of its numbers has no ticks between them, a logarithmic one below such a share of a factor. */
const [THIN, LOG_THIN] = [1e-13, 1e-9];

/** What a figure is made of, as lists. @throws DataError for what cannot be drawn as it was meant */
export function checkedFigure(options: unknown, traces: unknown, field: unknown): FigureData {
	const titles = checkedOptions(options);
	const own = `figure "${titles.title}"`;
	const figure = {
		options: titles,
		traces: givenList(`${own}: traces`, traces, (where, trace) => checkedTrace(where, trace, own)),
		field: (field ?? null) === null ? null : checkedField(field, own),
	};
	checkSecondAxis(figure, own);
	checkNames(figure, own);
	return figure;
}

function checkedOptions(given: unknown): FigureOptions {
	const options = givenFields("figure: the options", given, EXAMPLE) as Record<string, unknown> & FigureOptions;
	const own = `figure "${givenText("figure: the title", options.title)}"`;
	for (const name of ["x", "y"] as const) givenText(`${own}: ${name}, the title of an axis,`, options[name]);
	if (options.y2 !== undefined) givenText(`${own}: y2, the title of an axis,`, options.y2);
	for (const name of ["xLog", "yLog", "equalAxes"] as const)
		givenChoice(`${own}: ${name}`, options[name], [true, false]);
	for (const name of ["xNames", "yNames"] as const)
		if (options[name] !== undefined) givenList(`${own}: ${name}`, options[name], givenText);
	for (const [axis, isLog] of [
		["x", options.xLog],
		["y", options.yLog],
		["y2", false],
	] as const)
		if (options[`${axis}Range`] !== undefined) checkRange(`${own}: ${axis}Range`, options[`${axis}Range`], isLog);
	if (options.equalAxes && (options.xLog || options.yLog))
		throw new DataError(`${own}: equal axes cannot be logarithmic: a unit has no one length there.`);
	return options;
}

/** @throws DataError for what an axis cannot span */
export function checkRange(where: string, given: unknown, isLog = false): void {
	const [low, high] = givenRange(where, given);
	const own = `${where} [${low}, ${high}]`;
	const reach = isLog ? `from ${SMALLEST} to ${LARGEST}` : `from ${-LARGEST} to ${LARGEST}`;
	if (!(low < high) || !Number.isFinite(low) || !Number.isFinite(high))
		throw new DataError(`${own} spans nothing. Give the lower end first.`);
	if (isLog && low <= 0)
		throw new DataError(`${own} begins at ${low}, and a logarithmic axis never gets there. Begin above 0.`);
	if (!isDrawable(low, isLog) || !isDrawable(high, isLog))
		throw new DataError(`${own} goes beyond what an axis can show, ${reach}. Take another unit.`);
	const size = Math.max(Math.abs(low), Math.abs(high));
	if (isLog ? high / low < 1 + LOG_THIN : high - low < Math.max(SMALLEST, THIN * size))
		throw new DataError(
			`${own} spans ${high - low}: too little for numbers between its ends. Widen it, or subtract ${low} from the numbers.`,
		);
}

function checkedTrace(where: string, given: unknown, figure: string): ListedTrace {
	const trace = givenFields(where, given, TRACE);
	const own = `${figure}: "${givenText(`${where}.name`, trace.name)}"`;
	const [x, y] = (["x", "y"] as const).map((axis) => givenNumbers(`${own}: ${axis}`, trace[axis]));
	if (x.length !== y.length)
		throw new DataError(`${own} has ${x.length} x and ${y.length} y. A point needs one of each.`);
	givenChoice(`${own}: mode`, trace.mode, MODES);
	givenChoice(`${own}: secondAxis`, trace.secondAxis, [true, false]);
	if (trace.labels !== undefined) {
		const labels = givenList(`${own}: labels`, trace.labels, givenText);
		if (labels.length !== x.length)
			throw new DataError(`${own} has ${x.length} points and ${labels.length} labels. Give each point one.`);
	}
	return { ...(trace as unknown as ListedTrace), x, y };
}

function checkedField(given: unknown, own: string): Field {
	const field = givenFields(`${own}: the field`, given, "{ x, y, z, kind, title }") as unknown as Field;
	givenText(`${own}: the field's title`, field.title);
	givenChoice(`${own}: the field's numbers`, field.numbers, [true, false]);
	givenChoice(`${own}: the field's kind`, field.kind ?? null, ["heat", "contour"]);
	const [x, y] = (["x", "y"] as const).map((axis) => {
		const places = givenNumbers(`${own}: the field's ${axis}`, field[axis]);
		if (places.some((place, k) => !isDrawable(place) || place <= places[k - 1]))
			throw new DataError(`${own}: the field's ${axis} must be numbers that rise, and is ${places.join(", ")}.`);
		return places;
	});
	const z = givenList(`${own}: the field's z`, field.z, givenNumbers);
	if (z.length !== y.length || z.some((row) => row.length !== x.length))
		throw new DataError(
			`${own}: the field's z has rows of ${z.map((row) => row.length).join(", ")}. ${y.length} y and ${x.length} x need ${y.length} rows of ${x.length}.`,
		);
	return { ...field, x, y, z };
}

function checkSecondAxis({ options: { y2, y2Range }, traces }: FigureData, own: string): void {
	const user = traces.find(({ secondAxis }) => secondAxis);
	if (user !== undefined && y2 === undefined)
		throw new DataError(`${own}: "${user.name}" is to stand on the second axis, which has no title. Give it as y2.`);
	if (user === undefined && (y2 ?? y2Range) !== undefined)
		throw new DataError(`${own}: no trace stands on the second axis. Give one secondAxis: true, or leave y2 out.`);
}

/** Where places have names, each has one. */
function checkNames({ options, traces, field }: FigureData, own: string): void {
	for (const axis of ["x", "y"] as const) {
		const names = options[`${axis}Names`];
		if (names === undefined) continue;
		const places = [
			...traces.filter(({ secondAxis }) => axis === "x" || !secondAxis),
			...(field === null ? [] : [field]),
		];
		for (const { [axis]: numbers } of places)
			for (const place of numbers)
				if (isDrawable(place) && !(place > -1 && place < names.length))
					throw new DataError(
						`${own}: ${axis}Names has ${names.length} name${names.length === 1 ? "" : "s"}, for places from 0 on, and none for ${place}. Name every place.`,
					);
	}
}
