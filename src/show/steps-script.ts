/**
 * What runs in the browser for a picture in steps. The function is written into the output as text, so it may use nothing
 * from outside its own body; the few parts of the browser that it needs are described here.
 */

interface Style {
	setProperty(name: string, value: string): void;
}
interface Part {
	readonly style: Style;
	textContent: string | null;
	disabled: boolean;
	getAttribute(name: string): string | null;
	setAttribute(name: string, value: string): void;
	addEventListener(type: string, listener: (event: KeyEvent) => void): void;
	querySelectorAll(selector: string): Iterable<Part>;
	append(...parts: Part[]): void;
	replaceWith(part: Part): void;
	innerHTML: string;
}
interface KeyEvent {
	readonly key: string;
	preventDefault(): void;
	stopPropagation(): void;
}
interface Page {
	createElement(name: string): Part;
	querySelectorAll(selector: string): Iterable<Part>;
}

/** Brings every picture in steps on the page to life that is not alive yet. */
export function startSteps(page: Page): void {
	const MARK = "#d55e00";
	const decode = (source: string) => {
		const bytes = Uint8Array.from(atob(source.slice(source.indexOf(",") + 1)), (c) => c.charCodeAt(0));
		return new TextDecoder().decode(bytes);
	};
	const start = (root: Part) => {
		root.setAttribute("data-started", "");
		const steps: string[] = JSON.parse(root.getAttribute("data-steps") ?? "[]");
		let now = Number(root.getAttribute("data-step"));
		const picture = page.createElement("div");
		const image = [...root.querySelectorAll("img")][0];
		picture.innerHTML = decode(image.getAttribute("src") ?? "");
		image.replaceWith(picture);

		const words = page.createElement("p");
		words.setAttribute("aria-live", "polite");
		words.setAttribute("class", "gradlab-step");
		words.style.setProperty("margin", "6px 0");
		words.style.setProperty("min-height", "2.6em");
		const bar = page.createElement("div");
		bar.style.setProperty("display", "flex");
		bar.style.setProperty("gap", "6px");
		const button = (text: string, label: string, target: () => number) => {
			const made = page.createElement("button");
			made.textContent = text;
			for (const [name, value] of [
				["type", "button"],
				["aria-label", label],
				["title", label],
			])
				made.setAttribute(name, value);
			for (const [name, value] of [
				["padding", "4px 12px"],
				["font", "inherit"],
				["color", "inherit"],
				["background", "transparent"],
				["border", "1px solid currentColor"],
				["border-radius", "4px"],
				["cursor", "pointer"],
			])
				made.style.setProperty(name, value);
			made.addEventListener("click", () => show(target()));
			bar.append(made);
			return made;
		};
		const last = steps.length - 1;
		const backward = [button("|◀", "first step", () => 0), button("◀ back", "one step back", () => now - 1)];
		const forward = [button("next ▶", "one step on", () => now + 1), button("▶|", "last step", () => last)];

		const show = (step: number) => {
			now = Math.max(0, Math.min(last, step));
			for (const part of picture.querySelectorAll("[data-from]"))
				part.style.setProperty("visibility", Number(part.getAttribute("data-from")) <= now ? "visible" : "hidden");
			for (const part of picture.querySelectorAll("[data-only]"))
				part.style.setProperty("visibility", Number(part.getAttribute("data-only")) === now ? "visible" : "hidden");
			for (const part of picture.querySelectorAll("[data-mark]")) {
				const isMarked = (part.getAttribute("data-mark") ?? "").split(" ").includes(String(now));
				for (const line of part.querySelectorAll("path:not([data-hover]), ellipse, polygon")) {
					line.style.setProperty("stroke", isMarked ? MARK : "");
					line.style.setProperty("stroke-width", isMarked ? "3" : "");
				}
			}
			words.textContent = `Step ${now + 1} of ${steps.length}. ${steps[now]}`;
			for (const one of backward) one.disabled = now === 0;
			for (const one of forward) one.disabled = now === last;
			for (const one of [...backward, ...forward]) one.style.setProperty("opacity", one.disabled ? "0.4" : "1");
		};
		root.append(words, bar);
		root.setAttribute("tabindex", "0");
		root.addEventListener("keydown", (event) => {
			const target = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last }[event.key];
			if (target === undefined) return;
			event.preventDefault();
			event.stopPropagation();
			show(target);
		});
		show(now);
	};
	for (const root of page.querySelectorAll("[data-steps]:not([data-started])")) start(root);
}
