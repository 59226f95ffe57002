import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["tests/**/*.test.ts"],
		globalSetup: "./tests/orphans.ts",
		reporters: ["default", "./tests/summary.ts"],
		testTimeout: 120_000,
		hookTimeout: 180_000,
		maxWorkers: 2,
		maxConcurrency: 2,
	},
});
