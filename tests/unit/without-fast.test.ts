/** The book works whole without the engine room: its tests once more, on the plain run and the kernels in plain TypeScript. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import * as g from "../../src/index";
import { ROOT } from "../places";

g.useMachine(g.plainMachine);

describe("without the engine room", () => {
	it("graphs run on the plain run", () => {
		expect(g.currentMachine()).toBe(g.plainMachine);
		expect(new g.ComputationalGraph(g.input("x", 1)).kernels).toBe(g.reference);
	});

	it("nothing in the book imports it", () => {
		const book = readdirSync(path.join(ROOT, "src"), { recursive: true, encoding: "utf8" })
			.filter((file) => file.endsWith(".ts") && file !== "index.ts" && !/^(fast|node)\b/.test(file))
			.filter((file) => /from "[^"]*\/fast\//.test(readFileSync(path.join(ROOT, "src", file), "utf8")));
		expect(book).toEqual([]);
	});
});

await import("./graph.test");
await import("./plan.test");
await import("./plain-run.test");
await import("./random-graphs.test");
await import("./gradient-expression.test");
await import("./calculus.test");
await import("./own-gate.test");
await import("./json.test");
await import("./notation.test");
await import("./nn.test");
