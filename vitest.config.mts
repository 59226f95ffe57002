import { defineConfig } from "vitest/config";
import LongOnesFirst from "./tests/order";

export default defineConfig({
	test: {
		include: ["tests/**/*.test.ts"],
		globalSetup: ["./tests/orphans.ts", "./tests/notebooks/executed.ts"],
		sequence: { sequencer: LongOnesFirst },
		reporters: ["default", "./tests/summary.ts"],
		testTimeout: 120_000,
		hookTimeout: 180_000,
		maxWorkers: 2,
		maxConcurrency: 2,
	},
});
