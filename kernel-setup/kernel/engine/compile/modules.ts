/** Learners' own TypeScript beside the notebook, compiled as cells are: interruptible, with its source map. */
import ts from "typescript";
import type { Source } from "../ports";
import { insertCheckpoints } from "./checkpoints";

/** @param label how tracebacks call the file */
export function compileModule(file: string, text: string, label: string): { code: string; source: Source } {
	const { outputText, sourceMapText } = ts.transpileModule(text, {
		fileName: file,
		compilerOptions: {
			module: ts.ModuleKind.CommonJS,
			target: ts.ScriptTarget.ES2024,
			esModuleInterop: true,
			sourceMap: true,
		},
		transformers: { before: [insertCheckpoints] },
	});
	return { code: outputText, source: { label, maps: [sourceMapText ?? "{}"], lineOffset: 0, text } };
}
