/**
 * A small grammar of news-like sentences. A word in braces is a slot; what fills it carries its class. The same name can
 * be a person here and a place there: only the words around it tell, which is what a window is for.
 */
import type { Random } from "../../matrix/random";
import {
	CITIES,
	COMPANIES,
	COUNTRIES,
	FIRST_NAMES,
	MONTHS,
	ORGANISATION_ENDINGS,
	SURNAMES,
	WEEKDAYS,
} from "./gazetteers";

/** What fills a slot: words, and the class they carry; null for ordinary words. */
export interface Filler {
	readonly words: readonly string[];
	readonly type: string | null;
}

const split = (name: string) => name.split(" ");
const year = (random: Random) => String(1950 + random.integer(80));

function date(random: Random): string[] {
	const forms = [
		() => [random.pick(WEEKDAYS)],
		() => [random.pick(MONTHS), year(random)],
		() => [String(1 + random.integer(28)), random.pick(MONTHS)],
		() => [year(random)],
		() => [random.pick(MONTHS)],
	];
	return random.pick(forms)();
}

function organisation(random: Random): string[] {
	const forms = [
		() => [random.pick(COMPANIES)],
		() => [random.pick(COMPANIES), random.pick(ORGANISATION_ENDINGS)],
		() => [random.pick(SURNAMES), random.pick(ORGANISATION_ENDINGS)],
		() => ["University", "of", ...split(random.pick(CITIES))],
	];
	return random.pick(forms)();
}

const person = (random: Random) => [random.pick(FIRST_NAMES), random.pick(SURNAMES)];

const plain =
	(choices: readonly string[]) =>
	(random: Random): Filler => ({ words: split(random.pick(choices)), type: null });

export const SLOTS: Readonly<Record<string, (random: Random) => Filler>> = {
	person: (random) => ({ words: person(random), type: "PER" }),
	first: (random) => ({ words: [random.pick(FIRST_NAMES)], type: "PER" }),
	last: (random) => ({ words: [random.pick(SURNAMES)], type: "PER" }),
	city: (random) => ({ words: split(random.pick(CITIES)), type: "LOC" }),
	country: (random) => ({ words: split(random.pick(COUNTRIES)), type: "LOC" }),
	company: (random) => ({ words: [random.pick(COMPANIES)], type: "ORG" }),
	organisation: (random) => ({ words: organisation(random), type: "ORG" }),
	date: (random) => ({ words: date(random), type: "DATE" }),
	role: plain([
		"president",
		"director",
		"minister",
		"engineer",
		"professor",
		"singer",
		"mayor",
		"chairman",
		"author",
		"analyst",
	]),
	said: plain(["said", "told reporters", "announced", "explained", "argued", "confirmed", "denied", "warned"]),
	thing: plain([
		"plan",
		"report",
		"deal",
		"study",
		"project",
		"proposal",
		"strike",
		"exhibition",
		"merger",
		"election",
	]),
	place: plain([
		"museum",
		"hotel",
		"harbour",
		"airport",
		"theatre",
		"stadium",
		"market",
		"station",
		"library",
		"bridge",
	]),
	quality: plain(["new", "famous", "old", "small", "crowded", "modern", "quiet", "historic", "busy", "expensive"]),
	fruit: plain(["apple", "shell", "target", "turkey", "orange", "visa", "chase"]),
	may: plain(["may", "will", "can", "might", "should"]),
	number: (random) => ({ words: [String(2 + random.integer(900))], type: null }),
};

export const TEMPLATES: readonly string[] = [
	"{person} visited the {quality} {place} in {city} .",
	"The {place}s in {city} are amazing to see .",
	"{first} stayed at the {company} in {city} .",
	"{person} , {role} of {organisation} , {said} on {date} that the {thing} {may} fail .",
	"{organisation} {said} on {date} that it {may} open the {place} in {country} .",
	"Shares of {company} fell {number} points in {city} on {date} .",
	"{last} was born in {city} , {country} , in {date} .",
	"The {role} of {country} met {person} in {city} .",
	"In {date} , {organisation} hired {person} as {role} .",
	"{company} will build a {place} near {city} .",
	"“ The {thing} {may} start in {date} , ” {said} {person} .",
	"{first} and {first} flew from {city} to {city} on {date} .",
	"{organisation} and {organisation} signed a {thing} worth {number} million .",
	"One {role} from {country} won the {thing} in {date} .",
	"{person} bought the {fruit} at the {place} .",
	"The {quality} {place} {may} close before {date} .",
	"Mr. {last} left {organisation} after {number} days .",
	"Mrs. {last} moved to {city} and wrote a {quality} {thing} .",
	"Trains from {city} reach the {place} in {number} minutes .",
	"The {thing} between {country} and {country} ended in {date} .",
	"{person} works for {company} in {city} .",
	"{company} 's {role} {last} {said} the {thing} was {quality} .",
	"Nobody knows who ate the {fruit} .",
	"It rained in {city} from {date} to {date} .",
	"The {role} , {person} , grew up in {country} .",
	"{organisation} sold its {place} to {company} .",
	"We {may} mark the {quality} {place} on the map .",
	"According to {last} , the {thing} cost {number} euros .",
	"{city} is the largest city in {country} .",
	"On {date} {person} opened the {place} .",
];
