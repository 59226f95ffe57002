/**
 * Where a learner's code can be stopped.
 *
 * Terminating code from outside breaks Node's bookkeeping of asynchronous contexts. So every loop in a cell, and in a
 * module beside it, looks at one number in shared memory each time round, and whatever goes on after an `await` looks
 * whether its cell was interrupted meanwhile. An interrupt is then an ordinary exception, or a wait without end;
 * run/interrupts.ts gives both.
 *
 * The forms are chosen by measurement. A loop leaves by `throw` of a global's value: any call there, though never made,
 * would keep V8 from holding the loop's numbers in registers (4 times slower). An `await` stays the native one: no
 * further turns of the queue, and its frame stays in the stack of an error.
 */
import ts from "typescript";
import { Flag } from "../ports";

/** The global variable that holds what the inserted code uses: `flags`, `isOver`, `first` and `never`. */
export const CHECKPOINTS = "__gradlab";
/** Reading this global variable makes an interruption. */
export const INTERRUPTION = "__gradlab_interruption";

/** Inserts the checkpoints; works on TypeScript and on JavaScript. */
export const insertCheckpoints: ts.TransformerFactory<ts.SourceFile> = (context) => {
	const { factory: f } = context;
	const member = (name: string) => f.createPropertyAccessExpression(f.createIdentifier(CHECKPOINTS), name);
	const isRaised = (flag: number) =>
		f.createStrictInequality(f.createElementAccessExpression(member("flags"), flag), f.createNumericLiteral(0));

	/** `if (__gradlab.flags[0] !== 0) throw __gradlab_interruption;` */
	const inLoop = () =>
		f.createIfStatement(isRaised(Flag.interrupt), f.createThrowStatement(f.createIdentifier(INTERRUPTION)));

	/** `__gradlab.flags[2] !== 0 && __gradlab.isOver()` */
	const isOver = () =>
		f.createLogicalAnd(isRaised(Flag.cancelled), f.createCallExpression(member("isOver"), undefined, []));
	const waitForever = () => f.createAwaitExpression(member("never"));

	/** `if (over) await __gradlab.never;` */
	const afterWait = () => f.createIfStatement(isOver(), f.createExpressionStatement(waitForever()));

	/** `__gradlab.first(await x, over && await __gradlab.never)` */
	const awaited = (node: ts.AwaitExpression) =>
		ts.setTextRange(
			f.createCallExpression(member("first"), undefined, [node, f.createLogicalAnd(isOver(), waitForever())]),
			node,
		);

	const guarded = (body: ts.Statement, first: ts.Statement): ts.Block =>
		f.createBlock([first, ...(ts.isBlock(body) ? body.statements : [body])], true);

	/** What an await rejected with must not wake a `catch` or a `finally` of code that is over. */
	const guardedBlock = (block: ts.Block): ts.Block => f.updateBlock(block, [afterWait(), ...block.statements]);

	const visit = (node: ts.Node): ts.Node => {
		const inner = ts.visitEachChild(node, visit, context);
		if (ts.isAwaitExpression(inner)) return awaited(inner);
		if (ts.isWhileStatement(inner))
			return f.updateWhileStatement(inner, inner.expression, guarded(inner.statement, inLoop()));
		if (ts.isDoStatement(inner))
			return f.updateDoStatement(inner, guarded(inner.statement, inLoop()), inner.expression);
		if (ts.isForStatement(inner)) {
			const { initializer, condition, incrementor, statement } = inner;
			return f.updateForStatement(inner, initializer, condition, incrementor, guarded(statement, inLoop()));
		}
		if (ts.isForInStatement(inner))
			return f.updateForInStatement(inner, inner.initializer, inner.expression, guarded(inner.statement, inLoop()));
		if (ts.isForOfStatement(inner)) {
			const { awaitModifier, initializer, expression, statement } = inner;
			const first = awaitModifier === undefined ? inLoop() : afterWait();
			return f.updateForOfStatement(inner, awaitModifier, initializer, expression, guarded(statement, first));
		}
		if (ts.isTryStatement(inner) && awaits((node as ts.TryStatement).tryBlock)) {
			const { tryBlock, catchClause, finallyBlock } = inner;
			const caught =
				catchClause &&
				f.updateCatchClause(catchClause, catchClause.variableDeclaration, guardedBlock(catchClause.block));
			return f.updateTryStatement(inner, tryBlock, caught, finallyBlock && guardedBlock(finallyBlock));
		}
		return inner;
	};
	return (file) => ts.visitEachChild(file, visit, context);
};

/** Whether a node waits itself, not only functions inside it. */
export function awaits(node: ts.Node): boolean {
	if (ts.isAwaitExpression(node)) return true;
	if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) return true;
	if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.AwaitUsing) === ts.NodeFlags.AwaitUsing)
		return true;
	if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node)) return false;
	return ts.forEachChild(node, awaits) ?? false;
}
