/** The kernel's card: what a front end asks for first. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../node/places";
import { PROTOCOL_VERSION } from "../wire/message";

interface Package {
	version: string;
	dependencies: Record<string, string>;
}

const { version, dependencies } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as Package;

export function kernelInfo() {
	return {
		protocol_version: PROTOCOL_VERSION,
		implementation: "gradlab",
		implementation_version: version,
		banner: `gradlab ${version}: TypeScript ${dependencies.typescript} on Node ${process.versions.node}, engine tslab ${dependencies.tslab}`,
		help_links: [{ text: "TypeScript handbook", url: "https://www.typescriptlang.org/docs/handbook/intro.html" }],
		supported_features: [],
		language_info: {
			name: "typescript",
			version: dependencies.typescript,
			mimetype: "text/typescript",
			file_extension: ".ts",
			codemirror_mode: { name: "javascript", typescript: true },
			pygments_lexer: "typescript",
			nbconvert_exporter: "script",
		},
	};
}
