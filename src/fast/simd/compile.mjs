/**
 * Compiles assembly/*.ts with AssemblyScript, once with 64-bit numbers and once with 32-bit ones. The two modules are
 * committed beside this file, so that nobody needs the compiler who does not change them; whoever does runs
 *
 *     npm run kernels
 */
import { spawnSync } from "node:child_process";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "../../..");
const ASC = path.join(ROOT, "node_modules/assemblyscript/bin/asc.js");
const SOURCE = path.join(import.meta.dirname, "assembly/index.ts");
/** Both modules work on one shared memory, 2 GiB at most. */
const MEMORY = ["--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "32768"];
const FLAGS = ["-O3", "--noAssert", "--enable", "simd", "--enable", "threads", "--runtime", "stub", "--use", "abort="];

const folder = path.resolve(process.argv[2] ?? import.meta.dirname);
for (const real of ["f64", "f32"]) {
	const target = path.join(folder, `${real}.wasm`);
	const args = [ASC, SOURCE, "-o", target, "--use", `real=${real}`, ...MEMORY, ...FLAGS];
	const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
	if (status !== 0) process.exit(1);
}
