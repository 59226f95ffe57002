/**
 * The names that the generated corpus is made of: common ones (names.ts), and names that are two things, written for this
 * project. Licences and credits: docs/credits.md.
 */
import { COUNTRIES, FIRST_NAMES, PLACES, SURNAMES } from "./names";

const words = (text: string): string[] => text.trim().split(/\s*[,\n]\s*/);

/** Names of people that are places, too. */
export const PLACES_AND_PEOPLE = words(`
	Paris, Jordan, Chelsea, Georgia, Sydney, Florence, Victoria, Austin, Charlotte, Savannah, Madison, Brooklyn, Phoenix,
	Dallas, Orlando, Lincoln, Israel, Chad, Kenya, Chester, Carson, Milan, Sofia, Adelaide, Alexandria, Regina`);

/** Surnames that are places, too. */
export const PLACES_AND_SURNAMES = words(`
	Washington, London, Houston, Jackson, Hamilton, Lancaster, Cleveland, Montgomery, Raleigh, Columbus, Denver, Bolton,
	Holland, Ireland, England, Israel, Wellington, Kent, Warren, Lincoln`);

/** Companies that are surnames. */
export const COMPANIES_AND_SURNAMES = words(
	"Ford, Hilton, Chase, Morgan, Wells, Dell, Boeing, Philips, Siemens, Bosch, Porsche",
);

/** Companies that are ordinary words. */
export const COMPANIES_AND_WORDS = words(
	"Apple, Shell, Target, Visa, Oracle, Amazon, Orange, Gap, Caterpillar, Sprint, Mark, Will",
);

/** Months that are first names or ordinary words. */
export const MONTHS_AND_NAMES = words("May, April, June, August, March");

/** First names that are ordinary words at the beginning of a sentence. */
export const NAMES_AND_WORDS = words("Will, Mark, Bill, Grace, Rose, Faith, Hope, Joy, Frank, Grant, May, April, June");

const COMPANIES = words(`
	Nokia, Volvo, Toyota, Samsung, Airbus, Renault, Nestle, Lufthansa, Spotify, Ericsson, Honda, Intel, Cisco, Adobe, Sony,
	Panasonic, Nissan, Fiat, Pfizer, Bayer, Unilever, Danone, Motorola, Lockheed, Microsoft, Google, Hyundai, Mitsubishi,
	Canon, Hitachi, Novartis, Merck, Starbucks, Nike, Adidas, Reebok, Reuters, Bloomberg, Barclays, Vodafone, Telefonica`);

const MONTHS = words(
	"January, February, March, April, May, June, July, August, September, October, November, December",
);
const WEEKDAYS = words("Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday");

/** A set of names to fill slots with. */
export interface Gazetteers {
	readonly firstNames: readonly string[];
	readonly surnames: readonly string[];
	readonly places: readonly string[];
	readonly countries: readonly string[];
	readonly companies: readonly string[];
	readonly months: readonly string[];
	readonly weekdays: readonly string[];
}

/** Every fifth name of a list is held out: no training sentence has it. */
const HELD_OUT_EVERY = 5;

function part(names: readonly string[], heldOut: boolean): string[] {
	return names.filter((_, k) => (k % HELD_OUT_EVERY === HELD_OUT_EVERY - 1) === heldOut);
}

const AMBIGUOUS = new Set(
	[
		PLACES_AND_PEOPLE,
		PLACES_AND_SURNAMES,
		COMPANIES_AND_SURNAMES,
		COMPANIES_AND_WORDS,
		MONTHS_AND_NAMES,
		NAMES_AND_WORDS,
	].flat(),
);

function lists(heldOut: boolean): Gazetteers {
	const take = (text: string) =>
		part(
			words(text).filter((name) => !AMBIGUOUS.has(name)),
			heldOut,
		);
	return {
		firstNames: take(FIRST_NAMES),
		surnames: take(SURNAMES),
		places: take(PLACES),
		countries: take(COUNTRIES),
		companies: part(COMPANIES, heldOut),
		months: MONTHS,
		weekdays: WEEKDAYS,
	};
}

/** Names of the training sentences: the plain ones, and those that are two things. */
export function seenNames(): Gazetteers {
	const plain = lists(false);
	return {
		...plain,
		firstNames: [...plain.firstNames, ...PLACES_AND_PEOPLE, ...NAMES_AND_WORDS],
		surnames: [...plain.surnames, ...PLACES_AND_SURNAMES, ...COMPANIES_AND_SURNAMES],
		places: [...plain.places, ...PLACES_AND_PEOPLE, ...PLACES_AND_SURNAMES],
		companies: [...plain.companies, ...COMPANIES_AND_SURNAMES, ...COMPANIES_AND_WORDS],
	};
}

/** Names that no training sentence has, in whatever part: a surname there is no first name here. */
export function heldOutNames(): Gazetteers {
	const known = new Set(
		Object.values(seenNames()).flatMap((names: readonly string[]) => names.flatMap((name) => name.split(" "))),
	);
	const unseen = (names: readonly string[]) => names.filter((name) => !name.split(" ").some((word) => known.has(word)));
	const { firstNames, surnames, places, countries, companies, months, weekdays } = lists(true);
	return {
		firstNames: unseen(firstNames),
		surnames: unseen(surnames),
		places: unseen(places),
		countries: unseen(countries),
		companies: unseen(companies),
		months,
		weekdays,
	};
}

/** Only names that are two things. */
export function ambiguousNames(): Gazetteers {
	return {
		firstNames: [...PLACES_AND_PEOPLE, ...NAMES_AND_WORDS],
		surnames: [...PLACES_AND_SURNAMES, ...COMPANIES_AND_SURNAMES],
		places: [...PLACES_AND_PEOPLE, ...PLACES_AND_SURNAMES],
		countries: ["Jordan", "Georgia", "Chad", "Kenya", "Israel", "Ireland", "England", "Holland"],
		companies: [...COMPANIES_AND_SURNAMES, ...COMPANIES_AND_WORDS],
		months: MONTHS_AND_NAMES,
		weekdays: WEEKDAYS,
	};
}
