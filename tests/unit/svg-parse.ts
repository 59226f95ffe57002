/** Reads pictures as a strict XML parser does. */
import { SaxesParser } from "saxes";

/** An element of a picture. */
export interface Element {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: Element[];
	/** The text in it and in what is in it. */
	text: string;
}

/** The root of an XML document. @throws Error where it is not well-formed, with the place */
export function parseXml(xml: string): Element {
	const parser = new SaxesParser();
	const document: Element = { name: "", attributes: {}, children: [], text: "" };
	const open = [document];
	parser.on("error", (error) => {
		throw error;
	});
	parser.on("opentag", ({ name, attributes }) => {
		const element: Element = {
			name,
			attributes: { ...(attributes as Record<string, string>) },
			children: [],
			text: "",
		};
		open[open.length - 1].children.push(element);
		open.push(element);
	});
	parser.on("text", (text) => {
		for (const element of open) element.text += text;
	});
	parser.on("closetag", () => {
		open.pop();
	});
	parser.write(xml).close();
	return document.children[0];
}

/** All elements in one, itself included, in the order of the document. */
export function elementsOf(root: Element): Element[] {
	return [root, ...root.children.flatMap(elementsOf)];
}

/** The elements of one name. */
export function named(root: Element, name: string): Element[] {
	return elementsOf(root).filter((element) => element.name === name);
}

/** The texts of a picture, one for each text element. */
export function textsOf(root: Element): string[] {
	return named(root, "text").map(({ text }) => text);
}
