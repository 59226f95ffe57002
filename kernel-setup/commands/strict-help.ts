/** `help nonsense` is a mistake and told as one; commander's own help would print what it prints for no word at all. */
import type { Command } from "commander";

/** Gives a command, and those below it, a `help` that refuses what it does not know. */
export function strictHelp(command: Command): void {
	if (command.commands.length === 0) return;
	for (const below of command.commands) strictHelp(below);
	command.helpCommand(false);
	command
		.command("help")
		.description("display help for command")
		.argument("[command]")
		.allowExcessArguments()
		.action((name: string | undefined) => {
			if (name === undefined) return command.help();
			const found = command.commands.find((one) => one.name() === name);
			if (found === undefined)
				command.error(
					`error: unknown command '${name}'. There are: ${command.commands.map((one) => one.name()).join(", ")}.`,
				);
			return found.help();
		});
}
