/**
 * Intrusions: cells of a submission that reach for what is not theirs. Each is an expression that says "done" where it got it;
 * what can be seen from outside is looked at from outside as well.
 */
import { homedir } from "node:os";
import path from "node:path";
import { ROOT } from "../places";

export interface Intrusion {
	readonly name: string;
	readonly code: string;
}

/** What lies outside, made by the test. */
export interface Outside {
	/** A folder like a course's, with gradebook.db in it; and a file that anybody may write to. */
	readonly folder: string;
	/** A port of this machine on which somebody listens, and a socket in the folder. */
	readonly port: number;
	readonly socket: string;
}

const text = JSON.stringify;
const trying = (deed: string) =>
	`await (async () => { const fs = require("fs"), net = require("net"), os = require("os"), { spawn, spawnSync, execSync } = require("child_process"); try { ${deed} } catch (error) { return String(error); } })()`;
const reads = (file: string) => trying(`return fs.readFileSync(${text(file)}).length > 0 ? "done" : "empty";`);
/** Opened to be written to, and left as it is. */
const writes = (file: string) => trying(`fs.closeSync(fs.openSync(${text(file)}, "a")); return "done";`);
const connects = (to: string) =>
	trying(
		`return await new Promise((ok) => net.connect(${to}).on("connect", () => ok("done")).on("error", (error) => ok(error.code)));`,
	);

export const intrusions = ({ folder, port, socket }: Outside): Intrusion[] => [
	{ name: "reads the gradebook", code: reads(`${folder}/gradebook.db`) },
	{ name: "changes the gradebook", code: writes(`${folder}/gradebook.db`) },
	{
		name: "reads the gradebook by a link",
		code: trying(
			`fs.symlinkSync(${text(`${folder}/gradebook.db`)}, "link"); return fs.readFileSync("link").length > 0 ? "done" : "empty";`,
		),
	},
	{ name: "reads the accounts", code: reads("/etc/passwd") },
	{ name: "reads the passwords", code: reads("/etc/shadow") },
	{
		name: "reads the keys of whoever marks",
		code: trying(
			`for (const home of ["/root", os.homedir()]) if (fs.existsSync(home + "/.ssh") || fs.existsSync(home + "/.bashrc")) return "done";`,
		),
	},
	{
		name: "reads the environment of whoever marks",
		code: trying(
			'for (const pid of fs.readdirSync("/proc").filter(Number)) if (fs.readFileSync("/proc/" + pid + "/environ", "utf8").includes("SECRET_OF_THE_HOST")) return "done";',
		),
	},
	{ name: "reads the worked lessons", code: reads(`${ROOT}/notebooks/06-gradient-of-the-window-net.ipynb`) },
	{ name: "edits the judge for everybody after", code: writes(`${ROOT}/dist/src/course/judge/index.js`) },
	{ name: "edits the library for everybody after", code: writes(`${ROOT}/dist/src/index.js`) },
	{ name: "edits the kernel for everybody after", code: writes(`${ROOT}/dist/kernel-setup/kernel/node/main.js`) },
	{ name: "leaves a snapshot of its own", code: writes(`${ROOT}/dist/.snapshots/mine.blob`) },
	{ name: "writes into a package", code: writes(`${ROOT}/node_modules/mine.js`) },
	{ name: "writes outside", code: writes(`${folder}/anybody.txt`) },
	{ name: "writes to the home of whoever marks", code: writes(path.join(homedir(), ".gradlab-was-here")) },
	{ name: "writes to the system", code: writes("/usr/bin/gradlab-was-here") },
	{ name: "opens a connection to this machine", code: connects(`${port}, "127.0.0.1"`) },
	{ name: "opens a connection by a socket in a folder", code: connects(text(socket)) },
	{ name: "opens a connection to the world", code: connects('53, "1.1.1.1"') },
	{
		name: "asks for a name",
		code: trying('return await require("dns").promises.lookup("example.org").then(() => "done");'),
	},
	{
		name: "sees another network device",
		code: trying('return Object.keys(os.networkInterfaces()).some((name) => name !== "lo") ? "done" : "alone";'),
	},
	{
		name: "sees processes of others",
		code: trying(
			'return fs.readdirSync("/proc").filter(Number).some((pid) => /jupyter|vitest|nbgrader|node.main\\.js/.test(fs.readFileSync("/proc/" + pid + "/cmdline", "utf8"))) ? "done" : "alone";',
		),
	},
	{
		name: "kills its host",
		code: trying('for (const pid of [process.ppid, 1]) process.kill(pid, "SIGTERM"); return "signalled";'),
	},
	{
		name: "leaves a process behind",
		code: trying(
			'const left = spawn("setsid", ["sh", "-c", "sleep 98765"], { detached: true, stdio: "ignore" }); left.unref(); return "left";',
		),
	},
	{
		name: "makes a namespace in which it is root",
		code: trying('return spawnSync("unshare", ["-Ur", "true"]).status === 0 ? "done" : "refused";'),
	},
	{
		name: "mounts something",
		code: trying('return spawnSync("mount", ["-t", "tmpfs", "none", "/tmp"]).status === 0 ? "done" : "refused";'),
	},
	{
		name: "makes the system writable again",
		code: trying('return spawnSync("mount", ["-o", "remount,rw", "/usr"]).status === 0 ? "done" : "refused";'),
	},
	{ name: "changes the system's settings", code: writes("/proc/sys/kernel/core_pattern") },
	{
		name: "fills what lies between the folders",
		code: trying('for (let k = 0; k < 60; k++) fs.writeFileSync("/fill" + k, Buffer.alloc(2 ** 24)); return "done";'),
	},
	{
		name: "fills the memory of all by /dev/shm",
		code: trying(
			'for (let k = 0; k < 60; k++) fs.writeFileSync("/dev/shm/fill" + k, Buffer.alloc(2 ** 24)); return "done";',
		),
	},
	{
		name: "opens a disk",
		code: trying('for (const disk of ["vda", "sda", "mem", "kmsg"]) if (fs.existsSync("/dev/" + disk)) return "done";'),
	},
	{
		name: "fills the disk",
		code: trying(
			'for (let k = 0; k < 40; k++) fs.writeFileSync("fill" + k, Buffer.alloc(16 * 2 ** 20)); return "done";',
		),
	},
	{
		name: "writes one endless file",
		code: trying(
			'const file = fs.openSync("endless", "w"); process.on("SIGXFSZ", () => undefined); for (let k = 0; k < 12; k++) fs.writeSync(file, Buffer.alloc(2 ** 24)); return "done";',
		),
	},
	{
		name: "takes all memory",
		code: trying('const all = []; for (let k = 0; k < 80; k++) all.push(Buffer.alloc(2 ** 26, 1)); return "done";'),
	},
	{
		name: "takes all memory by children",
		code: trying(
			'for (let k = 0; k < 6; k++) spawn(process.execPath, ["-e", "const all = []; for (let k = 0; k < 14; k++) all.push(Buffer.alloc(2 ** 26, 1)); setTimeout(() => 0, 60000)"]); await new Promise((ok) => setTimeout(ok, 40000)); return "done";',
		),
	},
	{
		name: "forks without end",
		code: trying(
			'for (let k = 0; k < 200; k++) spawn("sleep", ["60"]); await new Promise((ok) => setTimeout(ok, 40000)); return "done";',
		),
	},
];
