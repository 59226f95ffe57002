/** The rules of the house, kept by machine. */
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type BuildFailure, build } from "esbuild";
import { describe, expect, it } from "vitest";
import { BUGS } from "../notebooks/planted-bugs";
import { ROOT } from "../places";

const ORDER = [
	"environment",
	"shape",
	"errors",
	"matrix",
	"kernels",
	"local",
	"graph",
	"gates",
	"run",
	"calculus",
	"nn",
	"ner",
	"show",
	"course",
	"fast",
	"node",
];
/** The parts of kernel-setup, and what each may import beside itself. Whatever is not "here" runs in a browser as well. */
const KERNEL_SETUP: Record<string, string[]> = {
	"kernel/wire": [],
	"kernel/host": ["kernel/wire"],
	"kernel/engine/ports": ["kernel/wire"],
	"kernel/engine/errors": ["kernel/wire", "kernel/engine/ports"],
	"kernel/engine/compile": ["kernel/wire", "kernel/engine/ports", "kernel/engine/errors"],
	"kernel/engine/help": ["kernel/wire", "kernel/engine/ports", "kernel/engine/compile"],
	"kernel/engine/run": ["kernel/wire", "kernel/engine/ports", "kernel/engine/errors", "kernel/engine/compile"],
	"kernel/engine/show": ["kernel/wire", "kernel/engine/ports", "kernel/engine/errors", "kernel/engine/run"],
	"kernel/engine/serve": ["kernel/wire", "kernel/engine"],
	"kernel/node": ["kernel/wire", "kernel/host", "kernel/engine"],
	renderer: [],
	setup: ["kernel/node/places", "kernel/node/engine-snapshot"],
	lessons: ["setup", "src"],
	commands: ["setup", "lessons", "src"],
};
/** Comes after everything else. */
const INDEX = "index";

const files = (folder: string): string[] =>
	readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".ts"))
		.map((name) => path.join(folder, name));

const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");
const partOf = (file: string) => path.relative("src", file).split(path.sep)[0].replace(/\.ts$/, "");

/** Of every import of a file of this project: from where, and what, both without the ending. */
const importsIn = (folder: string) =>
	files(folder).flatMap((file) =>
		[...read(file).matchAll(/(?:from |import\()"(\.[^"]+)"/g)].map((match) => ({
			file: file.replace(/\.ts$/, ""),
			target: path.join(path.dirname(file), match[1]).replace(/\.js$/, ""),
		})),
	);
const isIn = (name: string, part: string) => name === part || name.startsWith(`${part}/`);

function run(...args: string[]): string {
	const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
	return status === 0 ? "" : stdout + stderr;
}

