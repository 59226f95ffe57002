/** Cells compiled and run in this process, without sockets: hundreds of programs in seconds. */

import { createRequire } from "node:module";
import path from "node:path";
import { format } from "node:util";
import vm from "node:vm";
import { CellCompiler } from "../../kernel-setup/kernel/engine/compile/compiler";
import { Tslab } from "../../kernel-setup/kernel/engine/compile/tslab";
import { Sources } from "../../kernel-setup/kernel/engine/errors/sources";
import { Tracebacks } from "../../kernel-setup/kernel/engine/errors/tracebacks";
import { Help } from "../../kernel-setup/kernel/engine/help/help";
import { CellScope, Variables } from "../../kernel-setup/kernel/engine/run/variables";
import { files, typings } from "../../kernel-setup/kernel/node/files";
import { loadTslab } from "../../kernel-setup/kernel/node/tslab-modules";
import { LINES_BEFORE_CELL } from "../../kernel-setup/kernel/wire/engine-protocol";
import { ROOT } from "../places";

const scope = globalThis as Record<string, unknown>;
// What the checkpoints in cells look at; here nothing is ever interrupted.
scope.__gradlab ??= {
	flags: new Int32Array(3),
	isOver: () => false,
	first: (value: unknown) => value,
	never: new Promise(() => undefined),
};

/** Where lessons are: the project's own tsconfig is not meant for them. */
const system = { ...files.system, getCurrentDirectory: () => path.join(ROOT, "notebooks") };
const tslab = new Tslab({ files: { ...files, system }, typings, loadTslab });
const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

/** A notebook of its own. */
export class Cells {
	private readonly compiler = new CellCompiler(tslab);
	/** What a front end is told about a cell that is being written. */
	readonly help = new Help({ files, typings }, tslab, this.compiler);
	private readonly variables = new Variables();
	private readonly sources = new Sources(() => undefined);
	private readonly tracebacks = new Tracebacks(this.sources, { inspect: String });
	private count = 0;
	/** Everything that was printed, a line each. */
	readonly printed: string[] = [];

	/** Runs a cell; returns its value. @throws what the cell throws, an Error with all complaints if it does not compile */
	async run(code: string): Promise<unknown> {
		const compiled = this.compiler.compile(code);
		if ("complaints" in compiled)
			throw new Error(compiled.complaints.map(({ message, line }) => `${line}: ${message}`).join("\n"));
		const { script } = compiled;
		const name = `cell-${++this.count}`;
		this.sources.register(name, {
			label: `cell ${this.count}`,
			maps: [script.map],
			lineOffset: LINES_BEFORE_CELL,
			text: code,
		});
		const require = createRequire(path.join(ROOT, "tests/cell.ts"));
		const cell = new CellScope(this.variables, {
			require,
			prepare: () => undefined,
			module: require,
			isCurrent: () => true,
			folder: ROOT,
			file: path.join(ROOT, "cell.ts"),
			meta: {},
		});
		const parameters = "$cell, require, console";
		const source = `(${script.asynchronous ? "async " : ""}function (${parameters}) {${script.code}\n})`;
		const print = (...values: unknown[]) => void this.printed.push(format(...values));
		try {
			await vm.runInThisContext(source, { filename: name })(cell, require, { log: print });
		} finally {
			script.commit();
		}
		return script.hasValue ? cell.value : undefined;
	}

	/** `name (cell:line:column)` of each frame that a learner sees. */
	frames(error: unknown): string[] {
		return this.tracebacks
			.reportOf(error)
			.traceback.map((line) => line.replace(ESCAPES, ""))
			.filter((line) => line.startsWith("    at "))
			.map((line) => line.slice("    at ".length));
	}
}
