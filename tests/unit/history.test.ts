/** The patterns of a history search. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fits } from "../../kernel-setup/kernel/host/history";

/** What a pattern means, said by a regular expression; good for short ones only. */
function reference(glob: string, text: string): boolean {
	const source = glob
		.replace(/[.+^${}()|[\]\\]/g, "\\$&")
		.replaceAll("*", "[\\s\\S]*")
		.replaceAll("?", "[\\s\\S]");
	return new RegExp(`^${source}$`).test(text);
}

describe("a pattern with * and ?", () => {
	it("fits what its regular expression fits", () => {
		const letters = (all: string) => fc.array(fc.constantFrom(...all), { maxLength: 8 }).map((list) => list.join(""));
		fc.assert(
			fc.property(letters("ab*?.\n"), letters("ab.*\n"), (glob, text) => {
				expect(fits(glob, text)).toBe(reference(glob, text));
			}),
			{ numRuns: 5000, seed: 1 },
		);
	});

	it("takes no longer for many stars: a regular expression would never end", () => {
		expect(fits(`${"*a".repeat(30)}*b`, "a".repeat(5000))).toBe(false);
		expect(fits(`${"*".repeat(40)}z${"*".repeat(40)}q`, "z".repeat(5000))).toBe(false);
	});
});
