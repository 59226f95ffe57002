import path from "node:path";
import { defineConfig } from "vitest/config";
import LongOnesFirst from "./tests/order.mts";

/** Set by tests/coverage.mjs: the folder where the processes that tests start write what was covered in them. */
const { GRADLAB_COVERAGE } = process.env;

export default defineConfig({
	test: {
		dir: "tests", // --dir tests/unit: only those
		include: ["**/*.test.ts"],
		globalSetup: ["./tests/leftovers.ts", "./tests/orphans.ts"],
		setupFiles: ["./tests/set-up.ts"],
		sequence: { sequencer: LongOnesFirst },
		reporters: ["default", "./tests/summary.ts"],
		testTimeout: 120_000,
		hookTimeout: 180_000,
		// Two more than a small machine has cores: many tests wait for the processes that they start, or for a time-out.
		maxWorkers: 4,
		maxConcurrency: 2,
		env: GRADLAB_COVERAGE
			? {
					NODE_V8_COVERAGE: path.join(GRADLAB_COVERAGE, "processes"),
					NODE_OPTIONS: `--require ${path.resolve("tests/coverage-hook.cjs")}`,
				}
			: {},
		coverage: {
			provider: "v8",
			include: ["src/**/*.ts", "kernel-setup/**/*.ts"],
			exclude: ["src/fast/simd/assembly/**", "kernel-setup/renderer/**", "**/*.d.ts"],
			reporter: ["json"],
			reportOnFailure: true,
			reportsDirectory: GRADLAB_COVERAGE && path.join(GRADLAB_COVERAGE, "tests"),
		},
	},
});
