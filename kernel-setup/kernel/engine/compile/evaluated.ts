/** The text that a direct `eval` is given. It sees the variables around it, and those of the cells, which live in boxes. */
import ts from "typescript";
import { shareVariables } from "./shared-variables";

/**
 * @param locals what is around it is not the cells'
 * @param names the variables of the cells
 */
export function evaluated(code: string, locals: readonly string[], names: readonly string[]): string {
	if (!names.some((name) => code.includes(name))) return code;
	const share = shareVariables({
		own: new Set(),
		earlier: new Set(names),
		around: new Set(locals),
		last: undefined,
		steps: [],
		imports: [],
		uses: [],
	});
	const { outputText, diagnostics } = ts.transpileModule(code, {
		fileName: "eval.js",
		reportDiagnostics: true,
		compilerOptions: {
			target: ts.ScriptTarget.ESNext,
			module: ts.ModuleKind.ESNext,
			moduleDetection: ts.ModuleDetectionKind.Legacy,
			allowJs: true,
			alwaysStrict: false,
			ignoreDeprecations: "6.0",
		},
		transformers: { after: [share] },
	});
	// What is no JavaScript is for JavaScript to refuse.
	return diagnostics?.length ? code : outputText;
}
