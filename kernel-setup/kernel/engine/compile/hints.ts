/** What a beginner may have meant, where TypeScript's own words say too little. */
import ts from "typescript";
import { internals } from "./internals";

/** "Did you forget to use 'await'?" */
const FORGOTTEN_AWAIT = 2773;
const NAMES_NOT_FOUND = new Set([2304, 2552]);
const ARITHMETIC = new Set([2362, 2363, 2365]);
const GATES: Readonly<Record<string, string>> = {
	"+": "plus(a, b)",
	"-": "minus(a, b)",
	"*": "times(a, b), entry by entry, scale(a, 2) or matmul(A, B)",
	"/": "divide(a, b), entry by entry",
	"**": "power(a, 2)",
};

export interface Names {
	/** What can be imported. */
	has(name: string): boolean;
	/** From where. */
	module: string;
}

export function hintFor(diagnostic: ts.Diagnostic, checker: ts.TypeChecker, library: Names): string | undefined {
	const { file, start, code, relatedInformation = [] } = diagnostic;
	if (file === undefined || start === undefined) return undefined;
	const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ");
	const node = internals.getTouchingPropertyName(file, start);
	if (NAMES_NOT_FOUND.has(code) && ts.isIdentifier(node) && library.has(node.text))
		return `${node.text} is not imported: import { ${node.text} } from "${library.module}";`;
	if (relatedInformation.some((each) => each.code === FORGOTTEN_AWAIT) || isPromise(message))
		return "This is a promise, not yet its value: write await in front of it.";
	const operation = ARITHMETIC.has(code) ? operationAt(node) : undefined;
	if (operation !== undefined) {
		const sides = [operation.left, operation.right].map((side) => checker.getTypeAtLocation(side));
		const names = sides.map((type) => checker.typeToString(type));
		if (names.some((name) => name.startsWith("Promise<"))) return "This is a promise: write await in front of it.";
		const operator = operation.operatorToken.getText(file).replace(/(?<=.)=$/, "");
		if (sides.some((type) => /^(Matrix|Node|Parameter|Input|Operand)$/.test(type.symbol?.name ?? "")))
			return `TypeScript's operators are for numbers. Matrices and nodes have functions: ${GATES[operator] ?? "plus, minus, times, matmul"}, from "${library.module}".`;
		if (sides.some((type) => checker.isArrayType(type) || checker.isTupleType(type)))
			return `TypeScript's operators do not go over arrays: a.map((x) => x ${operator} 2) does, and with matrix([[1, 2]]) the functions of "${library.module}"${GATES[operator] === undefined ? "" : `, ${GATES[operator]}`}.`;
	}
	if (/'void'/.test(message) && code !== 2355)
		return "'void' is what a function without a return gives. Between braces only what stands after return is its value.";
	return undefined;
}

const isPromise = (message: string) =>
	/(on type|Type|of type|Argument of type) 'Promise</.test(message) &&
	!/type 'Promise<[^']*' \(|to type 'Promise</.test(message);

function operationAt(node: ts.Node): ts.BinaryExpression | undefined {
	for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
		if (ts.isBinaryExpression(at)) return at;
		if (ts.isStatement(at)) return undefined;
	}
	return undefined;
}
