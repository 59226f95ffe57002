/** Learners' own modules beside the notebook, compiled as cells are: interruptible, with their source map. */
import ts from "typescript";
import type { Source } from "../ports";
import { awaits, insertCheckpoints } from "./checkpoints";
import { mapIn } from "./emit";

export interface CompiledModule {
	/** The body of a CommonJS module. */
	code: string;
	source: Source;
	isEsModule: boolean;
	/** What it imports as values, if it is one. */
	imports: string[];
	/** It awaits at its top level: `module.done` says when it is done. */
	waits: boolean;
}

/** What an ES module finds in its scope, under names that nobody writes. */
const [EXPORTS, REQUIRE, IMPORT, META] = ["exports", "require", "import", "meta"].map((name) => `__gradlab_${name}`);

/** @param label how tracebacks call the file */
export function compileModule(
	file: string,
	text: string,
	label: string,
	options: ts.CompilerOptions = {},
): CompiledModule {
	const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	const isCommonJs = /\.c[jt]s$/.test(file);
	const waits = !isCommonJs && parsed.statements.some(awaits);
	const isEsModule = !isCommonJs && (ts.isExternalModule(parsed) || waits || /\.m[jt]s$/.test(file));
	const imports: string[] = [];
	const { outputText } = ts.transpileModule(text, {
		// The kernel decides what a file is, not the package.json beside it.
		fileName: file.replace(/\.[cm]([jt]s)$/, ".$1"),
		compilerOptions: {
			target: ts.ScriptTarget.ES2024,
			esModuleInterop: true,
			jsx: ts.JsxEmit.React,
			...options,
			module: ts.ModuleKind.CommonJS,
			moduleDetection: ts.ModuleDetectionKind.Auto,
			// It stays behind the code, where a debugger finds it.
			inlineSourceMap: true,
			inlineSources: true,
			sourceMap: false,
		},
		transformers: isEsModule
			? { before: [insertCheckpoints, ownImports], after: [ownNames(imports)] }
			: { before: [insertCheckpoints] },
	});
	const lines = outputText.split("\n").length;
	const source: Source = { label, maps: [mapIn(outputText)], lineOffset: 0, text, lines };
	if (!isEsModule) return { code: outputText, source, isEsModule, imports, waits };
	// On one line with the first of the code, so that lines count as the source map counts them.
	const scope = `"use strict"; const ${EXPORTS} = exports, { require: ${REQUIRE}, import: ${IMPORT}, meta: ${META} } = module.gradlab;`;
	const head = waits ? "module.done = (async function () {" : "(function () {";
	return { code: `${scope} ${head}${outputText}\n}).call();`, source, isEsModule, imports, waits };
}

/** `import(m)` and `import.meta` are the kernel's. */
const ownImports: ts.TransformerFactory<ts.SourceFile> = (context) => {
	const { factory: f } = context;
	const visit = (node: ts.Node): ts.Node => {
		if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) return f.createIdentifier(META);
		const inner = ts.visitEachChild(node, visit, context);
		return ts.isCallExpression(inner) && inner.expression.kind === ts.SyntaxKind.ImportKeyword
			? f.updateCallExpression(inner, f.createIdentifier(IMPORT), undefined, inner.arguments)
			: inner;
	};
	return (file) => ts.visitEachChild(file, visit, context);
};

/** An ES module may have variables called `require`, `exports` or `module`: what TypeScript writes gets other names. */
const ownNames =
	(imports: string[]): ts.TransformerFactory<ts.SourceFile> =>
	(context) => {
		const { factory: f } = context;
		const visit = (node: ts.Node): ts.Node => {
			if (ts.isIdentifier(node) && ts.getOriginalNode(node).pos < 0) {
				if (node.text === "exports") return f.createIdentifier(EXPORTS);
				if (node.text === "require") return f.createIdentifier(REQUIRE);
			}
			const inner = ts.visitEachChild(node, visit, context);
			if (ts.isCallExpression(inner) && ts.isIdentifier(inner.expression) && inner.expression.text === REQUIRE) {
				const [specifier] = inner.arguments;
				if (specifier !== undefined && ts.isStringLiteral(specifier)) imports.push(specifier.text);
			}
			return inner;
		};
		return (file) => ts.visitEachChild(file, visit, context);
	};
