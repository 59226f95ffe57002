/** `--help`: every command shows how it is typed, and what it shows can be typed. */
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { program } from "../../kernel-setup/commands/program";

/** Commands that do something; the others only hold them. */
const leaves = (command: Command): Command[] =>
	command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);

const nameOf = (command: Command): string =>
	command.parent === null ? "" : `${nameOf(command.parent)} ${command.name()}`.trim();

function helpOf(command: Command): string {
	let said = "";
	command.configureOutput({ writeOut: (text) => (said += text) }).outputHelp();
	return said;
}

/** What stands under “Examples”, without the words behind: two spaces and more divide them. */
const examplesIn = (help: string): string[] =>
	(/\nExamples?:\n((?: {2}.+\n?)+)/.exec(help)?.[1] ?? "")
		.trimEnd()
		.split("\n")
		.map((line) => line.trim().split(/ {2,}/)[0])
		.filter((line) => line !== "");

/** The arguments that the command line gets when somebody types this. */
function typed(line: string): string[] {
	const [, start, rest] =
		/^(?:echo .* \| )?(?:npx )?(gradlab|npm start|npm test|npm run setup)\b ?(.*)$/.exec(line) ?? [];
	const words = (rest ?? "").split(" ").filter((word) => word !== "" && word !== "--");
	return start === undefined || start === "gradlab" ? words : [start.split(" ").at(-1) as string, ...words];
}

describe("the help of", () => {
	const commands = leaves(program).filter((command) => command.name() !== "help");
	it.each(
		commands.map((command) => [nameOf(command), command] as const),
	)("%s has examples, which parse", async (_name, command) => {
		const examples = examplesIn(helpOf(command));
		expect(examples.length).toBeGreaterThan(0);
		for (const example of examples) {
			let ran = "";
			for (const other of commands) {
				other.action(() => {
					ran = nameOf(other);
				});
				other.exitOverride((error) => {
					throw error;
				});
			}
			await program.parseAsync(typed(example), { from: "user" });
			expect(ran, example).toBe(nameOf(command));
		}
	});

	it("gradlab is read to the letter: an option that there is not does not parse", async () => {
		await expect(program.parseAsync(typed("npm start -- --prot 8899"), { from: "user" })).rejects.toThrow("--prot");
	});
});