describe("the house", () => {
	it("Biome finds nothing to say, not even a warning", () => {
		expect(run("node_modules/@biomejs/biome/bin/biome", "ci", "--error-on-warnings", ".")).toBe("");
	});

	it.each([
		[".", "--incremental", "--tsBuildInfoFile", "dist/.tsbuildinfo"], // of what was compiled, only the changes
		["tests"],
		["kernel-setup/renderer"],
		["kernel-setup/kernel/tsconfig.anywhere.json"],
	])("%s type-checks", (...project) => {
		expect(run("node_modules/typescript/bin/tsc", "--noEmit", "-p", ...project)).toBe("");
	});

	it("every part of the library has its place in the reading order, and imports nothing of the kernel", () => {
		expect([...new Set(files("src").map(partOf))].filter((part) => !ORDER.includes(part)).sort()).toEqual([INDEX]);
		const strangers = files("src").flatMap((file) =>
			[...read(file).matchAll(/(?:from|import|require|import\() ?\(?"(\.[^"]+)"/g)]
				.map((match) => path.join(path.dirname(file), match[1]))
				.filter((target) => !target.startsWith("src"))
				.map((target) => `${file} imports ${target}`),
		);
		expect(strangers).toEqual([]);
	});

	it("the library imports downwards only, in the reading order", () => {
		const upwards = files("src").flatMap((file) =>
			[...read(file).matchAll(/(?:from|import|require) ?\(?"(\.[^"]+)"/g)]
				.map((match) => path.join(path.dirname(file), match[1]))
				.filter((target) => partOf(file) !== INDEX && ORDER.indexOf(partOf(target)) > ORDER.indexOf(partOf(file)))
				.map((target) => `${file} imports ${target}`),
		);
		expect(upwards).toEqual([]);
	});

	it("nothing of Node below src/ but in node/: the core runs in a page as well", () => {
		const ofNode = /from "node:|(?<!\.)\brequire\("|\bBuffer\b|\b__dirname\b/;
		expect(files("src").filter((file) => partOf(file) !== "node" && ofNode.test(read(file)))).toEqual([]);
	});

	it("kernel-setup imports downwards only: the kernel, the set-up, the lessons, the commands", () => {
		const short = (name: string) => name.replace(/^kernel-setup\//, "");
		const partIn = (name: string) => Object.keys(KERNEL_SETUP).find((part) => isIn(short(name), part)) ?? "no part";
		const wrong = importsIn("kernel-setup").filter(({ file, target }) => {
			const part = partIn(file);
			return ![part, ...(KERNEL_SETUP[part] ?? [])].some((allowed) => isIn(short(target), allowed));
		});
		expect(wrong).toEqual([]);
	});

	it("nothing in kernel-setup imports itself by a detour", () => {
		const imports = importsIn("kernel-setup");
		const circles: string[] = [];
		const done = new Set<string>();
		const visit = (file: string, way: string[]): void => {
			if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(" → "));
			if (done.has(file)) return;
			done.add(file);
			for (const { target } of imports.filter((found) => found.file === file)) visit(target, [...way, file]);
		};
		for (const { file } of imports) visit(file, []);
		expect(circles).toEqual([]);
	});

	it("the kernel's wire, host and engine can be bundled for a browser: they import nothing of Node", async () => {
		const parts = ["wire", "host", "engine"].flatMap((part) => files(`kernel-setup/kernel/${part}`));
		const { errors } = await build({
			entryPoints: parts.map((file) => path.join(ROOT, file)),
			bundle: true,
			platform: "browser",
			external: ["typescript"],
			write: false,
			outdir: "nowhere",
			logLevel: "silent",
		}).catch((failure: BuildFailure) => failure);
		expect(errors.map(({ text, location }) => `${location?.file}: ${text}`)).toEqual([]);
	});

	it("no file of the library imports itself by a detour", () => {
		const imports = new Map(
			files("src").map((file) => [
				file,
				[...read(file).matchAll(/from "(\.[^"]+)"/g)].map(([, name]) => `${path.join(path.dirname(file), name)}.ts`),
			]),
		);
		const circles = [...imports.keys()].filter((file) => {
			const [seen, stack] = [new Set<string>(), [...(imports.get(file) ?? [])]];
			for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
				if (next === file) return true;
				if (seen.has(next)) continue;
				seen.add(next);
				stack.push(...(imports.get(next) ?? []));
			}
			return false;
		});
		expect(circles).toEqual([]);
	});

	it("nobody asks a gate for its name to know what it does", () => {
		const asked = /\bgate\??\.name (===|!==)|(===|!==) [\w.?]*gate\??\.name\b|switch \([\w.?]*gate\??\.name\)/;
		expect(files("src").filter((file) => asked.test(read(file)))).toEqual([]);
	});

	it("no randomness without a seed, and nothing on stderr, in the library", () => {
		expect(
			files("src").filter((file) => /Math\.random\(|console\.(error|warn)|process\.stderr/.test(read(file))),
		).toEqual([]);
	});

	it("every exported name is documented, and the reference builds without a warning", () => {
		// The types were checked above.
		const flags = ["--emit", "none", "--logLevel", "Warn", "--skipErrorChecking"];
		expect(run("node_modules/typedoc/bin/typedoc", ...flags)).toBe("");
	});

	it("every dependency is accounted for in docs/dependencies.md", () => {
		const { dependencies, optionalDependencies, devDependencies } = JSON.parse(read("package.json")) as Record<
			string,
			Record<string, string>
		>;
		const python = ["requirements.in", "requirements-staff.in"].flatMap(
			(file) => read(`kernel-setup/setup/python/${file}`).match(/^[\w-]+(?=~=)/gm) ?? [],
		);
		const npm = { ...dependencies, ...optionalDependencies, ...devDependencies };
		const names = [...Object.keys(npm), ...python];
		expect(names.filter((name) => !read("docs/dependencies.md").includes(`\`${name}\``))).toEqual([]);
	});

	it("the code that a planted bug replaces is there, so that a lesson can notice the bug", () => {
		for (const [name, file, right] of BUGS)
			expect([name, read(path.join("dist/src", file)).includes(right)]).toEqual([name, true]);
	});

	it("what a set-up compiles needs no package for development", () => {
		const { devDependencies } = JSON.parse(read("package.json")) as { devDependencies: object };
		const compiled = ["src", "kernel-setup", "bench"]
			.flatMap(files)
			.filter((file) => !/^kernel-setup.renderer|^src.fast.simd.assembly/.test(file));
		const wanted = compiled.flatMap((file) =>
			Object.keys(devDependencies)
				.filter((name) => new RegExp(`(from|import|require)[ (]+"${name}[/"]`).test(read(file)))
				.map((name) => `${file} imports ${name}`),
		);
		expect(wanted).toEqual([]);
	});

	it("what is generated is not committed", () => {
		const tracked = execFileSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" });
		expect(tracked).not.toMatch(/^(dist|node_modules|\.venv|workbook|test-results)\//m);
	});
});
