/**
 * One variable per name.
 *
 * What a cell declares at its top level is one variable for every cell and every function: a box, an object with one
 * property of that name, which all of them hold. Every use of the name becomes a use of the box, `rate` → `$rate.rate`,
 * so a function sees what a later cell assigned, and a function declared again is what its earlier callers call.
 * A box for each name, and not one object with all of them, because such an object would become a slow dictionary once
 * it has many properties or loses one.
 *
 * This works on the JavaScript that TypeScript made of a cell, in which enums, namespaces, decorators and `using` have
 * become plain variables.
 */
import ts from "typescript";
import { CELL, importStatements } from "./cell-imports";
import {
	addImports,
	addNames,
	isMadeUp,
	isVar,
	lexicalNames,
	namesInside,
	nonReferences,
	Scope,
	varNames,
} from "./scopes";

const boxName = (name: string) => `$cell_${name}`;

/** What is known of a cell before its JavaScript is rewritten. */
export interface CellNames {
	/** What the cell declares at its top level. */
	own: ReadonlySet<string>;
	/** What earlier cells declare. */
	earlier: ReadonlySet<string>;
	/** For a text that is evaluated: what there is around it. */
	around?: ReadonlySet<string>;
	/** The statement whose value is the cell's. */
	last: ts.ExpressionStatement | undefined;
	/** Receives the names that each step of the cell defines: `$cell.at` counts the steps that are done. */
	steps: string[][];
	/** Receives what the cell imports. */
	imports: string[];
	/** Receives the variables that it uses and does not declare. */
	uses: string[];
}

/** `eval(text)` sees what is around it; `eval?.(text)` and any other call do not. */
const isDirectEval = (node: ts.Node): node is ts.CallExpression =>
	ts.isCallExpression(node) &&
	!ts.isCallChain(node) &&
	ts.isIdentifier(node.expression) &&
	node.expression.text === "eval" &&
	node.arguments.length > 0 &&
	!ts.isSpreadElement(node.arguments[0]);

