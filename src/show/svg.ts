/** What SVG pictures are made with. */

const SPECIAL = /[&<>"'\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu;
/** What XML cannot hold at all, not even escaped: control characters, and half a pair of surrogates. */
const UNSPEAKABLE = /[^\t\n\r&<>"']/;

/** Text that stands in a picture or a page as it is: nothing in it is markup, and what XML cannot hold is shown as \uFFFD. */
export function escapeXml(text: string): string {
	return text.replace(SPECIAL, (one) => (UNSPEAKABLE.test(one) ? "\uFFFD" : `&#${one.charCodeAt(0)};`));
}

/** A picture as HTML with what it shows in words: front ends show a bare SVG without any. */
export function pictureHtml(svg: string, words: string): string {
	const data = btoa(Array.from(new TextEncoder().encode(svg), (byte) => String.fromCharCode(byte)).join(""));
	return `<img src="data:image/svg+xml;base64,${data}" alt="${escapeXml(words)}" style="max-width:100%">`;
}

export function svgText(x: number, y: number, content: string, more = ""): string {
	return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escapeXml(content)}</text>`;
}

/** The colour in which a number can be read on a cell of such a share. */
export const inkOn = (share: number) => (Math.abs(share) > 0.6 ? "#fff" : "#222");

/** The ground of what has no value to draw: no colour of the scale, so it is not taken for a 0. */
export const NO_VALUE = "#c8c8c8";

/** Blue below 0, white at 0, red above: distinct for colour-blind readers, too. */
export function divergingColour(share: number): string {
	if (Number.isNaN(share)) return NO_VALUE;
	const end = share < 0 ? [33, 102, 172] : [178, 24, 43];
	const part = Math.min(1, Math.abs(share));
	return `rgb(${end.map((channel) => Math.round(255 + (channel - 255) * part)).join(",")})`;
}
