// @ts-check
/**
 * What `npm pack` adds to the compiled library: dist/esm, the same as ES modules in few files, for bundlers and pages. The
 * compiled kernels are in it, so that a bundle runs at full speed wherever it lands.
 */
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

const ROOT = path.join(import.meta.dirname, "..");
const outdir = path.join(ROOT, "dist/esm");
if (!existsSync(path.join(ROOT, "dist/src/index.js"))) {
	process.stderr.write("The library is not compiled. Run: npm run setup\n");
	process.exit(1);
}
rmSync(outdir, { recursive: true, force: true });
await build({
	absWorkingDir: ROOT,
	entryPoints: { gradlab: "src/index.ts", course: "src/course/index.ts", node: "src/node/index.ts" },
	outdir,
	outExtension: { ".js": ".mjs" },
	bundle: true,
	splitting: true,
	format: "esm",
	target: "es2022",
	platform: "neutral",
	packages: "external",
	external: ["node:*"],
	define: { __dirname: "import.meta.dirname" },
	legalComments: "none",
	logLevel: "warning",
});
