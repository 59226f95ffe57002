/**
 * Where a learner's code can be stopped.
 *
 * Terminating code from outside breaks Node's bookkeeping of asynchronous contexts. So every loop in a cell, and in a
 * module beside it, looks at one number in shared memory each time round, and every `await` there goes on only while its
 * cell has not been interrupted. An interrupt is then an ordinary exception.
 */
import ts from "typescript";
import { Flag, flags } from "./interrupt-flags";
import { type CellRun, currentRun } from "./output";

export class KeyboardInterrupt extends Error {
	override name = "KeyboardInterrupt";
	constructor() {
		super("The cell was interrupted. What the cells computed so far is kept.");
		this.stack = undefined;
	}
}

const GLOBAL = "__gradlab";

/** The same code, between raising and lowering the flag that a signal may end it. A termination skips `finally`. */
export function markedAsScript(code: string): string {
	return `(() => { ${GLOBAL}.flags[${Flag.inScript}] = 1; try { return ${code}; } finally { ${GLOBAL}.flags[${Flag.inScript}] = 0; } })()`;
}

/** Puts what the inserted checkpoints call into reach. `isActive` tells whether a run is the cell at work. */
export function installCheckpoints(isActive: (run: CellRun | undefined) => boolean): void {
	const checkpoints = {
		flags,
		stop(): void {
			const run = currentRun.getStore();
			if (isActive(run) && run?.id === flags[Flag.interrupt]) throw new KeyboardInterrupt();
		},
		/** A promise of the same outcome, which never settles once the cell was interrupted. */
		wait(awaited: unknown): Promise<unknown> {
			const run = currentRun.getStore();
			return new Promise((resolve, reject) => {
				Promise.resolve(awaited).then(
					(value) => !run?.cancelled && resolve(value),
					(error) => !run?.cancelled && reject(error),
				);
			});
		},
	};
	Object.defineProperty(globalThis, GLOBAL, { value: checkpoints });
}

/** Inserts the checkpoints; works on TypeScript and on JavaScript. */
export const insertCheckpoints: ts.TransformerFactory<ts.SourceFile> = (context) => {
	const { factory: f } = context;
	const member = (name: string) => f.createPropertyAccessExpression(f.createIdentifier(GLOBAL), name);
	const wait = (expression: ts.Expression) =>
		f.createAwaitExpression(f.createCallExpression(member("wait"), undefined, [expression]));

	/** `if (__gradlab.flags[0] !== 0) __gradlab.stop();` */
	const check = () =>
		f.createIfStatement(
			f.createStrictInequality(
				f.createElementAccessExpression(member("flags"), Flag.interrupt),
				f.createNumericLiteral(0),
			),
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
