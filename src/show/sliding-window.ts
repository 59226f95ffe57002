/** A window that slides over a sentence: which words the net sees for each token, padding included, and the class it is to say. */
import { DataError } from "../errors";
import { shown } from "../matrix/checks";
import type { Sentence } from "../ner/tags";
import { AFTER, BEFORE } from "../ner/vocabulary";
import { movedBetween, shortened, widthOf } from "./chart-text";
import { givenFields, givenList, givenText } from "./given";
import { SteppedPicture } from "./steps";
import { escapeXml, svgText } from "./svg";

const [HEIGHT, TOP, BOX, GAP, PRINT] = [180, 34, 34, 6, 14];
/** So wide at least, for what is written below. */
const LEAST = 280;

interface Box {
	readonly word: string;
	readonly x: number;
	readonly width: number;
	readonly isPadding: boolean;
}

/**
 * Draws the windows of a sentence, one step for each token.
 * @param width words in a window, odd
 * @throws DataError for an even window, and for what is no sentence
 */
export function slidingWindow(sentence: Sentence, width = 5): SteppedPicture {
	const own = givenFields("slidingWindow: the sentence", sentence, '{ tokens: ["in", "Paris"], tags: ["O", "B-LOC"] }');
	const tokens = givenList("slidingWindow: tokens", own.tokens, givenText);
	const tags = givenList("slidingWindow: tags", own.tags ?? [], givenText);
	if (!Number.isInteger(width) || width < 1 || width % 2 === 0)
		throw new DataError(`slidingWindow: a window of ${shown(width)} has no middle. Take an odd number, as 5.`);
	if (tokens.length === 0) throw new DataError("slidingWindow: the sentence has no words.");
	const reach = (width - 1) / 2;
	const padding = (sign: string) => Array.from({ length: reach }, () => sign);
	const boxes = boxesOf([...padding(BEFORE), ...tokens, ...padding(AFTER)], reach);
	const ends = boxes[boxes.length - 1].x + boxes[boxes.length - 1].width + GAP;
	const total = tags.reduce(
		(most, tag) => Math.max(most, Math.ceil(widthOf(tag, PRINT)) + 2 * GAP),
		Math.max(LEAST, ends),
	);
	const windows = tokens.map((_, k) => boxes.slice(k, k + width));
	const steps = windows.map(
		(own, k) =>
			`The window of “${tokens[k]}”: ${own.map(({ word }) => word).join(" · ")}. Its class: ${tags[k] ?? "not known"}.`,
	);
	const words = `A window of ${width} words over the sentence: ${tokens.join(" ")}`;
	const parts = [...boxes.map(boxSvg), ...windows.map((own, k) => windowSvg(own, reach, tags[k] ?? "?", k, total))];
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total} ${HEIGHT}" width="${total}" style="max-width:100%;height:auto" role="img" aria-label="${escapeXml(words)}" font-family="sans-serif" font-size="14" fill="#222"><rect width="${total}" height="${HEIGHT}" fill="#fff"/>${parts.join("")}</svg>`;
	return new SteppedPicture(svg, steps, words, 0);
}

function boxesOf(words: readonly string[], reach: number): Box[] {
	let x = GAP;
	return words.map((word, k) => {
		const box = {
			word,
			x,
			width: Math.ceil(widthOf(word, PRINT)) + 16,
			isPadding: k < reach || k >= words.length - reach,
		};
		x += box.width + GAP;
		return box;
	});
}

function boxSvg({ word, x, width, isPadding }: Box): string {
	const look = isPadding ? 'fill="#f2f2f2" stroke="#999" stroke-dasharray="4 3"' : 'fill="#fff" stroke="#777"';
	return `<rect x="${x}" y="${TOP}" width="${width}" height="${BOX}" rx="4" ${look}/>${label(x + width / 2, TOP + 22, word)}`;
}

/** The frame around the words of one window, the word in the middle, and the five columns that it becomes. */
function windowSvg(own: readonly Box[], reach: number, tag: string, step: number, total: number): string {
	const [first, middle, end] = [own[0], own[reach], own[own.length - 1]];
	const span = end.x + end.width - first.x;
	const frame = `<rect x="${first.x - 4}" y="${TOP - 6}" width="${span + 8}" height="${BOX + 12}" rx="6" fill="none" stroke="#0072b2" stroke-width="2.5"/>`;
	const center = `<rect x="${middle.x}" y="${TOP}" width="${middle.width}" height="${BOX}" rx="4" fill="#ffe0c2" stroke="#d55e00" stroke-width="2"/>${label(middle.x + middle.width / 2, TOP + 22, middle.word, 'font-weight="bold"')}`;
	const said = label(within(middle.x + middle.width / 2, tag, total), 20, tag, 'font-weight="bold" fill="#b04a00"');
	const column = Math.min(96, (total - 2 * GAP) / own.length);
	const begin = Math.max(
		GAP,
		Math.min(total - own.length * column - GAP, first.x + span / 2 - (own.length * column) / 2),
	);
	const blocks = own.map(({ word, isPadding }, i) => {
		const x = begin + i * column;
		const fill = i === reach ? "#ffe0c2" : isPadding ? "#f2f2f2" : "#e3f0fb";
		const text = shortened(word, column - 8);
		return `<rect x="${x}" y="118" width="${column}" height="${BOX}" fill="${fill}" stroke="#777"/>${label(x + column / 2, 140, text, 'font-size="12"')}`;
	});
	const vectors = `x: ${own.length} word vector${own.length === 1 ? "" : "s, one after the other"}`;
	const caption = label(within(begin + (own.length * column) / 2, vectors, total, 12), 168, vectors, 'font-size="12"');
	const arrow = `<path d="M${first.x + span / 2} ${TOP + BOX + 10}L${begin + (own.length * column) / 2} 112" stroke="#0072b2" stroke-width="1.5" fill="none"/>`;
	return `<g data-only="${step}"${step === 0 ? "" : ' visibility="hidden"'}>${frame}${center}${said}${arrow}${blocks.join("")}${caption}</g>`;
}

/** Where a text is centred that is to be in the picture. */
function within(x: number, text: string, total: number, print = PRINT): number {
	return x + movedBetween(x, widthOf(text, print), GAP, total - GAP);
}

function label(x: number, y: number, text: string, more = ""): string {
	return svgText(x, y, text, `text-anchor="middle" ${more}`);
}
