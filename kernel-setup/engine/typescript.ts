/**
 * tslab's converter, served by the project's own TypeScript.
 *
 * tslab 1.0.22 was written against a fork of TypeScript 5.0. The converter asks the fork for six functions that the
 * real package does not export; with these added, the same converter runs on TypeScript 6, which starts three times
 * faster and is the version that the rest of the project is checked with. The module must be in `require.cache` before
 * tslab's converter loads, which is why nothing else here may import tslab first.
 */
import path from "node:path";
import ts from "typescript";
import { insertCheckpoints } from "./checkpoints";
import { KERNEL_TYPINGS, LIBRARY_TYPINGS, NODE_TYPINGS } from "./places";
import { watchedFiles } from "./watched-files";

/** Parts of the compiler that are there at run time and not in its declarations. */
interface Internals {
	nullTransformationContext: ts.TransformationContext;
	getTouchingPropertyName(file: ts.SourceFile, position: number): ts.Node;
	createTextSpanFromNode(node: ts.Node, file: ts.SourceFile): ts.TextSpan;
	typeToDisplayParts(checker: ts.TypeChecker, type: ts.Type, container: ts.Node): ts.SymbolDisplayPart[];
	getContainerNode(node: ts.Node): ts.Node;
	isExpressionNode(node: ts.Node): boolean;
	Completions: { getCompletionsAtPosition(...args: unknown[]): ts.CompletionInfo | undefined };
	SymbolDisplay: {
		getSymbolDisplayPartsDocumentationAndSymbolKind(
			checker: ts.TypeChecker,
			symbol: ts.Symbol,
			file: ts.SourceFile,
			container: ts.Node,
			node: ts.Node,
		): { displayParts: ts.SymbolDisplayPart[]; documentation: ts.SymbolDisplayPart[]; tags: ts.JSDocTagInfo[] };
	};
}
const internals = ts as unknown as typeof ts & Internals;

/** Compiler options of a cell: checked, but a learner need not annotate every parameter. */
const CELL_OPTIONS: ts.CompilerOptions = {
	strict: true,
	noImplicitAny: false,
	useUnknownInCatchVariables: false,
	target: ts.ScriptTarget.ES2022,
	lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts"],
	module: ts.ModuleKind.ESNext,
	moduleResolution: ts.ModuleResolutionKind.Bundler,
	allowImportingTsExtensions: false,
	types: ["node", "gradlab-kernel"],
	typeRoots: [NODE_TYPINGS, KERNEL_TYPINGS],
	paths: { gradlab: [LIBRARY_TYPINGS] },
	checkJs: false,
	skipLibCheck: true,
	inlineSourceMap: true,
	noImplicitUseStrict: undefined,
	disableTopLevelAwait: undefined,
};

/** Complaints that are about tslab's way of compiling, not about the learner's code. */
const NOT_THE_LEARNERS_FAULT = new Set([
	5097, // an import path may end in .ts: the kernel's loader takes it
	6059, // a file outside the notebook's folder is fine to import
	6307,
]);

function getPreEmitDiagnosticsOfFiles(program: ts.Program, files: readonly ts.SourceFile[]): ts.Diagnostic[] {
	const found = [...program.getGlobalDiagnostics()];
	for (const file of files) {
		const syntax = program.getSyntacticDiagnostics(file);
		// After a syntax error the checker's complaints are only its echo.
		found.push(...(syntax.length > 0 ? syntax : program.getSemanticDiagnostics(file)));
	}
	return found.filter((diagnostic) => !NOT_THE_LEARNERS_FAULT.has(diagnostic.code));
}

/** The tooltip of whatever stands at a position: signature and documentation. */
function getQuickInfoAtPosition(
	file: ts.SourceFile,
	checker: ts.TypeChecker,
	_token: unknown,
	position: number,
): ts.QuickInfo | undefined {
	const node = internals.getTouchingPropertyName(file, position);
	if (node === file) return undefined;
	const textSpan = internals.createTextSpanFromNode(node, file);
	const common = { kind: ts.ScriptElementKind.unknown, kindModifiers: "", textSpan };
	const symbol = checker.getSymbolAtLocation(node);
	if (symbol === undefined) {
		if (!internals.isExpressionNode(node)) return undefined;
		const type = checker.getTypeAtLocation(node);
		return {
			...common,
			displayParts: internals.typeToDisplayParts(checker, type, internals.getContainerNode(node)),
			documentation: type.symbol?.getDocumentationComment(checker),
			tags: type.symbol?.getJsDocTags(checker),
		};
	}
	const parts = internals.SymbolDisplay.getSymbolDisplayPartsDocumentationAndSymbolKind(
		checker,
		symbol,
		file,
		internals.getContainerNode(node),
		node,
	);
	return { ...common, displayParts: parts.displayParts, documentation: parts.documentation, tags: parts.tags };
}

/**
 * tslab emits every local module that a cell imports, once, and runs that copy. The kernel loads modules by itself
 * (see modules.ts), fresh after an edit, so only the cell is emitted.
 */
function emitCellOnly(builder: ts.BuilderProgram): void {
	const emit = builder.emit;
	builder.emit = (file, write, token, onlyDeclarations, transformers) => {
		if (file === undefined || path.basename(file.fileName) !== "__tslab__.ts")
			return { emitSkipped: true, diagnostics: [] };
		const before = [...(transformers?.before ?? []), spellOutShorthands(builder.getProgram().getTypeChecker())];
		return emit.call(builder, file, write, token, onlyDeclarations, { ...transformers, before });
	};
}

