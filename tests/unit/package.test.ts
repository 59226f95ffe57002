/** What somebody gets who installs the library from npm: its contents, its types, and what bundlers make of it. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../places";
import { temporaryFolder } from "../temporary";

const folder = temporaryFolder("package");
const project = path.join(folder, "project");
const run = (...args: string[]) => execFileSync(process.execPath, args, { cwd: project, encoding: "utf8" }).trim();
let packed: string[] = [];

beforeAll(() => {
	execFileSync(process.execPath, [path.join(ROOT, "kernel-setup/package.mjs")]);
	const npm = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
	const [report] = JSON.parse(
		execFileSync("npm", npm, {
			cwd: path.join(ROOT, "dist/package"),
			encoding: "utf8",
			shell: process.platform === "win32",
		}),
	) as { filename: string; files: { path: string }[] }[];
	packed = report.files.map((file) => file.path);
	mkdirSync(path.join(project, "node_modules"), { recursive: true });
	execFileSync("tar", ["-xzf", path.join(folder, report.filename), "-C", folder]);
	cpSync(path.join(folder, "package"), path.join(project, "node_modules/gradlab"), { recursive: true });
	// What npm would install with it, and the types of Node, which every project for Node has.
	for (const name of [...Object.keys(manifest().dependencies), "@types/node"]) {
		mkdirSync(path.dirname(path.join(project, "node_modules", name)), { recursive: true });
		symlinkSync(path.join(ROOT, "node_modules", name), path.join(project, "node_modules", name), "junction");
	}
	writeFileSync(path.join(project, "package.json"), '{ "name": "somebody", "private": true }');
});

const manifest = () =>
	JSON.parse(readFileSync(path.join(project, "node_modules/gradlab/package.json"), "utf8")) as {
		dependencies: Record<string, string>;
		optionalDependencies: Record<string, string>;
		exports: unknown;
	};

const NET = `
const W = parameter("W", new Random(1).matrix(40, 30));
const x = input("x", 30);
const graph = new ComputationalGraph(sum(tanh(matmul(W, x))));
graph.forward({ x: new Random(2).matrix(30, 1) });
const gradient = graph.backward().of(W);
console.log(JSON.stringify([graph.kernels.name, Array.from(gradient.data.slice(0, 5))]));
`;
const NAMES = "ComputationalGraph, input, matmul, parameter, Random, sum, tanh";
let here: string | undefined;
/** What the clone itself says. */
const wanted = () => {
	here ??= run("-e", `const { ${NAMES} } = require(${JSON.stringify(path.join(ROOT, "dist/src/index.js"))});${NET}`);
	return here;
};

describe("the package for npm", () => {
	it("holds the compiled library with its types and sources, for every door, and nothing of kernel, lessons and tests", () => {
		for (const door of ["dist/src/index.js", "dist/src/index.mjs", "dist/src/index.d.ts", "dist/src/index.d.mts"])
			expect(packed).toContain(door);
		for (const door of ["dist/esm/gradlab.mjs", "dist/esm/node.mjs", "dist/src/node/index.mjs", "README.md", "LICENSE"])
			expect(packed).toContain(door);
		const strangers = packed.filter(
			(file) => !/^(dist\/src|dist\/esm|src)\/|^(README\.md|LICENSE|package\.json)$/.test(file),
		);
		expect(strangers).toEqual([]);
		expect(packed.filter((file) => /\.(py|wasm)$|assembly\//.test(file))).toEqual([]);
	});

	it("brings the packages that the library imports, and none of the kernel's", () => {
		const { dependencies, optionalDependencies } = manifest();
		const wanted = ["@viz-js/viz", "d3-array", "d3-path", "d3-scale", "d3-shape", "lineclip"];
		expect([Object.keys(dependencies), Object.keys(optionalDependencies)]).toEqual([wanted, ["koffi"]]);
	});

	it("every door of the exports map opens on a file that is there", () => {
		const { exports } = manifest();
		const files = (door: unknown): string[] =>
			typeof door === "string" ? [door] : Object.values(door as object).flatMap(files);
		for (const file of files(exports)) expect(packed).toContain(file.replace("./", ""));
	});
});

describe("a project of somebody else", () => {
	const USE = `import { ${NAMES}, type Matrix } from "gradlab";\nimport { readConll } from "gradlab/node";\nimport { check } from "gradlab/course";\n`;
	const typed = `${NET}const A: Matrix = gradient;\nexport const uses = [A.rows satisfies number, typeof readConll, typeof check];\n`;
	const compile = (files: string[], flags: string[]) => {
		for (const file of files) writeFileSync(path.join(project, file), USE + typed);
		const tsc = path.join(ROOT, "node_modules/typescript/bin/tsc");
		const common = ["--strict", "--target", "es2022", "--lib", "es2023,dom", "--types", "node"];
		try {
			return run(tsc, ...common, ...flags, ...files);
		} catch (error) {
			return (error as { stdout: string }).stdout;
		}
	};

	it.each([
		["ES modules and CommonJS", ["main.mts", "main.cts"], ["--module", "nodenext"]],
		["a bundler", ["bundled.ts"], ["--module", "esnext", "--moduleResolution", "bundler", "--noEmit"]],
	])("type-checks strictly with %s", (_name, files, flags) => {
		expect(compile(files, flags)).toBe("");
	});

	it.each(["main.mjs", "main.cjs"])("%s runs, and both kinds of import give one library", (file) => {
		expect(run(file)).toBe(wanted());
		const both = `import { Matrix } from "gradlab"; import { createRequire } from "node:module";
			console.log(createRequire(import.meta.url)("gradlab/node").Matrix === Matrix);`;
		expect(run("--input-type=module", "-e", both)).toBe("true");
	});

	it.each([
		["Node, as CommonJS", { platform: "node", format: "cjs" }],
		["Node, as an ES module", { platform: "node", format: "esm" }],
		["a page", { platform: "browser", format: "esm" }],
	] as const)("a bundle for %s computes the same numbers on the compiled kernels", async (_name, options) => {
		const outfile = path.join(project, options.format === "cjs" ? "bundle.cjs" : "bundle.mjs");
		const stdin = { contents: `import { ${NAMES} } from "gradlab";${NET}`, resolveDir: project };
		const { warnings } = await build({ stdin, bundle: true, minify: true, outfile, ...options });
		expect(warnings).toEqual([]);
		expect(run(outfile)).toBe(wanted());
		expect(wanted()).toContain('"simd"');
	});

	it("the whole core without its pictures is at most 100 kB, compressed", async () => {
		const index = readFileSync(path.join(ROOT, "src/index.ts"), "utf8");
		const contents = index.replace(/export [^;]*? from "\.\/show\/[^"]+";/g, "");
		const stdin = { contents, resolveDir: path.join(ROOT, "src"), loader: "ts" as const };
		const { outputFiles } = await build({ stdin, bundle: true, minify: true, format: "esm", write: false });
		const kilobytes = gzipSync(outputFiles[0].contents, { level: 9 }).length / 1000;
		expect(kilobytes).toBeLessThan(100);
		expect(kilobytes).toBeGreaterThan(20); // all of it is there
	});
});

describe("from the clone's own root", () => {
	it('require("gradlab") and import "gradlab" give the library', () => {
		const say = (...args: string[]) => execFileSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" }).trim();
		expect(say("-e", 'console.log(require("gradlab").identityMatrix(2).rows)')).toBe("2");
		expect(say("--input-type=module", "-e", 'import { ones } from "gradlab"; console.log(ones(3, 1).rows)')).toBe("3");
	});
});
