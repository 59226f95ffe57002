// @ts-check
/**
 * The npm packages: those that lessons need, and for who tests or changes gradlab those for development as well. A stamp
 * in node_modules says which are there, and for which lock file; each is looked for, too. What lessons run on is never taken away to add the rest.
 */
import { existsSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { alone } from "./alone.mjs";
import { mayMake } from "./owners.mjs";
import { missingPackages, packagesHeld, someOf } from "./packages.mjs";
import { remedy, run, step } from "./step.mjs";

const QUIETLY = ["--no-audit", "--no-fund", "--loglevel=error"];
/** A network that does not answer is given up after some minutes; npm alone would wait for a quarter of an hour. */
const PATIENTLY = ["--fetch-timeout=120000", "--fetch-retry-mintimeout=2000", "--fetch-retry-maxtimeout=20000"];
/** So many milliseconds are usual. Beyond, it is told what npm most often waits for. */
const USUAL = 60_000;

/** @typedef {"lessons" | "lessons, and some of development" | "development"} Held */

/**
 * Installs what is missing, if anything is.
 * @param {string} root @param {string} lock the lock file's fingerprint
 * @param {boolean} development whether the packages for development are wanted, too
 * @param {(what: string, todo: string) => never} stop
 */
export async function ensurePackages(root, lock, development, stop) {
	const packages = path.join(root, "node_modules");
	const stamp = path.join(packages, ".gradlab-stamp");
	const look = () => {
		const { of, held } = packagesHeld(root);
		const missing = of === lock ? missingPackages(root, held === "development") : [];
		const isWhole = of === lock && missing.length === 0 && existsSync(path.join(packages, "typescript/bin/tsc"));
		return { held, missing, isWhole, isEnough: isWhole && (held === "development" || !development) };
	};
	const note = (/** @type {Held} */ state) => {
		// Written beside and renamed: whole or not at all.
		writeFileSync(`${stamp}.new`, `${lock}\n${state}`);
		renameSync(`${stamp}.new`, stamp);
	};
	const before = look();
	if (before.isEnough) return;
	const lacks =
		before.missing.length > 0
			? `lacks ${someOf(before.missing)}`
			: development
				? "lacks packages for development, or is of another version, or for another Node"
				: "is of another version, or for another Node";
	mayMake(packages, existsSync(packages) ? lacks : "is missing");
	await alone(root, async (alsoWaitFor) => {
		const { held, missing, isWhole, isEnough } = look();
		if (isEnough) return;
		if (missing.length > 0) process.stdout.write(`node_modules/ lacks ${someOf(missing)}: it is made anew.\n`);
		// A clone that had the packages for development keeps them when the lock file changes.
		const all = development || held === "development";
		const isAddition = isWhole && held === "lessons";
		const verb = isAddition ? ["install", "--no-save"] : ["ci"];
		const args = [...verb, all ? "--include=dev" : "--omit=dev", "--include=optional", ...QUIETLY, ...PATIENTLY];
		const what = all ? "the npm packages, those for development included" : "the npm packages";
		await step(`Installing ${what}`, async (show) => {
			show("once, about half a minute");
			if (isAddition) note("lessons, and some of development");
			const late = setTimeout(() => show("longer than usual: npm waits for the network, most often"), USUAL);
			const { ok, errors } = await npm(root, args, alsoWaitFor).finally(() => clearTimeout(late));
			if (!ok) failed(errors, stop);
			const absent = missingPackages(root, all);
			if (absent.length > 0)
				stop(
					`npm ended as if all were well, and node_modules/ lacks ${someOf(absent)}.`,
					"Delete node_modules/ and run the same command again.",
				);
			note(all ? "development" : "lessons");
		});
	});
}

/** @param {string} errors @param {(what: string, todo: string) => never} stop */
function failed(errors, stop) {
	process.stderr.write(`\n${errors}`);
	if (/spawn .*ENOENT/.test(errors))
		stop(
			"npm was not found, which comes with Node.",
			"Install Node from https://nodejs.org, and run the same command again.",
		);
	if (/EUSAGE/.test(errors))
		stop(
			"package.json and package-lock.json do not agree.",
			"If you did not change them: git checkout package.json package-lock.json. If you did: npm install --package-lock-only. Then run the same command again.",
		);
	stop(
		"The npm packages could not be installed; npm says why, above.",
		remedy(
			errors,
			"Most often the network is the reason: check that the npm registry can be reached (npm ping), and run the same command again.",
		),
	);
}

/** @param {string} cwd @param {string[]} args @param {(pid: number) => void} onStart */
function npm(cwd, args, onStart) {
	// npm tells scripts how it was called; those settings are not for this call.
	const env = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !/^npm_(config|package|lifecycle)/i.test(name)),
	);
	const self = process.env.npm_execpath;
	return self?.endsWith(".js")
		? run(process.execPath, [self, ...args], { cwd, env, onStart })
		: run("npm", args, { cwd, env, onStart, shell: process.platform === "win32" });
}
