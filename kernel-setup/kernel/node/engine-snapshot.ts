/**
 * Snapshots of the engine (snapshot.cjs says what is in them): a fifth of the work of a start is left. They lie beside the
 * compiled kernel, one for each Node and each state of the files that they were made of; whoever finds none makes one, in
 * a process of its own, for the next start. Where none can be made or used an engine starts as any process does.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { COMPILED, HOME, KERNEL_TYPINGS, NODE_TYPINGS } from "./places";

const FOLDER = path.join(COMPILED, ".snapshots");
/** Who makes one is done or dead after this time. */
const STALE_MS = 120_000;

const HEAP_MB = process.env.GRADLAB_HEAP_MB;
/** What every engine is started with: V8 takes a snapshot only with the flags that it was made with. */
export const ENGINE_FLAGS: readonly string[] = [
	`--max-old-space-size=${HEAP_MB ?? "2048"}`,
	// An import of an ES module is no accident here, and a grader takes any word on stderr for a failure.
	"--disable-warning=ExperimentalWarning",
	// For node/import-resolve.mts.
	"--experimental-import-meta-resolve",
	// The young generation grows while an engine starts, and would stay as large: 28 MB that a learner rarely needs.
	"--max-semi-space-size=2",
	// Compiling leaves garbage; without this the heap would grow to twice and thrice what is alive before any of it goes.
	"--heap-growing-percent=30",
];
/** How long after the start of an engine without a snapshot one is made for the next. */
const BEFORE_MAKING_MS = 3000;

/** Later ones abort when a thread of a process that began with a snapshot loads `node:net`, as interrupt-thread.ts does. */
const CAN_SNAPSHOT = process.versions.node.startsWith("20.");

/** Debuggers and other hooks want to see an engine start from its files. */
const isWanted = () =>
	CAN_SNAPSHOT &&
	!process.env.GRADLAB_INSPECT &&
	!process.env.NODE_V8_COVERAGE &&
	!process.env.NODE_OPTIONS &&
	fs.existsSync(COMPILED);

/** Everything that a snapshot is made of. */
function filesInside(): string[] {
	const below = (folder: string, kind: RegExp) =>
		fs
			.readdirSync(folder, { recursive: true, encoding: "utf8" })
			.filter((name) => kind.test(name))
			.map((name) => path.join(folder, name));
	const packages = ["typescript", "tslab"].map((name) => require.resolve(`${name}/package.json`));
	const library = path.join(COMPILED, "src");
	return [
		...packages,
		path.join(NODE_TYPINGS, "node/package.json"),
		...below(KERNEL_TYPINGS, /\.d\.ts$/),
		...below(path.join(COMPILED, "kernel-setup/kernel"), /\.c?js$/),
		...(fs.existsSync(library) ? below(library, /\.d\.ts$/) : []),
	];
}

/** The file of the snapshot for an engine of now, there or not; undefined where there is none to be. */
export function snapshotFile(): string | undefined {
	if (!isWanted()) return undefined;
	const hash = createHash("sha256").update(JSON.stringify([process.version, process.arch, ENGINE_FLAGS]));
	for (const file of filesInside()) {
		const { mtimeMs, size } = fs.statSync(file);
		hash.update(`${file}\0${mtimeMs}\0${size}\0`);
	}
	const name = [process.version, process.arch, HEAP_MB ?? "2048", hash.digest("hex").slice(0, 24)].join("-");
	return path.join(FOLDER, `${name}.blob`);
}

/** An installed copy of the kernel writes nothing into its own folder. */
const IS_COPY = !fs.existsSync(path.join(HOME, "tsconfig.json"));

/** Has it made, a while later, if the flags are the usual ones. */
export function makeSnapshotLater(file: string, log: (line: string) => void): void {
	if (HEAP_MB !== undefined || IS_COPY) return;
	const later = setTimeout(() => {
		const { end } = makeSnapshot(file, log);
		process.once("exit", end);
	}, BEFORE_MAKING_MS);
	later.unref();
}

/** Makes it, unless somebody else is at it. The file appears when it is whole. */
export function makeSnapshot(file: string, log: (line: string) => void): { done: Promise<void>; end(): void } {
	const making = `${file}.making`;
	const complain = (why: string) => log(`no snapshot of the engine, it starts without: ${why}`);
	try {
		fs.mkdirSync(FOLDER, { recursive: true });
		const begun = fs.statSync(making, { throwIfNoEntry: false });
		if (begun !== undefined && Date.now() - begun.mtimeMs > STALE_MS) fs.rmSync(making, { force: true });
		fs.closeSync(fs.openSync(making, "wx"));
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		if (code !== "EEXIST") complain(message);
		return { done: Promise.resolve(), end: () => undefined };
	}
	let end = () => fs.rmSync(making, { force: true });
	const done = smallerCompiler().then(
		(compiler) =>
			new Promise<void>((resolve) => {
				if (!fs.existsSync(making)) return resolve(); // ended meanwhile
				const script = path.join(__dirname, "snapshot.cjs");
				const args = [
					...ENGINE_FLAGS,
					"--no-warnings",
					"--snapshot-blob",
					making,
					"--build-snapshot",
					script,
					compiler,
				];
				const maker = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"], cwd: FOLDER });
				end = () => {
					maker.kill();
					fs.rmSync(making, { force: true });
				};
				let said = "";
				maker.stderr.on("data", (chunk: Buffer) => {
					said = (said + chunk).slice(-2000);
				});
				maker.on("error", ({ message }) => {
					said = message;
				});
				maker.on("close", (code) => {
					try {
						if (code === 0) putInPlace(making, file);
						else {
							fs.rmSync(making, { force: true });
							complain(said.trim());
						}
					} catch (error) {
						complain((error as Error).message);
					}
					resolve();
				});
			}),
	);
	return { done, end: () => end() };
}

/** TypeScript without its comments and long names, which engines would keep in memory: a file; its own, where esbuild is not there. */
async function smallerCompiler(): Promise<string> {
	const original = require.resolve("typescript");
	const smaller = path.join(FOLDER, `typescript-${fs.statSync(original).mtimeMs}.js`);
	if (fs.existsSync(smaller)) return smaller;
	try {
		const { transform } = await import("esbuild");
		const text = await fs.promises.readFile(original, "utf8");
		const { code } = await transform(text, {
			minify: true,
			legalComments: "none",
			platform: "node",
			logLevel: "silent",
		});
		const partial = `${smaller}.${process.pid}`;
		await fs.promises.writeFile(partial, code);
		await fs.promises.rename(partial, smaller);
		return smaller;
	} catch {
		return original;
	}
}

function putInPlace(made: string, file: string): void {
	fs.renameSync(made, file);
	for (const name of fs.readdirSync(FOLDER)) if (isOld(name, file)) fs.rmSync(path.join(FOLDER, name), { force: true });
}

/** The same Node and flags, but files that have changed since. */
function isOld(name: string, newest: string): boolean {
	const start = (file: string) => file.slice(0, file.lastIndexOf("-"));
	return name.endsWith(".blob") && name !== path.basename(newest) && start(name) === start(path.basename(newest));
}
