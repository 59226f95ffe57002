/** The names that the generated corpus is made of, written for this project. Some stand in several lists: May, Paris, Ford. */

const words = (text: string): string[] => text.trim().split(/\s*[,\n]\s*/);

export const FIRST_NAMES = words(`
	Anna, Maria, Elena, Grace, Ruth, Clara, Ada, Emmy, Sofia, Rosalind, Lise, Chien, Katherine, Dorothy, Mary, Hedy,
	Alan, Peter, Marcus, James, David, Omar, Ravi, Hiro, Pedro, Igor, Samuel, Victor, Hugo, Felix, Oscar, Leo,
	Paris, Jordan, Chelsea, May, April, June, Austin, Victoria, Florence, Sydney, Georgia, Will, Mark, Bill`);

export const SURNAMES = words(`
	Smith, Turing, Noether, Lovelace, Garcia, Müller, Tanaka, Okafor, Singh, Rossi, Novak, Petrov, Haddad, Larsen, Meyer,
	Dubois, Costa, Kowalski, Andersen, Fischer, Moreau, Silva, Nakamura, Ibrahim, Johansson, Keller, Brown, Clark, Lewis,
	Hilton, Washington, Lincoln, Ford, London, Houston, Jackson, Chase, Morgan, Wells, Hope, Banks, Dell, March`);

export const CITIES = words(`
	Berlin, Madrid, Rome, Vienna, Prague, Lisbon, Oslo, Cairo, Nairobi, Lagos, Mumbai, Kyoto, Seoul, Hanoi, Lima, Bogota,
	Quito, Boston, Chicago, Seattle, Denver, Toronto, Dublin, Zurich, Geneva, Hamburg, Porto, Naples, Krakow, Athens,
	Paris, London, Austin, Washington, Houston, Sydney, Victoria, Florence, Lincoln, Jackson, New York, Los Angeles, Cape Town`);

export const COUNTRIES = words(`
	France, Germany, Spain, Italy, Portugal, Norway, Egypt, Kenya, Nigeria, India, Japan, Korea, Vietnam, Peru, Colombia,
	Canada, Ireland, Poland, Greece, Brazil, Jordan, Georgia, Turkey, Chile, New Zealand, South Africa`);

export const COMPANIES = words(`
	Siemens, Nokia, Volvo, Toyota, Samsung, Philips, Bosch, Airbus, Renault, Nestle, Lufthansa, Spotify, Ericsson,
	Apple, Amazon, Ford, Hilton, Chase, Morgan, Wells, Dell, Shell, Target, Oracle, Visa`);

export const ORGANISATION_ENDINGS = words(
	"Group, Bank, Labs, Motors, Foundation, Institute, University, Airlines, Press",
);

export const MONTHS = words(
	"January, February, March, April, May, June, July, August, September, October, November, December",
);

export const WEEKDAYS = words("Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday");
