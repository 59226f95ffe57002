/**
 * A small grammar of news-like sentences. A word in braces is a slot; what fills it carries its class. The same name can
 * be a person here and a place there: only the words around it tell, which is what a window is for.
 */
import type { Random } from "../../matrix/random";
import type { Sentence } from "../tags";
import type { Gazetteers } from "./gazetteers";

/** What fills a slot: words, and the class they carry; null for ordinary words. */
interface Filler {
	readonly words: readonly string[];
	readonly type: string | null;
}

type Slot = (names: Gazetteers, random: Random) => Filler;

const split = (name: string) => name.split(" ");

function date({ months, weekdays }: Gazetteers, random: Random): string[] {
	const year = () => String(1950 + random.integer(80));
	const forms = [
		() => [random.pick(weekdays)],
		() => [random.pick(months), year()],
		() => [String(1 + random.integer(28)), random.pick(months)],
		() => [random.pick(months), String(1 + random.integer(28)), ",", year()],
		() => [random.pick(months)],
		() => [year()],
	];
	return random.pick(forms)();
}

const ENDINGS = [
	"Group",
	"Bank",
	"Labs",
	"Motors",
	"Foundation",
	"Institute",
	"University",
	"Airlines",
	"Press",
	"Inc.",
	"Ltd.",
];

function organisation({ companies, surnames, places }: Gazetteers, random: Random): string[] {
	const forms = [
		() => split(random.pick(companies)),
		() => [...split(random.pick(companies)), random.pick(ENDINGS)],
		() => [random.pick(surnames), random.pick(ENDINGS)],
		() => [random.pick(surnames), "&", random.pick(surnames)],
		() => ["University", "of", ...split(random.pick(places))],
	];
	return random.pick(forms)();
}

const named =
	(type: string, words: (names: Gazetteers, random: Random) => string[]): Slot =>
	(names, random) => ({ words: words(names, random), type });

const plain =
	(choices: string): Slot =>
	(_names, random) => ({ words: split(random.pick(choices.split(", "))), type: null });

const SLOTS: Readonly<Record<string, Slot>> = {
	person: named("PER", ({ firstNames, surnames }, random) => [random.pick(firstNames), random.pick(surnames)]),
	first: named("PER", ({ firstNames }, random) => [random.pick(firstNames)]),
	last: named("PER", ({ surnames }, random) => [random.pick(surnames)]),
	city: named("LOC", ({ places }, random) => split(random.pick(places))),
	country: named("LOC", ({ countries }, random) => split(random.pick(countries))),
	company: named("ORG", ({ companies }, random) => split(random.pick(companies))),
	organisation: named("ORG", organisation),
	date: named("DATE", date),
	role: plain(
		"president, director, minister, engineer, professor, singer, mayor, chairman, author, analyst, coach, lawyer",
	),
	said: plain("said, told reporters, announced, explained, argued, confirmed, denied, warned"),
	thing: plain("plan, report, deal, study, project, proposal, strike, exhibition, merger, election, contract, trial"),
	place: plain("museum, hotel, harbour, airport, theatre, stadium, market, station, library, bridge, school, church"),
	quality: plain("new, famous, old, small, crowded, modern, quiet, historic, busy, expensive, beautiful, large"),
	fruit: plain("apple, shell, target, turkey, orange, visa, chase, gap"),
	may: plain("may, will, can, might, should, could"),
	number: (_names, random) => ({ words: [String(2 + random.integer(900))], type: null }),
};

/** One sentence of a template. */
export function sentenceFrom(template: string, names: Gazetteers, random: Random): Sentence {
	const tokens: string[] = [];
	const tags: string[] = [];
	for (const piece of template.split(" ")) {
		const slot = /^\{(\w+)\}(.*)$/.exec(piece);
		if (slot === null) {
			tokens.push(piece);
			tags.push("O");
			continue;
		}
		const { words, type } = SLOTS[slot[1]](names, random);
		words.forEach((word, k) => {
			tokens.push(k === words.length - 1 ? word + slot[2] : word);
			tags.push(type === null ? "O" : `${k === 0 ? "B" : "I"}-${type}`);
		});
	}
	return { tokens, tags };
}

/** What training, dev and test sentences look like. */
export const TEMPLATES: readonly string[] = [
	"{person} visited the {quality} {place} in {city} .",
	"The {place}s in {city} are {quality} to see .",
	"Museums in {city} are amazing to see .",
	"{first} stayed at the {company} in {city} .",
	"{person} stayed at the {company} in {city} .",
	"{person} , {role} of {organisation} , {said} on {date} that the {thing} {may} fail .",
	"{organisation} {said} on {date} that it {may} open the {place} in {country} .",
	"Shares of {company} fell {number} points in {city} on {date} .",
	"{last} was born in {city} , {country} , in {date} .",
	"The {role} of {country} met {person} in {city} .",
	"In {date} , {organisation} hired {person} as {role} .",
	"{company} {may} build a {place} near {city} .",
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
	"The bill {may} pass in {date} , {person} {said} .",
];

/** Other sentences: no training sentence is like these. */
export const UNSEEN_TEMPLATES: readonly string[] = [
	"Last {date} , tourists from {country} took photos of {city} .",
	"My neighbour {person} lived in {city} until {date} .",
	"Police arrested {person} near {city} on {date} .",
	"Doctors at {organisation} thanked {person} for the donation .",
	"The weather in {city} was cold , but {first} did not mind .",
	"{person} and her husband {first} crossed {country} by train .",
	"Since {date} the factory of {company} has been empty .",
	"Farmers in {country} sell coffee to {company} .",
	"The album was recorded in {city} by {person} .",
	"{person} scored twice as {country} beat {country} .",
	"Voters in {city} elected {person} in {date} .",
	"A letter from {person} was found in {city} .",
	"The army of {country} left {city} in {date} .",
	"Students from {city} asked {person} about the exam .",
	"Flights to {country} were cancelled on {date} .",
];

/**
 * Sentences in which two words together decide, and neither alone: what is “surely” a singer is a person, what is “hardly”
 * one is the place of that name. No weighted sum of the words can tell; a hidden layer can.
 */
export function xorSentence(names: readonly string[], random: Random): Sentence {
	const affirmed = random.uniform() < 0.5;
	const describesPerson = random.uniform() < 0.5;
	const name = random.pick(names);
	const adverb = random.pick(affirmed ? ["surely", "certainly"] : ["hardly", "never"]);
	const noun = random.pick(describesPerson ? ["singer", "lawyer"] : ["harbour", "suburb"]);
	const opening = random.pick(["It was", "They said it was", "This is", "We thought it was"]);
	const ending = random.pick([
		"that she meant",
		"in the letter",
		"that they wrote about",
		"in the old song",
		"of the story",
	]);
	const tokens = `${opening} ${adverb} ${name} the ${noun} ${ending} .`.split(" ");
	const type = affirmed === describesPerson ? "PER" : "LOC";
	return { tokens, tags: tokens.map((token) => (token === name ? `B-${type}` : "O")) };
}
