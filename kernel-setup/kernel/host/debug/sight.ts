/** What can be seen from where the program stands: scopes, the variables of the notebook, the values of expressions. */
import type { Evaluated } from "../../wire/inspector-protocol";
import type { Inspector } from "./inspector";
import type { Stand } from "./stand";
import { typeOf, type Values, type Variable } from "./variables";

/** The engine gives all variables of the cells under this name (engine/run/debugging.ts). */
const VARIABLES = 'globalThis[Symbol.for("gradlab.variables")]';

export class Sight {
	constructor(
		private readonly inspector: Inspector,
		private readonly stand: Stand,
		private readonly values: Values,
	) {}

	scopes(frameId: number): object {
		const call = this.stand.frame(frameId);
		if (call === undefined) throw new Error(`there is no frame ${frameId} now`);
		const global = call.scopeChain.findIndex(({ type }) => type === "global" || type === "script");
		const chain = call.scopeChain.slice(0, global < 0 ? undefined : global);
		const local = chain.findIndex(({ type }) => type === "local") + 1 || chain.length;
		const named = (name: string, scopes: typeof chain) => ({
			name,
			expensive: false,
			variablesReference: this.values.keep(() => this.values.inScopes(scopes.map(({ object }) => object))),
		});
		const scopes = [named("Here", chain.slice(0, local))];
		if (chain.length > local) scopes.push(named("Around", chain.slice(local)));
		scopes.push({ name: "Notebook", expensive: false, variablesReference: this.values.keep(() => this.notebook()) });
		return { scopes };
	}

	/** All variables of the cells. */
	async notebook(): Promise<Variable[]> {
		const { result } = await this.inspector.ask<Evaluated>("Runtime.evaluate", { expression: `${VARIABLES}.all()` });
		return result.objectId === undefined ? [] : this.values.properties(result.objectId);
	}

	async evaluate(expression: string, frameId: unknown): Promise<object> {
		const evaluated = await this.valueOf(expression, frameId);
		const { value, variablesReference } = this.values.describe(expression, evaluated);
		return { result: value, type: typeOf(evaluated), variablesReference };
	}

	async rich(name: string, frameId: unknown): Promise<object> {
		const value = await this.valueOf(name, frameId);
		const text =
			value.objectId === undefined
				? this.values.describe(name, value).value
				: (
						await this.inspector.ask<Evaluated>("Runtime.callFunctionOn", {
							objectId: value.objectId,
							functionDeclaration: `function () { return ${VARIABLES}.describe(this); }`,
							returnByValue: true,
						})
					).result.value;
		return { data: { "text/plain": text }, metadata: {} };
	}

	private async valueOf(expression: string, frameId: unknown): Promise<Evaluated["result"]> {
		const call = this.stand.frame(frameId);
		const where = call === undefined ? {} : { callFrameId: call.callFrameId };
		const method = call === undefined ? "Runtime.evaluate" : "Debugger.evaluateOnCallFrame";
		const quiet = { silent: true };
		// The variables of the cells live in boxes: while the expression is evaluated they are names of the world.
		await this.inspector.ask("Runtime.evaluate", { expression: `${VARIABLES}.expose()`, ...quiet });
		try {
			const { result, exceptionDetails } = await this.inspector.ask<Evaluated>(method, {
				expression,
				...where,
				...quiet,
			});
			if (exceptionDetails === undefined) return result;
			const { text, exception } = exceptionDetails;
			throw new Error(exception?.description?.split("\n")[0] ?? text);
		} finally {
			await this.inspector.ask("Runtime.evaluate", { expression: `${VARIABLES}.hide()`, ...quiet });
		}
	}
}
