/** What SVG pictures are made with. */

export function escapeXml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A picture as HTML with what it shows in words: front ends show a bare SVG without any. */
export function pictureHtml(svg: string, words: string): string {
	const data = Buffer.from(svg).toString("base64");
	return `<img src="data:image/svg+xml;base64,${data}" alt="${escapeXml(words)}" style="max-width:100%">`;
}

export function svgText(x: number, y: number, content: string, more = ""): string {
	return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escapeXml(content)}</text>`;
}

/** The colour in which a number can be read on a cell of such a share. */
export const inkOn = (share: number) => (Math.abs(share) > 0.6 ? "#fff" : "#222");

/** Blue below 0, white at 0, red above: distinct for colour-blind readers, too. */
export function divergingColour(share: number): string {
	const end = share < 0 ? [33, 102, 172] : [178, 24, 43];
	const part = Math.min(1, Math.abs(share));
	return `rgb(${end.map((channel) => Math.round(255 + (channel - 255) * part)).join(",")})`;
}
