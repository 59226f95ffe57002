/** Tests that need something which not every machine has. In CI it has to be there. */
import { describe, it } from "vitest";

declare module "vitest" {
	interface TaskMeta {
		/** Why the tests below are skipped; tests/summary.ts prints it. */
		lacking?: string;
	}
}

/**
 * Like `describe`. Where something is lacking, its tests are skipped, every one of them counted, and the reason is
 * printed; in CI that is a failure.
 * @param lacking what is not there and how to get it, or null
 */
export function describeWithNeeds(name: string, lacking: string | null, tests: () => void): void {
	if (lacking === null) return void describe(name, tests);
	describe(name, () => {
		if (process.env.CI)
			it("everything that it needs is there", () => {
				throw new Error(lacking);
			});
		describe.skip("cannot run here", { meta: { lacking } }, tests);
	});
}
