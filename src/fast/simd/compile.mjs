/**
 * Compiles assembly/*.ts with AssemblyScript, once with 64-bit numbers and once with 32-bit ones, and writes both modules
 * as text into modules.ts: what bundles the library bundles them, too. That file is committed, so that nobody needs the
 * compiler who does not change the source; whoever does runs
 *
 *     npm run kernels
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "../../..");
const ASC = path.join(ROOT, "node_modules/assemblyscript/bin/asc.js");
const SOURCE = path.join(import.meta.dirname, "assembly/index.ts");
/** Both modules work on one memory, 2 GiB at most. */
const MEMORY = ["--importMemory", "--initialMemory", "1", "--maximumMemory", "32768"];
const FLAGS = ["-O3", "--noAssert", "--enable", "simd", "--runtime", "stub", "--use", "abort="];

const target = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, "modules.ts"));
const folder = mkdtempSync(path.join(tmpdir(), "gradlab-kernels-"));
const modules = ["f64", "f32"].map((real) => {
	const file = path.join(folder, `${real}.wasm`);
	const args = [ASC, SOURCE, "-o", file, "--use", `real=${real}`, ...MEMORY, ...FLAGS];
	const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
	if (status !== 0) process.exit(1);
	return `\t${real}: \`\n${(
		readFileSync(file)
			.toString("base64")
			.match(/.{1,120}/g) ?? []
	).join("\n")}\`,\n`;
});
rmSync(folder, { recursive: true });
writeFileSync(
	target,
	`/** The compiled kernels, WebAssembly as base64: made of assembly/*.ts by compile.mjs. */\nexport const MODULES = {\n${modules.join("")}} as const;\n`,
);
