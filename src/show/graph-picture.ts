/** What becomes of Graphviz's picture: steps are noted in it, hovering tells more, and text stands where it should. */
import type { Node } from "../graph/node";
import { type DrawnEdge, edgeNumbers, type Story } from "./graph-steps";
import { escapeXml } from "./svg";

/** The colours of values and of gradients, by which their texts are found in the picture. */
export const VALUE = "#0059a0";
export const GRADIENT = "#b01020";

/**
 * Notes in the picture in which step each part is seen or marked, and what a pointer that rests on it is told. The ids
 * have done their work and go: a page may hold many drawings.
 */
export function withSteps(svg: string, order: readonly Node[], edges: readonly DrawnEdge[], story: Story): string {
	return svg
		.replace(GROUP, (group: string, kind: string, digits: string) =>
			kind === "n"
				? nodeWithSteps(group, order[Number(digits)], story)
				: edgeWithSteps(group, edges[Number(digits)], story),
		)
		.replace(/ id="[^"]*"/g, "");
}

/** What Graphviz writes for a node or an edge: up to the comment before the next one, or to the end. */
const GROUP = /<g id="([ne])(\d+)"[^>]*>\n<title>[^<]*<\/title>[\s\S]*?(?=\n<!--|\n<\/g>\n<\/svg>)/g;

function nodeWithSteps(group: string, node: Node, { valueAt, gradientAt, output }: Story): string {
	const [value, gradient] = [valueAt.get(node), gradientAt.get(node)];
	const seen = seenFrom(seenFrom(centred(group), VALUE, value), GRADIENT, gradient);
	// The gradient of the output comes along no edge, so its step is the output's own.
	return noted(seen, node === output ? [value, gradient] : [value], String(node));
}

/**
 * Graphviz places a line of text by the widths of a font that this machine may not have. A line in one piece is centred
 * by the browser instead, whatever its font.
 */
function centred(group: string): string {
	const corners = [...(/ d="([^"]*)"/.exec(group)?.[1] ?? "").matchAll(/(-?[\d.]+),/g)].map(([, x]) => Number(x));
	const centre = /cx="([^"]*)"/.exec(group)?.[1] ?? (Math.min(...corners) + Math.max(...corners)) / 2;
	const lines = [...group.matchAll(/<text[^>]* y="([^"]*)"/g)].map(([, y]) => y);
	return group.replace(/text-anchor="start" x="[^"]*" y="([^"]*)"/g, (all, y) =>
		lines.filter((other) => other === y).length > 1 ? all : `text-anchor="middle" x="${centre}" y="${y}"`,
	);
}

function edgeWithSteps(group: string, edge: DrawnEdge, { edgeAt }: Story): string {
	const step = edgeAt.get(edge);
	return noted(seenFrom(group, GRADIENT, step), [step], edgeText(edge)).replace(
		/<path ([^>]*)stroke="black"([^>]*)\/>/,
		// A pointer hardly finds a thin line: a broad one that is not seen lies over it.
		(line, before, after) =>
			`${line}\n<path data-hover="" ${before}stroke="none" stroke-width="16" pointer-events="stroke"${after}/>`,
	);
}

function noted(group: string, marks: readonly (number | undefined)[], title: string): string {
	return group
		.replace(/ id="\w+"/, () => ` data-mark="${marks.filter((step) => step !== undefined).join(" ")}"`)
		.replace(/<title>[^<]*/, () => `<title>${escapeXml(title)}`);
}

function seenFrom(group: string, colour: string, step: number | undefined): string {
	return step === undefined
		? group
		: group.replace(new RegExp(`<text(?=[^>]*fill="${colour}")`, "g"), () => `<text data-from="${step}"`);
}

/** What the pointer is told on an edge. */
function edgeText({ input, gate, traced }: DrawnEdge): string {
	const ends = `${input.name} → ${gate.name}`;
	return traced === undefined ? ends : `${ends}. ${edgeNumbers(traced)}`;
}
