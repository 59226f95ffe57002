/** The kernel's card: what a front end asks for first. */
import { PROTOCOL_VERSION } from "../wire/message";
import type { About } from "./ports";

export function kernelInfo({ version, typescript, runtime, engine, debugger: debug }: About) {
	return {
		protocol_version: PROTOCOL_VERSION,
		implementation: "gradlab",
		implementation_version: version,
		banner: `gradlab ${version}: TypeScript ${typescript} on ${runtime}, engine ${engine}`,
		help_links: [{ text: "TypeScript handbook", url: "https://www.typescriptlang.org/docs/handbook/intro.html" }],
		supported_features: debug ? ["debugger"] : [],
		language_info: {
			name: "typescript",
			version: typescript,
			mimetype: "text/typescript",
			file_extension: ".ts",
			codemirror_mode: { name: "javascript", typescript: true },
			pygments_lexer: "typescript",
			nbconvert_exporter: "script",
		},
	};
}
