/** What runs in the pages of the site: the theme, the search, figures once they come into view, and formulas. */
import MiniSearch from "minisearch";
import { loadPlotly } from "./plotly";
import { CONFIG, themed } from "./theme";

interface Section {
	id: string;
	lesson: string;
	heading: string;
	text: string;
}

declare global {
	interface Window {
		SECTIONS: Section[];
		MathJax: object;
	}
}

const MOST_FOUND = 12;
const find = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;

// MathJax reads this when it loads, after this script. It would fetch more of itself for its menu and for speech.
window.MathJax = {
	tex: {
		inlineMath: [["$", "$"]],
		displayMath: [["$$", "$$"]],
	},
	options: { enableMenu: false, ignoreHtmlClass: "code|stream|figure|picture" },
};

/** The reader's choice of theme, or that of her system. A browser may forbid a page of a folder to remember. */
function remembered(): string | null {
	try {
		return localStorage.getItem("gradlab-theme");
	} catch {
		return null;
	}
}

const isDark = () => document.documentElement.dataset.theme === "dark";

function setTheme(theme: string): void {
	document.documentElement.dataset.theme = theme;
	find("theme").textContent = isDark() ? "Light" : "Dark";
	try {
		localStorage.setItem("gradlab-theme", theme);
	} catch {
		// Then it is as the system has it, at the next page.
	}
	for (const figure of drawn) void draw(figure);
}

const drawn = new Set<HTMLElement>();

async function draw(figure: HTMLElement): Promise<void> {
	const { data, layout } = JSON.parse(figure.dataset.figure as string);
	const library = await loadPlotly("assets/plotly.js");
	// The static picture stays until there is something better.
	if (!drawn.has(figure)) {
		figure.setAttribute("aria-label", figure.querySelector("svg")?.getAttribute("aria-label") ?? "a figure");
		figure.setAttribute("role", "img");
		figure.replaceChildren();
	}
	drawn.add(figure);
	const color = getComputedStyle(document.body).color;
	await library.react(figure, data, themed(layout, isDark(), color), { ...CONFIG, responsive: true });
}

const inView = new IntersectionObserver(
	(entries) => {
		for (const { target, isIntersecting } of entries) {
			if (!isIntersecting) continue;
			inView.unobserve(target);
			void draw(target as HTMLElement);
		}
	},
	{ rootMargin: "200px" },
);

function startSearch(): void {
	const index = new MiniSearch<Section>({
		fields: ["heading", "text", "lesson"],
		storeFields: ["heading", "lesson"],
		searchOptions: {
			boost: { heading: 3 },
			prefix: true,
			fuzzy: (term) => (term.length > 4 ? 0.2 : 0),
			combineWith: "AND",
		},
	});
	index.addAll(window.SECTIONS);
	const [box, results] = [find<HTMLInputElement>("search"), find("results")];
	const show = () => {
		const found = index.search(box.value).slice(0, MOST_FOUND);
		results.hidden = box.value.trim() === "";
		if (found.length === 0) {
			results.textContent = "Nothing was found. Try one word of it.";
			return;
		}
		const list = document.createElement("ul");
		for (const { id, heading, lesson } of found) {
			const link = document.createElement("a");
			link.href = id;
			link.textContent = heading;
			link.addEventListener("click", close);
			const item = document.createElement("li");
			item.append(link, ` ${lesson}`);
			list.append(item);
		}
		results.replaceChildren(list);
	};
	const close = () => {
		box.value = "";
		results.hidden = true;
	};
	box.addEventListener("input", show);
	document.addEventListener("keydown", (event) => {
		if (event.key === "Escape") close();
		const isTyping = /^(INPUT|TEXTAREA)$/.test(document.activeElement?.tagName ?? "");
		if (event.key !== "/" || isTyping) return;
		event.preventDefault();
		box.focus();
	});
}

const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
setTheme(remembered() ?? system);
find("theme").addEventListener("click", () => setTheme(isDark() ? "light" : "dark"));
for (const figure of document.querySelectorAll<HTMLElement>("[data-figure]")) inView.observe(figure);
startSearch();
