/** The pages of the site: what stands around an executed lesson, the first page, and the topics. */
import { TOPICS } from "../../../src/course/topics";
import { escapeXml } from "../../../src/show/svg";
import { sectionsOf } from "../topic-index";

/** A lesson as HTML. */
export interface Lesson {
	/** The file of its page. */
	readonly file: string;
	readonly title: string;
	readonly body: string;
	readonly sections: readonly { readonly heading: string; readonly anchor: string; readonly text: string }[];
}

function page(title: string, lessons: readonly Lesson[], current: string, main: string): string {
	const entries = [
		["index.html", "gradlab"],
		...lessons.map(({ file, title }) => [file, title]),
		["topics.html", "Topic by topic"],
	];
	const links = entries.map(
		([file, text]) =>
			`<li><a href="${file}"${file === current ? ' aria-current="page"' : ""}>${escapeXml(text)}</a></li>`,
	);
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="assets/style.css">
<script defer src="assets/sections.js"></script>
<script defer src="assets/page.js"></script>
<script defer src="assets/mathjax.js"></script>
</head>
<body>
<a class="skip" href="#main">To the text</a>
<header>
<label class="search">Search <input type="search" id="search" autocomplete="off" placeholder="outer product, fork, δ …"></label>
<button type="button" id="theme">Dark</button>
</header>
<div id="results" role="region" aria-live="polite" aria-label="What was found" hidden></div>
<nav aria-label="Lessons"><ol>${links.join("")}</ol></nav>
<main id="main" tabindex="-1">
${main}
</main>
</body>
</html>
`;
}

/** A lesson, with the ways to the one before and the one after. */
export function lessonPage(lessons: readonly Lesson[], k: number): string {
	const { title, file, body } = lessons[k];
	const way = (to: Lesson | undefined, word: string) =>
		to === undefined ? "<span></span>" : `<a href="${to.file}">${word}: ${escapeXml(to.title)}</a>`;
	const ways = `<div class="ways">${way(lessons[k - 1], "Before")}${way(lessons[k + 1], "Next")}</div>`;
	// A file of exercises is shown as text.
	const linked = body.replace(/href="(my-[\w-]+\.ts)"/g, 'href="$1.txt"');
	return page(`${title} · gradlab`, lessons, file, `<article>${linked}</article>${ways}`);
}

/** The first page: every lesson with what one can do after it. */
export function indexPage(lessons: readonly Lesson[]): string {
	const items = lessons.map(({ file, title, sections }) => {
		// The first paragraph behind the title.
		const about = sections[0].text.trim().split("\n").slice(1).join("\n").trim().split("\n\n")[0];
		return `<li><a href="${file}">${escapeXml(title)}</a><p>${escapeXml(about)}</p></li>`;
	});
	const main = `<h1>gradlab: the lessons</h1>
<p>Twelve lessons on the matrix calculus of neural nets, from the first slope to a model that finds names in text. Every formula is followed by a cell that checks it by number; what you read here was executed, and would not be here if a check had failed.</p>
<p>These pages are for reading. To run the cells and to do the exercises, clone the project and type <code>npm start</code>.</p>
<ol class="lessons">${items.join("")}</ol>`;
	return page("gradlab: the lessons", lessons, "index.html", main);
}

/** Every topic of the source lecture, with the sections that treat it. */
export function topicsPage(lessons: readonly Lesson[]): string {
	const anchors = new Map(
		lessons.flatMap(({ file, sections }) =>
			sections.map(({ heading, anchor }) => [`${file} ${heading}`, `${file}#${anchor}`] as const),
		),
	);
	const sections = lessons.flatMap(({ file }) =>
		sectionsOf(file.replace(/\.html$/, ".ipynb")).map((own) => ({ ...own, file })),
	);
	const rows = TOPICS.map(({ number, title }) => {
		const links = sections
			.filter(({ topics }) => topics.includes(number))
			.map(
				({ file, heading }) =>
					`<a href="${anchors.get(`${file} ${heading}`)}">${file.slice(0, 2)} · ${escapeXml(heading)}</a>`,
			);
		return `<tr><td>${number}</td><td>${escapeXml(title)}</td><td>${links.join("<br>")}</td></tr>`;
	});
	const main = `<h1>Topic by topic</h1><p>Every topic of the lecture, and the section that derives or shows it.</p>
<table><thead><tr><th>#</th><th>topic</th><th>section</th></tr></thead><tbody>${rows.join("\n")}</tbody></table>`;
	return page("Topic by topic · gradlab", lessons, "topics.html", main);
}
