/**
 * Makes src/ner/corpus/names.ts: the lists of @faker-js/faker that the generated corpus draws from. To make it anew:
 *
 *     npm install --no-save @faker-js/faker@10.6.0
 *     node src/ner/data/make_names.mjs
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { faker } from "@faker-js/faker/locale/en";

const WIDTH = 116;
const { person, location } = faker.definitions;
const { generic, female, male } = person.first_name;
const every = (n, names) => names.filter((_, k) => k % n === 0);

const LISTS = {
	FIRST_NAMES: [
		"First names: the neutral ones, and every fifth of the others.",
		[...generic, ...every(5, female), ...every(5, male)],
	],
	SURNAMES: ["Surnames.", person.last_name.generic],
	PLACES: [
		"Cities, every third, and states of the United States.",
		[...every(3, location.city_name), ...location.state],
	],
	COUNTRIES: ["Countries.", location.country],
};

/** One word or two, letters only. */
const isPlain = (name) => /^[A-Z][a-zé]+(?: [A-Z][a-z]+)?$/.test(name);

/** Names in lines of a page's width. */
function filled(names) {
	const lines = [""];
	for (const name of names) {
		if (lines.at(-1).length + name.length + 2 > WIDTH) lines.push("");
		lines.push(`${lines.pop()}${name}, `);
	}
	return lines.map((line) => `\t${line.trim()}`).join("\n");
}

const parts = Object.entries(LISTS).map(([name, [what, names]]) => {
	const text = filled([...new Set(names)].filter(isPlain).sort()).replace(/,$/, "");
	return `/** ${what} */\nexport const ${name} = \`\n${text}\`;\n`;
});
const head = `/**
 * Names of people and places, from the English lists of @faker-js/faker 10.6.0: names of one word or two, sorted. Its
 * licence is MIT, and lies beside this file: names.LICENSE.txt. Made by src/ner/data/make_names.mjs.
 */
`;
writeFileSync(path.join(import.meta.dirname, "../corpus/names.ts"), [head, ...parts].join("\n"));
