/** What a figure shows, in words: for who cannot see it, and for where no picture is shown. */
import type { DrawnTrace } from "./drawn";
import { type Field, type FigureData, fieldRange, shortNumber } from "./figure-data";

/** Its title, its axes, and of each trace how many points, the last one, and what is not drawn. */
export function figureWords({ options, field }: FigureData, drawn: readonly DrawnTrace[]): string {
	const { title, x, y } = options;
	return `${title} (${y} against ${x}). ${[...fieldWords(field), ...drawn.map(traceWords)].join("; ")}`;
}

function traceWords({ trace: { name, x, y }, places, missing, explodesAt }: DrawnTrace): string {
	if (y.length === 0) return `${name}: no points yet`;
	const points = `${name}: ${y.length} point${y.length === 1 ? "" : "s"}, last ${Number(y[y.length - 1].toPrecision(4))}`;
	if (explodesAt !== null)
		return `${points}; it explodes, and is drawn up to ${shortNumber(places[explodesAt]?.[1] ?? 0)} at ${shortNumber(x[explodesAt])}`;
	return missing === 0 ? points : `${points}; ${missing} not drawn, since no such number is on the axes`;
}

function fieldWords(field: Field | null): string[] {
	if (field === null) return [];
	const [low, high] = fieldRange(field.z);
	return [
		`${field.title}: ${field.y.length}×${field.x.length} values from ${shortNumber(low)} to ${shortNumber(high)}`,
	];
}
