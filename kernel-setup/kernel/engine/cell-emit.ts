/** From a checked cell to JavaScript: what tslab emits, mended where the kernel needs it otherwise. */
import path from "node:path";
import ts from "typescript";
import { insertCheckpoints } from "./checkpoints";

/**
 * tslab emits every local module that a cell imports, once, and runs that copy. The kernel loads modules by itself
 * (see modules.ts), fresh after an edit, so only the cell is emitted.
 */
export function emitCellOnly(builder: ts.BuilderProgram): void {
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

/**
 * The second step of tslab's conversion, ES module → CommonJS. Its source map is kept, for error positions, and
 * imported names become plain assignments: tslab's getters could not be assigned again by a later cell.
 */
export function transpileModule(input: string, options: ts.TranspileOptions): ts.TranspileOutput {
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
