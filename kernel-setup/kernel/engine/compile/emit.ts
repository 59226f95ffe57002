/** From a checked cell to JavaScript: what tslab emits, mended where the kernel needs it otherwise. */
import ts from "typescript";
import { insertCheckpoints } from "./checkpoints";

type Transform = ts.TransformerFactory<ts.SourceFile>;

/**
 * tslab emits every local module that a cell imports, once, and runs that copy. The kernel loads modules by itself,
 * fresh after an edit (see modules.ts), so only the cell is emitted.
 */
export function emitOnly(
	isCell: (file: ts.SourceFile) => boolean,
	builder: ts.BuilderProgram,
	before: (checker: ts.TypeChecker) => Transform,
): void {
	const emit = builder.emit;
	builder.emit = (file, write, token, onlyDeclarations, transformers) => {
		if (file === undefined || !isCell(file)) return { emitSkipped: true, diagnostics: [] };
		const first = [...(transformers?.before ?? []), before(builder.getProgram().getTypeChecker())];
		return emit.call(builder, file, write, token, onlyDeclarations, { ...transformers, before: first });
	};
}

/**
 * tslab turns the variables of earlier cells into properties of `exports`, and overlooks `{ seed }`: that is spelt out
 * here, as `{ seed: exports.seed }`.
 */
export function spellOutShorthands(checker: ts.TypeChecker, isEarlier: (file: ts.SourceFile) => boolean): Transform {
	return (context) => {
		const visit = (node: ts.Node): ts.Node => {
			if (ts.isShorthandPropertyAssignment(node)) {
				const symbol = checker.getShorthandAssignmentValueSymbol(node);
				if (symbol?.declarations?.some((declaration) => isEarlier(declaration.getSourceFile()))) {
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
 * The second step of tslab's conversion, ES module → CommonJS. Its source map is kept, for error positions (`maps`,
 * the innermost first), and imported names become plain assignments: tslab's getters could not be assigned again by a later cell.
 */
export function transpileModule(input: string, options: ts.TranspileOptions): ts.TranspileOutput & { maps: string[] } {
	const { noImplicitUseStrict: _dropped, ...compilerOptions } = options.compilerOptions ?? {};
	const output = ts.transpileModule(input, {
		...options,
		compilerOptions: { ...compilerOptions, sourceMap: true },
		transformers: { before: [insertCheckpoints] },
	});
	const outputText = output.outputText
		.replace(/^"use strict";/, "")
		.replace(
			/^Object\.defineProperty\(exports, "([^"]+)", \{ enumerable: true, get: function \(\) \{ return (.+?); \} \}\);/gm,
			(_all, name: string, value: string) => `exports.${name} = ${value};`,
		)
		.replace(/^\/\/# sourceMappingURL=.*$/m, "");
	return { ...output, outputText, maps: [output.sourceMapText ?? "{}", inlineMap(input)] };
}

/** The source map that a compiler wrote into its output. */
function inlineMap(code: string): string {
	const base64 = /^\/\/# sourceMappingURL=data:application\/json;base64,(.*)$/m.exec(code)?.[1];
	if (base64 === undefined) return "{}";
	return new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
}
