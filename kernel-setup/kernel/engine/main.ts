/** The engine: compiles and runs cells for the host, which started this process. */

import type { EngineRequest, ExecuteAnswer } from "../wire/engine-protocol";
import { CellCompiler } from "./compiler";
import { bundleOf, clearOutput, displayApi, fromTslab } from "./display";
import { listen, prompt } from "./inbox";
import { forgetEditedModules, installLoader } from "./modules";
import { currentRun, owner, redirectPrinting, say } from "./output";
import { failActive, listenForInterrupts, runScript } from "./runner";
import { compileReport, reportOf, whereThrown } from "./tracebacks";

const compiler = new CellCompiler();

async function execute(request: EngineRequest & { op: "execute" }): Promise<ExecuteAnswer> {
	const answer: ExecuteAnswer = {};
	try {
		const label = `cell ${request.count}`;
		forgetEditedModules();
		const compiled = compiler.compile(request.code);
		if ("complaints" in compiled) return { error: compileReport(compiled.complaints, label, request.code) };
		const result = await runScript(compiled.script, request.cell, label, request.code);
		if (result !== undefined && result.value !== undefined) {
			const data = await bundleOf(result.value);
			answer.text = typeof data["text/plain"] === "string" ? data["text/plain"] : undefined;
			say({ type: "result", cell: request.cell, data });
		}
	} catch (error) {
		return { error: reportOf(error) };
	}
	answer.expressions = await evaluate(request);
	return answer;
}

/** user_expressions: each one gets a value or an error, and leaves no trace in the state. */
async function evaluate({ cell, expressions }: EngineRequest & { op: "execute" }): Promise<Record<string, unknown>> {
	const values: Record<string, unknown> = {};
	for (const [name, expression] of Object.entries(expressions)) {
		try {
			const compiled = compiler.compile(`(${expression})`);
			if ("complaints" in compiled) throw compileReport(compiled.complaints, "expression", expression);
			const script = { ...compiled.script, commit: () => undefined };
			const result = await runScript(script, cell, "expression", expression);
			values[name] = { status: "ok", data: await bundleOf(result?.value), metadata: {} };
		} catch (error) {
			values[name] = { status: "error", ...(error instanceof Error ? reportOf(error) : (error as object)) };
		}
	}
	return values;
}

function answerTo(request: EngineRequest): unknown {
	switch (request.op) {
		case "execute":
			return execute(request);
		case "complete":
			return compiler.complete(request.code, request.position);
		case "inspect": {
			const text = compiler.inspect(request.code, request.position);
			return { found: text !== undefined, data: text === undefined ? {} : { "text/plain": text } };
		}
		case "is_complete":
			return compiler.isComplete(request.code);
	}
}

/** Completion of half-written code may trip the compiler: then there is nothing to offer, and nothing to report. */
function nothingFor(request: EngineRequest): unknown {
	const position = "position" in request ? request.position : 0;
	return { start: position, end: position, matches: [], found: false, data: {}, status: "unknown" };
}

listen(async (request) => {
	let content: unknown;
	try {
		content = await answerTo(request);
	} catch (error) {
		content = request.op === "execute" ? { error: reportOf(error) } : nothingFor(request);
	}
	say({ type: "answer", id: request.id, content });
});

function atTheTop(error: unknown): void {
	const run = currentRun.getStore();
	if (failActive(run, error)) return;
	say({ type: "error", cell: run?.id ?? owner(), error: reportOf(error) });
}

process.on("uncaughtException", atTheTop);
process.on("unhandledRejection", atTheTop);

const jupyter = require("tslab/dist/jupyter") as { lastWriteDisplayData: typeof fromTslab };
jupyter.lastWriteDisplayData = fromTslab;
// The library asks by this symbol where an answer to an exercise went wrong.
Object.assign(globalThis, { display: displayApi, clearOutput, prompt, [Symbol.for("gradlab.where")]: whereThrown });
installLoader();
listenForInterrupts();
redirectPrinting();
compiler.compile("");
say({ type: "ready" });