/**
 * tslab turns the variables of earlier cells into properties of `exports`, and overlooks `{ seed }`: that is spelt out
 * here, as `{ seed: exports.seed }`.
 */
function spellOutShorthands(checker: ts.TypeChecker): ts.TransformerFactory<ts.SourceFile> {
	return (context) => {
		const isEarlier = (declaration: ts.Declaration) =>
			path.basename(declaration.getSourceFile().fileName) === "__prev__.d.ts";
		const visit = (node: ts.Node): ts.Node => {
			if (ts.isShorthandPropertyAssignment(node)) {
				const symbol = checker.getShorthandAssignmentValueSymbol(node);
				if (symbol?.declarations?.some(isEarlier)) {
					const value = ts.factory.createPropertyAccessExpression(
						ts.factory.createIdentifier("exports"),
						node.name.text,
					);
					return ts.factory.createPropertyAssignment(node.name.text, value);
				}
			}
			return ts.visitEachChild(node, visit, context);
		};
		return (file) => ts.visitEachChild(file, visit, context);
	};
}

type WatchHost = ts.WatchCompilerHostOfFilesAndCompilerOptions<ts.BuilderProgram>;

function createWatchCompilerHost(files: string[], options: ts.CompilerOptions, ...rest: unknown[]): WatchHost {
	const create = ts.createWatchCompilerHost as unknown as (...args: unknown[]) => WatchHost;
	const host = create(files, { ...options, ...CELL_OPTIONS }, ...rest);
	ignoreTimerOfFailedLookups(host);
	let taken: WatchHost["afterProgramCreate"];
	Object.defineProperty(host, "afterProgramCreate", {
		get: () => taken,
		set: (take: (builder: ts.BuilderProgram) => void) => {
			taken = (builder) => {
				emitCellOnly(builder);
				take(builder);
			};
		},
	});
	return host;
}

/**
 * The compiler sets a timer before it looks again for modules that it did not find, and tslab knows of one timer only,
 * the one that rebuilds. It looks again at the next rebuild anyway, which is at the next cell.
 */
function ignoreTimerOfFailedLookups(host: WatchHost): void {
	const { setTimeout, clearTimeout } = host;
	const ignored = {};
	host.setTimeout = (callback, delay, ...args) =>
		args[0] === "timerToInvalidateFailedLookupResolutions" ? ignored : setTimeout?.(callback, delay, ...args);
	host.clearTimeout = (timer) => {
		if (timer !== ignored) clearTimeout?.(timer);
	};
}

/**
 * The second step of tslab's conversion, ES module → CommonJS. Its source map is kept, for error positions, and
 * imported names become plain assignments: tslab's getters could not be assigned again by a later cell.
 */
function transpileModule(input: string, options: ts.TranspileOptions): ts.TranspileOutput {
	const { noImplicitUseStrict: _dropped, ...compilerOptions } = options.compilerOptions ?? {};
	const output = ts.transpileModule(input, {
		...options,
		compilerOptions: { ...compilerOptions, sourceMap: true },
		transformers: { before: [insertCheckpoints] },
	});
	lastCellMaps = { toTypeScript: inlineMap(input), toModule: output.sourceMapText ?? "{}" };
	const outputText = output.outputText
		.replace(/^"use strict";/, "")
		.replace(
			/^Object\.defineProperty\(exports, "([^"]+)", \{ enumerable: true, get: function \(\) \{ return (.+?); \} \}\);/gm,
			(_all, name: string, value: string) => `exports.${name} = ${value};`,
		)
		.replace(/^\/\/# sourceMappingURL=.*$/m, "");
	return { ...output, outputText };
}

/** The two source maps of the cell that was converted last, innermost first. */
export interface CellMaps {
	toModule: string;
	toTypeScript: string;
}
let lastCellMaps: CellMaps = { toModule: "{}", toTypeScript: "{}" };

export function takeCellMaps(): CellMaps {
	return lastCellMaps;
}

function inlineMap(code: string): string {
	const base64 = /^\/\/# sourceMappingURL=data:application\/json;base64,(.*)$/m.exec(code)?.[1];
	return base64 === undefined ? "{}" : Buffer.from(base64, "base64").toString("utf8");
}

const forTslab = {
	...ts,
	sys: { ...ts.sys, watchFile: watchedFiles.watchFile, watchDirectory: watchedFiles.watchDirectory },
	createWatchCompilerHost,
	transpileModule,
	getDefaultTypeRoots: () => [NODE_TYPINGS],
	getPreEmitDiagnosticsOfFiles,
	getNullTransformationContext: () => internals.nullTransformationContext,
	getQuickInfoAtPosition,
	Completions: {
		...internals.Completions,
		getCompletionsAtPositionForTslab: (...args: unknown[]) =>
			internals.Completions.getCompletionsAtPosition(...args, undefined),
	},
};

const forkPath = require.resolve("@tslab/typescript-for-tslab", {
	paths: [path.dirname(require.resolve("tslab/package.json"))],
});
const standIn = { id: forkPath, filename: forkPath, loaded: true, exports: forTslab, children: [], paths: [] };
require.cache[forkPath] = standIn as unknown as NodeJS.Module;
