/** The comments at the top of a cell that speak to the compiler: `// @ts-nocheck`, `/// <reference lib="dom" />`. */
import ts from "typescript";

type Directed = ts.SourceFile & { checkJsDirective?: object };

/** tslab puts a line before the text of a cell, which takes these comments from the top, where alone they count. */
export function takeDirectives(cell: Directed): void {
	const begin = cell.text.indexOf("\n") + 1;
	const [comment] = /^(?:\s|\/\/.*$|\/\*[\s\S]*?\*\/)*/m.exec(cell.text.slice(begin)) ?? [""];
	if (!comment.includes("//")) return;
	const file: Directed = ts.createSourceFile("cell.ts", comment, ts.ScriptTarget.Latest);
	const { checkJsDirective } = file;
	const moved = (references: readonly ts.FileReference[]) =>
		references.map((each) => ({ ...each, pos: each.pos + begin, end: each.end + begin }));
	Object.assign(cell, {
		checkJsDirective,
		referencedFiles: moved(file.referencedFiles),
		typeReferenceDirectives: moved(file.typeReferenceDirectives),
		libReferenceDirectives: moved(file.libReferenceDirectives),
	});
}

/** What a cell refers to holds for the later ones, too: as lines that can stand at the top of another file. */
export function referencesOf(cell: ts.SourceFile): string[] {
	const folder = cell.fileName.replace(/[^/]*$/, "");
	const line = (kind: string, name: string) => `/// <reference ${kind}="${name}" />`;
	return [
		...cell.libReferenceDirectives.map(({ fileName }) => line("lib", fileName)),
		...cell.typeReferenceDirectives.map(({ fileName }) => line("types", fileName)),
		...cell.referencedFiles.map(({ fileName }) => line("path", /^\//.test(fileName) ? fileName : folder + fileName)),
	];
}
