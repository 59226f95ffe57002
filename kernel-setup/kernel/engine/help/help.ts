/** Help for whoever writes a cell: what may stand at the cursor, and what the name there means. */
import type { CompletionAnswer, MimeBundle } from "../../wire/engine-protocol";
import type { CellCompiler } from "../compile/compiler";
import type { Tslab } from "../compile/tslab";
import type { EnginePorts } from "../ports";
import { completionsAt } from "./completion";
import { inspectAt } from "./inspection";
import { exportsOf, withLibrary } from "./library-names";
import { sourceOf } from "./sources";

export class Help {
	constructor(
		private readonly ports: Pick<EnginePorts, "files" | "typings">,
		private readonly tslab: Tslab,
		private readonly compiler: Pick<CellCompiler, "declared" | "cellOf">,
	) {}

	/** Positions count UTF-16 units. */
	complete(code: string, position: number): CompletionAnswer {
		const { files, typings } = this.ports;
		const { declared } = this.compiler;
		const view = this.tslab.view(declared, code);
		const { answer, inScope } = completionsAt(view, files.system, code, position);
		const modules = typings.offered;
		if (inScope === undefined || modules.length === 0) return answer;
		const names = (word: string) => exportsOf(this.tslab.view(declared, `import ${JSON.stringify(modules[0])};`), word);
		return withLibrary({ code, position, answer, inScope, names, modules, ...view });
	}

	/** @param detail 1 shows the source as well */
	inspect(code: string, position: number, detail: 0 | 1): MimeBundle | undefined {
		const { system } = this.ports.files;
		const finder = { system, cellOf: (name: string) => this.compiler.cellOf(name) };
		const view = this.tslab.view(this.compiler.declared, code);
		return inspectAt(view, position, detail === 1 ? (symbol) => sourceOf(symbol, view, finder) : undefined);
	}
}
