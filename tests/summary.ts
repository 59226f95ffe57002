/** Prints the true numbers last, alone on a line: `N passed, N failed`. */
import type { Reporter, TestModule } from "vitest/node";

export default class Summary implements Reporter {
	onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
		const counts = { passed: 0, failed: errors.length, skipped: 0 };
		for (const module of modules) {
			const tests = [...module.children.allTests()];
			for (const test of tests) {
				const { state } = test.result();
				if (state === "passed" || state === "failed" || state === "skipped") counts[state]++;
			}
			// A file that does not even load has no tests that could fail, and neither has a hook.
			if (module.state() === "failed" && !tests.some((test) => test.result().state === "failed")) counts.failed++;
		}
		const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
		// After everything that other reporters print.
		process.on("exit", () => process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed${skipped}\n`));
	}
}
