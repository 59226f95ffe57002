import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { Mappings } from "../../kernel-setup/kernel/wire/mappings";
import { ROOT } from "../places";

/** Source maps of real code: a file of the project, through the same compiler as cells. */
function mapOf(file: string): { text: string; payload: SourceMapPayload } {
	const { outputText, sourceMapText } = ts.transpileModule(readFileSync(path.join(ROOT, file), "utf8"), {
		compilerOptions: { sourceMap: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
	});
	return { text: outputText, payload: JSON.parse(sourceMapText as string) as SourceMapPayload };
}

describe("mappings of a source map", () => {
	it.each(["kernel-setup/kernel/host/kernel.ts", "src/errors.ts"])("every place in %s, as Node finds it", (file) => {
		const { text, payload } = mapOf(file);
		const [own, nodes] = [new Mappings(payload.mappings), new SourceMap(payload)];
		const lines = text.split("\n");
		expect(lines.length).toBeGreaterThan(20);
		for (const [row, line] of lines.entries())
			for (let column = 0; column <= line.length; column++) {
				const entry = nodes.findEntry(row, column);
				const expected = "originalLine" in entry ? [entry.originalLine, entry.originalColumn] : undefined;
				expect(own.origin(row, column), `line ${row}, column ${column}`).toEqual(expected);
			}
	});

	it("code that came from nowhere has no origin", () => {
		const mappings = new Mappings("AAAA,C;;C");
		expect(mappings.origin(0, 0)).toEqual([0, 0]);
		expect(mappings.origin(0, 1)).toBeUndefined();
		expect(mappings.origin(2, 5)).toBeUndefined();
		expect(new Mappings("").origin(3, 0)).toBeUndefined();
	});
});
