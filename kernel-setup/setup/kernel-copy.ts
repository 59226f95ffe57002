/** A copy of the kernel that needs nothing else: it goes on working when the folder that it came from is gone. */
import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { COMPILED, HOME, KERNEL_TYPINGS } from "../kernel/node/places";

/** A package that the kernel runs on, the one that brings it along, and which of its files are needed, where not all are. */
interface Needed {
	readonly name: string;
	readonly by?: string;
	readonly wants?: RegExp;
}

const PACKAGES: readonly Needed[] = [
	{ name: "tslab", wants: /^dist\// },
	{ name: "semver", by: "tslab" },
	{ name: "@tslab/typescript-for-tslab", by: "tslab" },
	// The compiler and the declarations of the language; not the programs, nor the translations.
	{ name: "typescript", wants: /^lib\/(typescript\.js|lib\.[^/]*\.d\.ts|lib\.d\.ts)$/ },
	// Its binaries for this machine, for every version of Node; not its sources.
	{
		name: "zeromq",
		wants: new RegExp(`^lib/[^/]*\\.js$|^build/(manifest\\.json|${process.platform}/${process.arch}/)`),
	},
	{ name: "cmake-ts", by: "zeromq", wants: /^build\/loader\.js$/ },
	{ name: "@types/node" },
	{ name: "undici-types", by: "@types/node" },
];
const ALWAYS = /^package\.json$|^licen[cs]e|^notice|^thirdparty/i;

const manifestOf = (folder: string) =>
	JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as {
		version: string;
		dependencies?: Record<string, string>;
	};
export const VERSION = manifestOf(HOME).version;

/** Where a package is, as who needs it finds it. */
function folderOf({ name, by }: Needed): string {
	const from = by === undefined ? HOME : folderOf({ name: by });
	const places = createRequire(path.join(from, "package.json")).resolve.paths(name) ?? [];
	for (const place of places) {
		try {
			manifestOf(path.join(place, name));
			return path.join(place, name);
		} catch {
			// Further up, perhaps.
		}
	}
	throw new Error(`the package ${name} is not installed; run npm run setup`);
}

/** Lays the kernel out in an empty folder, as it lies in the project. */
export function copyKernel(to: string): void {
	for (const folder of [path.join(COMPILED, "kernel-setup/kernel"), KERNEL_TYPINGS])
		copyFiles(folder, path.join(to, path.relative(HOME, folder)), (file) =>
			/\.[cm]?js$|\/index\.d\.ts$|^index\.d\.ts$/.test(file),
		);
	const versions: Record<string, string> = {};
	for (const needed of PACKAGES) {
		const { name, by, wants } = needed;
		const folder = folderOf(needed);
		copyFiles(
			folder,
			path.join(to, "node_modules", name),
			(file) => wants === undefined || wants.test(file) || ALWAYS.test(file),
		);
		if (by === undefined) versions[name] = manifestOf(folder).version;
	}
	const manifest = { name: "gradlab-kernel", version: VERSION, private: true, license: "MIT", dependencies: versions };
	writeFileSync(path.join(to, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
	copyFileSync(path.join(HOME, "LICENSE"), path.join(to, "LICENSE"));
}

function copyFiles(from: string, to: string, isWanted: (file: string) => boolean): void {
	for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const file = path.relative(from, path.join(entry.parentPath, entry.name));
		if (!isWanted(file.split(path.sep).join("/"))) continue;
		mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
		cpSync(path.join(from, file), path.join(to, file));
	}
}

/** All may read it and nobody but its owner may change it, whatever the habits of who installs. */
export function openToAll(folder: string): void {
	chmodSync(folder, 0o755);
	for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
		chmodSync(path.join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
}
