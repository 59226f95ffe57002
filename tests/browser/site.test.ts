/** The static site of the lessons, opened from its folder in a real browser, without a server. */
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildSite } from "../../kernel-setup/lessons/site/build";
import { describeWithNeeds } from "../needs";
import { executedLesson } from "../notebooks/executed";
import { temporaryFolder } from "../temporary";
import { FLAGS, findChromium, HOW_TO_GET_CHROMIUM, SCREENSHOTS } from "./lab";

const executablePath = findChromium();

describeWithNeeds("the site of the lessons", executablePath === null ? HOW_TO_GET_CHROMIUM : null, () => {
	const folder = temporaryFolder("site-test");
	let browser: Browser;
	let page: Page;
	const [complaints, strangers]: [string[], string[]] = [[], []];
	beforeAll(async () => {
		mkdirSync(SCREENSHOTS, { recursive: true });
		await buildSite(folder, executedLesson);
		browser = await chromium.launch({ executablePath: executablePath as string, args: FLAGS, headless: true });
		page = await browser.newPage({ viewport: { width: 1200, height: 1000 } });
		page.on("pageerror", (error) => complaints.push(String(error)));
		page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
		page.on("request", (request) => /^https?:/.test(request.url()) && strangers.push(request.url()));
	}, 300_000);
	afterAll(async () => {
		await browser?.close();
	});

	const open = (name: string) => page.goto(pathToFileURL(path.join(folder, name)).href);
	const screenshot = (name: string) => page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) });
	const pages = () => readdirSync(folder).filter((name) => name.endsWith(".html"));

	it("has the twelve lessons, a first page and the topics; no link leads nowhere", () => {
		expect(pages()).toHaveLength(14);
		const idsOf = (name: string) =>
			new Set([...readFileSync(path.join(folder, name), "utf8").matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
		const ids = new Map(pages().map((name) => [name, idsOf(name)]));
		const dead = pages().flatMap((name) =>
			[...readFileSync(path.join(folder, name), "utf8").matchAll(/<a [^>]*href="([^"]*)"/g)]
				.map(([, href]) => href)
				.filter((href) => {
					const [file, anchor] = href.split("#");
					if (file !== "" && !readdirSync(folder).includes(file)) return true;
					return anchor !== undefined && anchor !== "" && !ids.get(file || name)?.has(anchor);
				})
				.map((href) => `${name}: ${href}`),
		);
		expect(dead).toEqual([]);
	});

	it("no solution stands open on a page", async () => {
		await open("06-gradient-of-the-window-net.html");
		expect(await page.locator("details:not([open])").count()).toBeGreaterThan(6);
		expect(await page.getByText("check(").first().isVisible()).toBe(false);
	});

	it("formulas are drawn, offline", async () => {
		await open("06-gradient-of-the-window-net.html");
		await expect.poll(() => page.locator("mjx-container").count(), { timeout: 20_000 }).toBeGreaterThan(10);
		expect(await page.locator("mjx-merror, [data-mjx-error]").count()).toBe(0);
		await screenshot("site-06");
	});

	it("a figure is a static picture, and Plotly's once it comes into view, in the page's theme", async () => {
		await open("02-why-nonlinear.html");
		const figure = page.locator(".figure").first();
		expect(await figure.locator("svg[role=img]").count()).toBe(1);
		await figure.scrollIntoViewIfNeeded();
		const title = figure.locator(".gtitle");
		await expect.poll(() => title.count(), { timeout: 20_000 }).toBe(1);
		const ink = () => title.evaluate((element) => getComputedStyle(element).fill);
		const light = await ink();
		await page.click("#theme");
		await expect.poll(ink).not.toBe(light);
		await screenshot("site-02-dark");
		await page.click("#theme");
	});

	it("a drawing goes step by step by its keys", async () => {
		await open("07-computation-graphs.html");
		const steps = page.locator("[data-steps]").nth(1);
		const words = steps.locator(".gradlab-step");
		await steps.focus();
		await page.keyboard.press("Home");
		expect(await words.textContent()).toMatch(/^Step 1 of \d+\. Given: /);
		await page.keyboard.press("ArrowRight");
		expect(await words.textContent()).toMatch(/^Step 2 of \d+\. Forward: /);
		await screenshot("site-07-step");
	});

	it("search forgives a typing error, and leads to the section", async () => {
		await open("index.html");
		await page.fill("#search", "outer prodct");
		const found = page.locator("#results a");
		await expect.poll(() => found.count()).toBeGreaterThan(0);
		await found.first().click();
		await page.waitForURL(/06-gradient-of-the-window-net\.html#/);
		await page.fill("#search", "zzzzzz");
		expect(await page.locator("#results").textContent()).toContain("Nothing was found");
	});

	it("nothing was asked of the network, and the browser has nothing to complain about", () => {
		expect(strangers).toEqual([]);
		expect(complaints).toEqual([]);
	});
});
