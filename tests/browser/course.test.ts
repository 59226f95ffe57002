/** nbgrader's own tools in the JupyterLab of `gradlab course lab`: all of them find the course, its exchange and the kernel. */
import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWithNeeds } from "../needs";
import { staffObstacle } from "../notebooks/staff";
import { ROOT } from "../places";
import { temporaryFolder } from "../temporary";
import { findChromium, HOW_TO_GET_CHROMIUM, type Lab, openLab, SCREENSHOTS } from "./lab";

const GRADLAB = path.join(ROOT, "kernel-setup/gradlab.mjs");
const LESSON = "11-why-understand-backprop.ipynb";
const chromium = findChromium();

describeWithNeeds("course lab", staffObstacle() ?? (chromium === null ? HOW_TO_GET_CHROMIUM : null), () => {
	const course = temporaryFolder("course");
	let lab: Lab;
	beforeAll(async () => {
		mkdirSync(SCREENSHOTS, { recursive: true });
		const gradlab = (...args: string[]) => promisify(execFile)(process.execPath, [GRADLAB, "course", ...args]);
		await gradlab("init", course, "--lessons", "11");
		await gradlab("release", course);
		lab = await openLab(chromium as string, course, [process.execPath, GRADLAB, "course", "lab", course]);
		await lab.page.goto(`${lab.url.replace("/lab?", `/lab/tree/source/lesson-11/${LESSON}?`)}&reset`);
		await lab.page.getByText("Nbgrader", { exact: true }).waitFor({ timeout: 60_000 });
	}, 300_000);
	afterAll(() => lab?.close());

	const fromMenu = async (name: string) => {
		await lab.page.getByText("Nbgrader", { exact: true }).click();
		await lab.page.getByRole("menuitem", { name, exact: true }).click();
	};

	it("Validate runs the open notebook, the kernel is found, and worked answers pass", {
		timeout: 180_000,
	}, async () => {
		await lab.page.getByRole("button", { name: "Validate" }).click();
		const told = lab.page.getByText("Success! Your notebook passes all the tests.");
		await told.waitFor({ timeout: 120_000 });
		await lab.page.getByRole("button", { name: /^(OK|Ok|Close)$/ }).click();
	});

	it("Formgrader lists the assignment", async () => {
		await fromMenu("Formgrader");
		const inside = lab.page.frameLocator("iframe").first();
		await inside.getByText("lesson-11").first().waitFor({ timeout: 60_000 });
		await lab.page.screenshot({ path: path.join(SCREENSHOTS, "formgrader.png") });
	});

	it("the list of assignments offers what was released", async () => {
		await fromMenu("Assignment List");
		await lab.page
			.locator("#released_assignments_list, .assignment-list")
			.getByText("lesson-11")
			.first()
			.waitFor({ timeout: 60_000 });
		expect(await lab.page.getByText("The course list cannot be retrieved").count()).toBe(0);
	});
});
