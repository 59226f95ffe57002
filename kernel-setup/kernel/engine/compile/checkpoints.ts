/**
 * Where a learner's code can be stopped.
 *
 * Terminating code from outside breaks Node's bookkeeping of asynchronous contexts. So every loop in a cell, and in a
 * module beside it, looks at one number in shared memory each time round, and every `await` there goes on only while its
 * cell has not been interrupted. An interrupt is then an ordinary exception; run/interrupts.ts throws it.
 */
import ts from "typescript";

/** The global variable that holds what the inserted code calls: `flags`, `stop` and `wait`. */
export const CHECKPOINTS = "__gradlab";

/** Inserts the checkpoints; works on TypeScript and on JavaScript. */
export const insertCheckpoints: ts.TransformerFactory<ts.SourceFile> = (context) => {
	const { factory: f } = context;
	const member = (name: string) => f.createPropertyAccessExpression(f.createIdentifier(CHECKPOINTS), name);
	const wait = (expression: ts.Expression) =>
		f.createAwaitExpression(f.createCallExpression(member("wait"), undefined, [expression]));

	/** `if (__gradlab.flags[0] !== 0) __gradlab.stop();` */
	const check = () =>
		f.createIfStatement(
			f.createStrictInequality(f.createElementAccessExpression(member("flags"), 0), f.createNumericLiteral(0)),
			f.createExpressionStatement(f.createCallExpression(member("stop"), undefined, [])),
		);

	const guarded = (body: ts.Statement, first: ts.Statement): ts.Block =>
		f.createBlock([first, ...(ts.isBlock(body) ? body.statements : [body])], true);

	const visit = (node: ts.Node): ts.Node => {
		const inner = ts.visitEachChild(node, visit, context);
		if (ts.isAwaitExpression(inner)) return f.updateAwaitExpression(inner, wait(inner.expression).expression);
		if (ts.isWhileStatement(inner))
			return f.updateWhileStatement(inner, inner.expression, guarded(inner.statement, check()));
		if (ts.isDoStatement(inner)) return f.updateDoStatement(inner, guarded(inner.statement, check()), inner.expression);
		if (ts.isForStatement(inner)) {
			const { initializer, condition, incrementor, statement } = inner;
			return f.updateForStatement(inner, initializer, condition, incrementor, guarded(statement, check()));
		}
		if (ts.isForInStatement(inner)) {
			return f.updateForInStatement(inner, inner.initializer, inner.expression, guarded(inner.statement, check()));
		}
		if (ts.isForOfStatement(inner)) {
			const { awaitModifier, initializer, expression, statement } = inner;
			const first = awaitModifier === undefined ? check() : f.createExpressionStatement(wait(f.createVoidZero()));
			return f.updateForOfStatement(inner, awaitModifier, initializer, expression, guarded(statement, first));
		}
		return inner;
	};
	return (file) => ts.visitEachChild(file, visit, context);
};
