/** Numbers that are typed as options. */
import { InvalidArgumentError } from "commander";

export function positiveNumber(text: string): number {
	const number = Number(text);
	if (!(number > 0 && number < 1e6)) throw new InvalidArgumentError("It is a number above 0.");
	return number;
}

export function count(text: string): number {
	const number = positiveNumber(text);
	if (!Number.isInteger(number)) throw new InvalidArgumentError("It is a whole number from 1.");
	return number;
}
