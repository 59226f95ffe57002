/** Prints why tests were skipped, and last, alone on a line, the true numbers: `N passed, N failed`. */
import type { Reporter, TestCase, TestModule, Vitest } from "vitest/node";

/** What is lacking (tests/needs.ts), or what the test itself said when it skipped. */
function reasonFor(test: TestCase): string {
	for (let suite: TestCase["parent"] = test.parent; suite.type === "suite"; suite = suite.parent)
		if (suite.meta().lacking !== undefined) return suite.meta().lacking as string;
	const result = test.result();
	return (result.state === "skipped" && result.note) || "it does not say why";
}

export default class Summary implements Reporter {
	private onlyNamed = false;

	onInit({ config }: Vitest): void {
		this.onlyNamed = config.testNamePattern !== undefined;
	}

	onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
		const counts = { passed: 0, failed: errors.length, skipped: 0 };
		const reasons = new Map<string, number>();
		for (const module of modules) {
			const tests = [...module.children.allTests()];
			for (const test of tests) {
				const { state } = test.result();
				if (state === "passed" || state === "failed" || state === "skipped") counts[state]++;
				if (state !== "skipped" || this.onlyNamed) continue; // with -t NAME, all the others are skipped
				const reason = `${module.relativeModuleId}: ${reasonFor(test)}`;
				reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
			}
			// A file that does not even load has no tests that could fail, and neither has a hook.
			if (module.state() === "failed" && !tests.some((test) => test.result().state === "failed")) counts.failed++;
		}
		const lines = [...reasons].map(([reason, count]) => `Skipped, ${count} of ${reason}\n`);
		const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
		// After everything that other reporters print.
		process.on("exit", () =>
			process.stdout.write(`\n${lines.join("")}${counts.passed} passed, ${counts.failed} failed${skipped}\n`),
		);
	}
}
