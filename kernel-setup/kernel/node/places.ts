/** Where the kernel is, and where the library is that belongs to it, if one does. Found from here, whether compiled or not. */
import { existsSync } from "node:fs";
import path from "node:path";

/**
 * The kernel's home, the nearest folder above this file that holds a package.json: the project, or a copy of the kernel
 * alone (`gradlab kernel install`), which is laid out in the same way.
 */
export const HOME = (() => {
	let folder = __dirname;
	while (!existsSync(path.join(folder, "package.json")) && path.dirname(folder) !== folder)
		folder = path.dirname(folder);
	return folder;
})();

/** What can be imported from any folder: the code, and its declarations. */
export interface Library {
	readonly code: string;
	readonly typings: string;
}

/** gradlab's library. A copy of the kernel alone has none: there `gradlab` is a package like others, or not there. */
const LIBRARY = path.join(HOME, "dist/src/node/index");
/** A cell gets all of the library, whichever of its doors it names. */
export const DOORS = existsSync(`${LIBRARY}.js`) ? ["gradlab", "gradlab/course", "gradlab/node"] : [];
const TSLAB = require.resolve("tslab", { paths: [HOME] }).replace(/\.js$/, "");

export const LIBRARIES: Readonly<Record<string, Library>> = Object.fromEntries(
	[["tslab", TSLAB], ...DOORS.map((door) => [door, LIBRARY])].map(([name, file]) => [
		name,
		{ code: `${file}.js`, typings: `${file}.d.ts` },
	]),
);
/** What is compiled here: none of it is the learner's. */
export const COMPILED = path.join(HOME, "dist");
export const NODE_TYPINGS = path.join(HOME, "node_modules/@types");
export const KERNEL_TYPINGS = path.join(HOME, "kernel-setup/kernel/typings");
export const LOGOS = path.join(HOME, "kernel-setup/kernel/logo");
/** The process that a front end starts, in a home. */
export const hostIn = (home: string) => path.join(home, "dist/kernel-setup/kernel/node/main.js");
/** The folder of the notebook: Jupyter starts a kernel in it. A cell may go elsewhere; imports stay where they are. */
export const NOTEBOOK_FOLDER = process.cwd();

/** The notebook, where the client has told its name (Jupyter's server does), otherwise a name for a cell. */
export function notebookFile(): string {
	const name = path.basename(process.env.JPY_SESSION_NAME ?? "");
	return path.join(NOTEBOOK_FOLDER, name.endsWith(".ipynb") ? name : "cell.ts");
}
