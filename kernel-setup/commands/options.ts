/** Options of the command line that are numbers, and what is said of those that are none. */
import { InvalidArgumentError, Option } from "commander";

/** A whole number from `least` on. */
export function whole(flags: string, description: string, standard: number, least = 1): Option {
	return new Option(flags, description).default(standard).argParser((text: string) => {
		const value = Number(text);
		if (Number.isInteger(value) && value >= least) return value;
		throw new InvalidArgumentError(`Expected a whole number, ${least} or more.`);
	});
}

/** A positive number. */
export function positive(flags: string, description: string, standard: number): Option {
	return new Option(flags, description).default(standard).argParser((text: string) => {
		const value = Number(text);
		if (value > 0 && Number.isFinite(value)) return value;
		throw new InvalidArgumentError("Expected a positive number.");
	});
}
