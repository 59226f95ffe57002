/** A figure that cannot be drawn as it was meant is refused where it is made, and not drawn wrongly later. */
import { DataError } from "../errors";
import type { FigureData } from "./figure-data";

/** @throws DataError for lists of different lengths, a span that is none, and axes that contradict each other */
export function checkFigure({ options, traces, field }: FigureData): void {
	const own = `figure "${options.title}"`;
	for (const { name, x, y, labels } of traces) {
		if (x.length !== y.length)
			throw new DataError(`${own}: "${name}" has ${x.length} x and ${y.length} y. A point needs one of each.`);
		if (labels !== undefined && labels.length !== x.length)
			throw new DataError(`${own}: "${name}" has ${x.length} points and ${labels.length} labels. Give each point one.`);
	}
	for (const axis of ["x", "y"] as const)
		if (field?.[axis].some((place, k) => !Number.isFinite(place) || place <= field[axis][k - 1]))
			throw new DataError(`${own}: the field's ${axis} must be numbers that rise, and is ${field[axis].join(", ")}.`);
	if (field !== null && (field.z.length !== field.y.length || field.z.some((row) => row.length !== field.x.length)))
		throw new DataError(
			`${own}: the field's z has rows of ${field.z.map((row) => row.length).join(", ")}. ${field.y.length} y and ${field.x.length} x need ${field.y.length} rows of ${field.x.length}.`,
		);
	for (const [axis, range, isLog] of [
		["x", options.xRange, options.xLog],
		["y", options.yRange, options.yLog],
		["y2", options.y2Range, false],
	] as const) {
		if (range === undefined) continue;
		if (!(range[0] < range[1]) || !range.every(Number.isFinite))
			throw new DataError(`${own}: ${axis}Range [${range.join(", ")}] spans nothing. Give the lower end first.`);
		if (isLog && range[0] <= 0)
			throw new DataError(
				`${own}: ${axis}Range [${range.join(", ")}] begins at ${range[0]}, and a logarithmic axis never gets there. Begin above 0.`,
			);
	}
	if (options.equalAxes && (options.xLog || options.yLog))
		throw new DataError(`${own}: equal axes cannot be logarithmic: a unit has no one length there.`);
}
