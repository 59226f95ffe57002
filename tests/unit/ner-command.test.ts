/** `gradlab ner …` as one types it: real processes, real files, exit codes. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../places";
import { temporaryFolder } from "../temporary";

const COMMAND = path.join(ROOT, "kernel-setup/gradlab.mjs");
let folder: string;

function gradlab(args: string[], input = "") {
	const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, "ner", ...args], {
		encoding: "utf8",
		input,
		cwd: folder,
	});
	return { status, stdout, stderr };
}

describe("gradlab ner", () => {
	beforeAll(() => {
		folder = temporaryFolder("command");
		expect(gradlab(["generate", "--out", "corpus", "--train", "800", "--other", "100"]).status).toBe(0);
		const { status, stderr } = gradlab([
			...["train", "--train", "corpus/train.conll", "--dev", "corpus/dev.conll", "--test", "corpus/test.conll"],
			...["--epochs", "4", "--out", "model", "--json", "report.json"],
		]);
		expect(stderr).toContain("epoch   4/4");
		expect(status).toBe(0);
	});

	it("train writes a model and a report for machines", () => {
		const report = JSON.parse(readFileSync(path.join(folder, "report.json"), "utf8"));
		expect(report.history).toHaveLength(4);
		expect(report.scores.test.overall.f1).toBeGreaterThan(80);
		expect(report.baselines.majority.test).toBeLessThan(report.scores.test.overall.f1);
		expect(existsSync(path.join(folder, "model/model.safetensors"))).toBe(true);
	});

	it("tag: brackets where there is no terminal, JSON and CoNLL for machines", () => {
		const text = "Anna Smith visited the old museum in Boston .\n";
		expect(gradlab(["tag", "--model", "model"], text).stdout).toContain("[Boston]/LOC");
		const { tokens, names } = JSON.parse(gradlab(["tag", "--model", "model", "--json"], text).stdout);
		expect(tokens).toHaveLength(9);
		expect(names).toContainEqual({ start: 7, end: 8, type: "LOC", text: "Boston" });
		expect(gradlab(["tag", "--model", "model", "--conll"], text).stdout).toContain("Boston\tB-LOC\n");
	});

	it("evaluate prints what conlleval prints, and every mistake", () => {
		const { status, stdout } = gradlab([
			"evaluate",
			"--model",
			"model",
			"--data",
			"corpus/test_xor.conll",
			"--mistakes",
		]);
		expect(status).toBe(0);
		expect(stdout).toMatch(/^processed \d+ tokens with 100 phrases; found: \d+ phrases; correct: \d+\.\naccuracy: /);
		expect(stdout).toMatch(/^type +(PER → LOC|LOC → PER) .*\[/m);
	});

	it("a run that is resumed ends where an uninterrupted one ends", () => {
		const args = [
			"train",
			"--train",
			"corpus/train.conll",
			"--dev",
			"corpus/dev.conll",
			"--seed",
			"3",
			"--vectors",
			"none",
		];
		gradlab([...args, "--epochs", "2", "--out", "resumed"]);
		expect(gradlab([...args, "--epochs", "4", "--out", "resumed", "--resume"]).status).toBe(0);
		gradlab([...args, "--epochs", "4", "--out", "whole"]);
		const last = (name: string) => readFileSync(path.join(folder, name, "checkpoint.safetensors"));
		expect(last("resumed").equals(last("whole"))).toBe(true);
	});

	it("Ctrl+C ends the training, and the best model so far is written", async () => {
		const args = [
			"train",
			"--train",
			"corpus/train.conll",
			"--dev",
			"corpus/dev.conll",
			"--epochs",
			"100000",
			"--patience",
			"100000",
			"--out",
			"interrupted",
		];
		const child = spawn(process.execPath, [path.join(ROOT, "dist/kernel-setup/commands/cli.js"), "ner", ...args], {
			cwd: folder,
		});
		let stderr = "";
		const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
		await new Promise<void>((resolve) => {
			child.stderr.on("data", (chunk) => {
				stderr += chunk;
				if (/epoch +2\//.test(stderr)) resolve();
			});
		});
		child.kill("SIGINT");
		expect(await ended).toBe(130);
		expect(gradlab(["tag", "--model", "interrupted"], "Boston\n").status).toBe(0);
	});

	it.each([
		["an unknown option", ["train", "--epoch", "3", "--out", "x"], 2, "Did you mean --epochs?"],
		["an unknown command", ["trian"], 2, "Did you mean train?"],
		["a number that is none", ["train", "--epochs", "many", "--out", "x"], 2, "Expected a whole number, 1 or more."],
		["an even window", ["train", "--window", "4", "--out", "x"], 2, "--window 4 has no middle"],
		[
			"--train without --dev",
			["train", "--train", "corpus/train.conll", "--out", "x"],
			2,
			"--train and --dev belong together",
		],
		["nothing to resume", ["train", "--resume", "--out", "empty"], 2, "checkpoint.safetensors is not there"],
		[
			"a missing file",
			["train", "--train", "none", "--dev", "none", "--out", "x"],
			1,
			"error: none: there is no such file",
		],
		["no model", ["tag", "--model", "corpus"], 1, "there is no model in this folder"],
		[
			"vectors of another length than files say",
			["train", "--vectors", "corpus/dev.conll", "--out", "x"],
			1,
			"error: corpus/dev.conll, line",
		],
	])("%s: says so, exit code %#", (_name, args, status, message) => {
		const result = gradlab(args);
		expect(result.stderr).toContain(message);
		expect(result.status).toBe(status);
		expect(result.stderr).not.toMatch(/\n\s+at /);
	});
});
