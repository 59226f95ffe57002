// @ts-check
/**
 * The library as an npm package, in dist/package, without the kernel and the lessons: what is compiled, its sources, and dist/esm,
 * the same as ES modules in few files, for bundlers and pages, with the compiled kernels in it, so that a bundle runs at full
 * speed wherever it lands. Its manifest names only the packages that the library itself imports.
 */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

const folder = path.join(ROOT, "dist/package");
rmSync(folder, { recursive: true, force: true });
/** What makes the compiled kernels and the vectors is of no use to anybody else. */
const isLeftOut = /fast[/\\]simd[/\\](assembly|compile\.mjs)|ner[/\\]data[/\\].*\.(py|mjs)$/;
for (const name of ["dist/src", "dist/esm", "src", "README.md", "LICENSE"])
	cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true, filter: (file) => !isLeftOut.test(file) });

const sources = readdirSync(path.join(ROOT, "src"), { recursive: true, encoding: "utf8" })
	.filter((file) => file.endsWith(".ts") && !isLeftOut.test(file))
	.map((file) => readFileSync(path.join(ROOT, "src", file), "utf8"));
/** @param {Record<string, string>} packages those that the library imports */
const imported = (packages) =>
	Object.fromEntries(
		Object.entries(packages).filter(([name]) =>
			sources.some((text) => text.includes(`from "${name}"`) || text.includes(`("${name}")`)),
		),
	);
const {
	private: _,
	scripts,
	bin,
	devDependencies,
	overrides,
	dependencies,
	optionalDependencies,
	...manifest
} = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
const own = {
	...manifest,
	dependencies: imported(dependencies),
	optionalDependencies: imported(optionalDependencies),
};
writeFileSync(path.join(folder, "package.json"), `${JSON.stringify(own, null, 2)}\n`);
