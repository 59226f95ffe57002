/** Loads tslab: what stands in `require.cache` under the name of its own compiler is taken for that. */
import path from "node:path";
import type { TslabModules } from "../engine/ports";

export function loadTslab(compiler: object): TslabModules {
	const paths = [path.dirname(require.resolve("tslab/package.json"))];
	const filename = require.resolve("@tslab/typescript-for-tslab", { paths });
	const standIn = { id: filename, filename, loaded: true, exports: compiler, children: [], paths: [] };
	require.cache[filename] = standIn as unknown as NodeJS.Module;
	const jupyter = require("tslab/dist/jupyter") as { lastWriteDisplayData: unknown };
	return {
		converter: require("tslab/dist/converter"),
		onDisplay: (show) => {
			jupyter.lastWriteDisplayData = show;
		},
	};
}
