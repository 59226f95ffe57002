/**
 * The sandbox in which a student's code is marked: bubblewrap's, without network, other processes, answers, or anything to write
 * to but a disposable copy of what was handed in. All limits are the system's own; nothing in it has to behave.
 */
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readlinkSync, realpathSync } from "node:fs";
import path from "node:path";
import { COMPILED, HOME, KERNEL_TYPINGS, NOTEBOOK_FOLDER } from "./places";

const MEGABYTE = 1024 * 1024;
/** The folder in which it works. */
const INSIDE = "/submission";
const HANDED_IN = "/handed-in";
const HEAP_MB = Number(process.env.GRADLAB_HEAP_MB) || 2048;
/** Data of one process, beyond the heap of JavaScript. */
const BESIDE_HEAP = 1024 * MEGABYTE;
const WRITABLE = 256 * MEGABYTE;
const LARGEST_FILE = 64 * MEGABYTE;
const MOST_FILES = 1000;
export const MOST_PROCESSES = 64;
/** Of all processes together. */
export const MOST_MEGABYTES = HEAP_MB + 1536;

/** What is on, a line each, for the log. */
export const PROTECTIONS = [
	"no network, no other processes, an environment of its own",
	"a read-only system; of the library everything but the judge",
	`a disposable copy of the folder, without its notebooks, is all that can be written to: ${WRITABLE / MEGABYTE} MB, ${LARGEST_FILE / MEGABYTE} MB a file`,
	`at most ${MOST_PROCESSES} processes and ${MOST_MEGABYTES} MB of memory; nothing stays alive`,
];

/** The system's own folders, as they are: a folder, or a link into /usr. */
function system(): string[] {
	return ["/bin", "/sbin", "/lib", "/lib32", "/lib64"].flatMap((folder) => {
		if (!existsSync(folder)) return [];
		return lstatSync(folder).isSymbolicLink()
			? ["--symlink", readlinkSync(folder), folder]
			: ["--ro-bind", folder, folder];
	});
}

/** Of the library and the kernel, what an engine needs. */
function library(): string[] {
	const shown = [
		path.join(COMPILED, "src"),
		path.join(COMPILED, "kernel-setup/kernel"),
		path.join(COMPILED, ".snapshots"),
		path.join(HOME, "node_modules"),
		path.join(HOME, "package.json"),
		path.join(HOME, "kernel-setup/typescript-for-tslab"), // node_modules has a link to it
		path.join(HOME, "src"), // what lessons show of it, and the data
		KERNEL_TYPINGS,
	];
	const course = path.join(COMPILED, "src/course");
	return [
		...shown.flatMap((place) => ["--ro-bind-try", place, place]),
		...["--ro-bind", path.join(course, "sealed"), path.join(course, "judge")],
		...["--ro-bind", path.join(course, "sealed"), path.join(HOME, "src/course/judge")],
	];
}

/**
 * What was handed in beside the notebook, file by file. No notebook: hidden tests stand in it. No link: it may lead to what
 * is nobody's business.
 */
function handedIn(): string[] {
	return readdirSync(NOTEBOOK_FOLDER, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && !entry.name.endsWith(".ipynb"))
		.slice(0, MOST_FILES)
		.flatMap((entry) => {
			const file = path.join(entry.parentPath, entry.name);
			return ["--ro-bind", file, path.join(HANDED_IN, path.relative(NOTEBOOK_FOLDER, file))];
		});
}

function box(): string[] {
	const node = realpathSync(process.execPath);
	return [
		...["--unshare-user", "--uid", "1000", "--gid", "1000", "--disable-userns"],
		...["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"],
		...["--hostname", "gradlab", "--die-with-parent", "--new-session", "--cap-drop", "ALL"],
		...["--clearenv", "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "HOME", INSIDE, "--setenv", "LANG", "C.UTF-8"],
		...["--setenv", "MALLOC_ARENA_MAX", "1"],
		...["--ro-bind", "/usr", "/usr", ...system(), "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"],
		...["--ro-bind-try", "/etc/alternatives", "/etc/alternatives"],
		// Read-only as well: to the system, whoever marks as root would own its settings also from in here.
		...[
			"--proc",
			"/proc",
			"--remount-ro",
			"/proc",
			"--dev",
			"/dev",
			"--size",
			String(MEGABYTE),
			"--tmpfs",
			"/dev/shm",
			"--remount-ro",
			"/dev",
		],
		...["--size", String(WRITABLE), "--tmpfs", "/tmp"],
		...["--ro-bind-try", node, node],
		...library(),
		...[
			"--dir",
			HANDED_IN,
			...handedIn(),
			"--size",
			String(WRITABLE),
			"--tmpfs",
			INSIDE,
			"--remount-ro",
			"/",
			"--chdir",
			INSIDE,
		],
	];
}

/** Copies what was handed in, and becomes the program that is named. */
const BEGIN = `cp -r ${HANDED_IN}/. ${INSIDE} && exec "$@"`;

/** The environment of the sandbox itself: its first process shows it to all others. */
export const SANDBOX_ENVIRONMENT = { PATH: process.env.PATH };

/** A command that runs in the sandbox. */
export function inSandbox(command: readonly string[]): string[] {
	const limits = [
		"prlimit",
		`--data=${HEAP_MB * MEGABYTE + BESIDE_HEAP}`,
		`--fsize=${LARGEST_FILE}`,
		`--nproc=${MOST_PROCESSES}`,
		"--core=0",
	];
	return ["bwrap", ...box(), ...limits, "sh", "-c", BEGIN, "sh", ...command];
}

/** Why there can be no sandbox here; undefined where there can. */
export function obstacle(): string | undefined {
	const [program, ...args] = inSandbox(["true"]);
	const { error, status, stderr } = spawnSync(program, args, { encoding: "utf8", env: SANDBOX_ENVIRONMENT });
	if (error !== undefined) return "bubblewrap (`bwrap`) is not installed";
	return status === 0 ? undefined : stderr.trim().slice(0, 500) || `bwrap ended with ${status}`;
}