export function shareVariables({
	own,
	earlier,
	around,
	last,
	steps,
	imports: imported,
	uses,
}: CellNames): ts.TransformerFactory<ts.SourceFile> {
	return (context) => (file) => {
		const { factory: f } = context;
		const used = new Set<string>();
		const skipped = new WeakSet<ts.Node>();
		const temporaries: ts.Identifier[] = [];

		const declared = varNames(file, lexicalNames(file.statements));
		for (const statement of file.statements) if (ts.isImportDeclaration(statement)) addImports(statement, declared);
		const shared = new Set([...declared].filter((name) => own.has(name)));
		const top = new Scope(around ?? new Set());

		const isSharedName = (name: string, scope: Scope) =>
			!scope.has(name) && (shared.has(name) || (earlier.has(name) && !declared.has(name)));
		const isShared = (name: ts.Identifier, scope: Scope) => !isMadeUp(name) && isSharedName(name.text, scope);

		/** `$cell_rate.rate` */
		function box(name: ts.Identifier): ts.Expression {
			used.add(name.text);
			const access = f.createPropertyAccessExpression(f.createIdentifier(boxName(name.text)), name.text);
			return ts.setSourceMapRange(access, ts.getSourceMapRange(name));
		}

		/** A function without a name takes that of the variable it is assigned to; the property of a box gives none. */
		function named(name: string, value: ts.Expression): ts.Expression {
			let inner = value;
			while (ts.isParenthesizedExpression(inner)) inner = inner.expression;
			const anonymous =
				ts.isArrowFunction(inner) ||
				((ts.isFunctionExpression(inner) || ts.isClassExpression(inner)) && inner.name === undefined);
			if (!anonymous) return value;
			const key = f.createComputedPropertyName(f.createStringLiteral(name));
			const property = f.createPropertyAssignment(name === "__proto__" ? key : name, value);
			return f.createPropertyAccessExpression(f.createObjectLiteralExpression([property]), name);
		}

		const assign = (target: ts.Expression, value: ts.Expression) => f.createAssignment(target, value);

		/** What is declared, as what is assigned to: a pattern of names becomes a pattern of boxes. */
		function target(name: ts.BindingName, scope: Scope): ts.Expression {
			if (ts.isIdentifier(name)) {
				if (isShared(name, scope)) return box(name);
				temporaries.push(name);
				return name;
			}
			const withDefault = (element: ts.BindingElement) => {
				const place = target(element.name, scope);
				if (element.initializer === undefined) return place;
				const value = visit(element.initializer, scope) as ts.Expression;
				return assign(place, ts.isIdentifier(element.name) ? named(element.name.text, value) : value);
			};
			if (ts.isArrayBindingPattern(name))
				return f.createArrayLiteralExpression(
					name.elements.map((element) => {
						if (ts.isOmittedExpression(element)) return element;
						const place = withDefault(element);
						return element.dotDotDotToken === undefined ? place : f.createSpreadElement(place);
					}),
				);
			return f.createObjectLiteralExpression(
				name.elements.map((element) => {
					const place = withDefault(element);
					if (element.dotDotDotToken !== undefined) return f.createSpreadAssignment(place);
					const { propertyName } = element;
					const key =
						propertyName === undefined
							? (element.name as ts.Identifier).text
							: ts.isComputedPropertyName(propertyName)
								? f.updateComputedPropertyName(propertyName, visit(propertyName.expression, scope) as ts.Expression)
								: propertyName;
					return f.createPropertyAssignment(key, place);
				}),
			);
		}

		/** A list of declarations as assignments; undefined where nothing is assigned. */
		function assignments(list: ts.VariableDeclarationList, scope: Scope): ts.Expression | undefined {
			const all: ts.Expression[] = [];
			for (const declaration of list.declarations) {
				const { name, initializer } = declaration;
				const place = target(name, scope);
				// `let x;` gives it undefined each time; `var x;` leaves it as it is.
				if (initializer === undefined && isVar(list)) continue;
				const value = initializer === undefined ? f.createVoidZero() : (visit(initializer, scope) as ts.Expression);
				const assignment = assign(place, ts.isIdentifier(name) ? named(name.text, value) : value);
				all.push(ts.setSourceMapRange(assignment, declaration));
			}
			return all.length === 0 ? undefined : all.reduce((left, right) => f.createComma(left, right));
		}

		function declares(list: ts.VariableDeclarationList, scope: Scope): boolean {
			const names = new Set<string>();
			for (const { name } of list.declarations) addNames(name, names);
			return [...names].some((name) => isSharedName(name, scope));
		}

		/**
		 * A call of a box's property would pass the box as `this`. V8 gives such a call the position of its parenthesis,
		 * and a call of a name that of the name: the map says so.
		 */
		function detached(callee: ts.Expression): ts.Expression {
			const { end } = ts.getSourceMapRange(callee);
			const start = end - (callee as ts.PropertyAccessExpression).name.text.length;
			const parentheses = f.createParenthesizedExpression(f.createComma(f.createNumericLiteral(0), callee));
			return ts.setSourceMapRange(parentheses, { pos: start, end: start });
		}

		function visit(node: ts.Node, outer: Scope): ts.Node {
			for (const child of nonReferences(node)) skipped.add(child);
			if (ts.isIdentifier(node)) return skipped.has(node) || !isShared(node, outer) ? node : box(node);

			const inside = namesInside(node);
			const scope = inside === undefined ? outer : new Scope(inside, outer);
			const children = <T extends ts.Node>(parent: T) =>
				ts.visitEachChild(parent, (child) => visit(child, scope), context);

			if (ts.isShorthandPropertyAssignment(node) && isShared(node.name, scope)) {
				const { name, objectAssignmentInitializer } = node;
				const value = box(name);
				const initializer = ts.visitNode(objectAssignmentInitializer, (child) => visit(child, scope)) as
					| ts.Expression
					| undefined;
				return f.createPropertyAssignment(
					f.createIdentifier(name.text),
					initializer === undefined ? value : assign(value, named(name.text, initializer)),
				);
			}
			if (ts.isVariableStatement(node) && declares(node.declarationList, scope)) {
				const expression = assignments(node.declarationList, scope);
				return expression === undefined
					? f.createEmptyStatement()
					: ts.setTextRange(f.createExpressionStatement(expression), node);
			}
			if (ts.isForStatement(node) && isDeclaring(node.initializer, scope)) {
				const initializer = assignments(node.initializer, scope);
				const { condition, incrementor, statement } = children(
					f.updateForStatement(node, undefined, node.condition, node.incrementor, node.statement),
				);
				return f.updateForStatement(node, initializer, condition, incrementor, statement);
			}
			if ((ts.isForOfStatement(node) || ts.isForInStatement(node)) && isDeclaring(node.initializer, scope)) {
				const place = target(node.initializer.declarations[0].name, scope);
				const { expression, statement } = children(node);
				return ts.isForOfStatement(node)
					? f.updateForOfStatement(node, node.awaitModifier, place, expression, statement)
					: f.updateForInStatement(node, place, expression, statement);
			}
			if (ts.isBinaryExpression(node) && ts.isIdentifier(node.left) && isShared(node.left, scope)) {
				const kind = node.operatorToken.kind;
				if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) {
					const right = visit(node.right, scope) as ts.Expression;
					return f.updateBinaryExpression(node, box(node.left), node.operatorToken, named(node.left.text, right));
				}
			}
			if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
				const { arguments: list } = children(node);
				const load = f.createPropertyAccessExpression(f.createIdentifier(CELL), "load");
				return ts.setTextRange(f.createCallExpression(load, undefined, list), node);
			}
			if (isDirectEval(node) && !scope.has("eval") && !declared.has("eval")) {
				const { expression, arguments: list } = children(node);
				const names = [...scope.all()].map((name) => f.createStringLiteral(name));
				const evaluated = f.createPropertyAccessExpression(f.createIdentifier(CELL), "evaluated");
				const text = f.createCallExpression(evaluated, undefined, [list[0], f.createArrayLiteralExpression(names)]);
				return f.updateCallExpression(node, expression, undefined, [text, ...list.slice(1)]);
			}
			if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
				return f.createPropertyAccessExpression(f.createIdentifier(CELL), "meta");
			const result = children(node);
			if (
				ts.isCallExpression(result) &&
				ts.isIdentifier((node as ts.CallExpression).expression) &&
				!ts.isIdentifier(result.expression)
			) {
				const callee = detached(result.expression);
				return ts.isCallChain(result)
					? f.updateCallChain(result, callee, result.questionDotToken, undefined, result.arguments)
					: f.updateCallExpression(result, callee, undefined, result.arguments);
			}
			if (
				ts.isTaggedTemplateExpression(result) &&
				ts.isIdentifier((node as ts.TaggedTemplateExpression).tag) &&
				!ts.isIdentifier(result.tag)
			)
				return f.updateTaggedTemplateExpression(result, detached(result.tag), undefined, result.template);
			return result;
		}

		function isDeclaring(
			initializer: ts.ForInitializer | undefined,
			scope: Scope,
		): initializer is ts.VariableDeclarationList {
			return (
				initializer !== undefined &&
				ts.isVariableDeclarationList(initializer) &&
				isVar(initializer) &&
				declares(initializer, scope)
			);
		}

		/** Counts a step that defines names. */
		function step(names: Set<string>): ts.Statement[] {
			const defined = [...names].filter((name) => shared.has(name));
			if (defined.length === 0) return [];
			steps.push(defined);
			const count = f.createPropertyAccessExpression(f.createIdentifier(CELL), "at");
			return [f.createExpressionStatement(assign(count, f.createNumericLiteral(steps.length)))];
		}

		/** `export … from "m"` loads the module, and names nothing here. */
		function reexported({ moduleSpecifier }: ts.ExportDeclaration): ts.Statement[] {
			if (moduleSpecifier === undefined) return [];
			imported.push((moduleSpecifier as ts.StringLiteral).text);
			return importStatements(f.createImportDeclaration(undefined, undefined, moduleSpecifier), 0, own, f);
		}

		function topLevel(statement: ts.Statement): ts.Statement[] {
			if (ts.isExportDeclaration(statement)) return reexported(statement);
			if (ts.isImportDeclaration(statement)) return [];
			const original = ts.getOriginalNode(statement);
			const defined = new Set<string>();
			if (ts.isVariableStatement(original))
				for (const { name } of original.declarationList.declarations) addNames(name, defined);
			else if (
				(ts.isClassDeclaration(original) || ts.isEnumDeclaration(original) || ts.isImportEqualsDeclaration(original)) &&
				original.name !== undefined
			)
				defined.add(original.name.text);
			if (ts.isVariableStatement(statement) && !isVar(statement.declarationList)) {
				const { declarationList } = statement;
				if (!declares(declarationList, top)) return [visit(statement, top) as ts.Statement];
				const expression = assignments(declarationList, top) as ts.Expression;
				return [ts.setTextRange(f.createExpressionStatement(expression), statement), ...step(defined)];
			}
			if (ts.isClassDeclaration(statement) && statement.name !== undefined && shared.has(statement.name.text)) {
				const { name, heritageClauses, members, modifiers } = visit(statement, top) as ts.ClassDeclaration;
				const value = f.createClassExpression(
					modifiers?.filter((modifier) => !ts.isDecorator(modifier)),
					name,
					undefined,
					heritageClauses,
					members,
				);
				const place = box(statement.name);
				const made = f.createExpressionStatement(assign(place, ts.setTextRange(value, statement)));
				return [made, ...step(defined)];
			}
			if (last !== undefined && ts.isExpressionStatement(statement) && ts.getOriginalNode(statement) === last) {
				const { expression } = visit(statement, top) as ts.ExpressionStatement;
				const value = f.createPropertyAccessExpression(f.createIdentifier(CELL), "value");
				return [ts.setTextRange(f.createExpressionStatement(assign(value, expression)), statement)];
			}
			// What `using` becomes.
			if (ts.isTryStatement(statement) && ts.getOriginalNode(statement).pos < 0) {
				const { tryBlock, catchClause, finallyBlock } = statement;
				const block = f.updateBlock(tryBlock, tryBlock.statements.flatMap(topLevel));
				const rest = (child: ts.Node | undefined) => child && visit(child, top);
				return [
					f.updateTryStatement(statement, block, rest(catchClause) as ts.CatchClause, rest(finallyBlock) as ts.Block),
				];
			}
			const visited = visit(statement, top) as ts.Statement;
			return ts.isEmptyStatement(visited) ? [] : [visited, ...step(defined)];
		}

		const imports = file.statements.filter(ts.isImportDeclaration).flatMap((declaration, index) => {
			const names = new Set<string>();
			addImports(declaration, names);
			imported.push((declaration.moduleSpecifier as ts.StringLiteral).text);
			return [...importStatements(declaration, index, own, f), ...step(names)];
		});
		const body = file.statements.flatMap(topLevel);
		const vars = [...varNames(file)].filter((name) => shared.has(name));
		const functions = file.statements.filter(ts.isFunctionDeclaration).map(({ name }) => name as ts.Identifier);
		const hoisted = functions.filter((name) => shared.has(name.text));
		for (const name of [...vars, ...hoisted.map(({ text }) => text)]) used.add(name);

		const call = (method: string, name: string) =>
			f.createExpressionStatement(
				f.createCallExpression(f.createPropertyAccessExpression(f.createIdentifier(CELL), method), undefined, [
					f.createStringLiteral(name),
				]),
			);
		uses.push(...[...used].filter((name) => !shared.has(name)));
		const boxes = [...used].map((name) =>
			f.createVariableDeclaration(
				boxName(name),
				undefined,
				undefined,
				f.createCallExpression(f.createPropertyAccessExpression(f.createIdentifier(CELL), "box"), undefined, [
					f.createStringLiteral(name),
				]),
			),
		);
		const list = (declarations: ts.VariableDeclaration[], flags: ts.NodeFlags) =>
			declarations.length === 0
				? []
				: [f.createVariableStatement(undefined, f.createVariableDeclarationList(declarations, flags))];
		return f.updateSourceFile(file, [
			// A text that is evaluated has the mode of what is around it, and its first value may be its only one.
			...(around === undefined ? [f.createExpressionStatement(f.createStringLiteral("use strict"))] : []),
			...list(boxes, ts.NodeFlags.Const),
			...list(
				temporaries.map((name) => f.createVariableDeclaration(name)),
				ts.NodeFlags.None,
			),
			...vars.map((name) => call("fresh", name)),
			...hoisted.map((name) => f.createExpressionStatement(assign(box(name), f.createIdentifier(name.text)))),
			...imports,
			...body,
		]);
	};
}
