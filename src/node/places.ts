/** Where the project lies on disk: what is read at run time is found from here, whether compiled or not. */
import { existsSync } from "node:fs";
import path from "node:path";

/** The nearest folder above this file that holds a package.json. */
export const ROOT = (() => {
	// In another's bundle this file is nowhere.
	let folder = typeof __dirname === "string" ? __dirname : process.cwd();
	while (!existsSync(path.join(folder, "package.json")) && path.dirname(folder) !== folder)
		folder = path.dirname(folder);
	return folder;
})();
