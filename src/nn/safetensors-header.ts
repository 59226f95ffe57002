/**
 * The header of a safetensors file, read as strictly as the format's own library reads it: what it says must be JSON
 * without a doubt, and must account for every byte that follows.
 */

/** What a header says of one tensor. */
export interface Entry {
	readonly dtype: string;
	readonly shape: readonly number[];
	readonly data_offsets: readonly [number, number];
}

/** What a header says. */
export interface Header {
	readonly metadata: Readonly<Record<string, string>>;
	/** In the order in which their numbers lie. */
	readonly entries: readonly (readonly [name: string, entry: Entry])[];
}

/** Bits of a number. Those that no matrix can hold are known, too: a file of them is sound. */
const BITS: Readonly<Record<string, number>> = {
	...{ BOOL: 8, U8: 8, I8: 8, I16: 16, U16: 16, I32: 32, U32: 32, I64: 64, U64: 64 },
	...{ F4: 4, F6_E2M3: 6, F6_E3M2: 6, F8_E5M2: 8, F8_E4M3: 8, F8_E8M0: 8, F8_E4M3FNUZ: 8, F8_E5M2FNUZ: 8 },
	...{ F16: 16, BF16: 16, F32: 32, F64: 64, C64: 64 },
};

const METADATA = "__metadata__";
const LONGEST = 100_000_000;
const DEEPEST = 127;
const LARGEST = 2n ** 64n - 1n;

/**
 * @param bytes the header alone
 * @param rest how many bytes follow it
 * @param broken makes an error of what is wrong
 */
export function readHeader(bytes: Uint8Array, rest: number, broken: (why: string) => Error): Header {
	if (bytes.length > LONGEST) throw broken("its header is longer than 100 MB");
	const header = parse(bytes, broken);
	if (!isObject(header)) throw broken("its header is no JSON object");
	const metadata = Object.hasOwn(header, METADATA) ? (header[METADATA] ?? {}) : {};
	if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === "string"))
		throw broken(`${METADATA} is no list of texts by name`);
	const entries = Object.entries(header)
		.filter(([name]) => name !== METADATA)
		.map(([name, entry]) => [name, checked(name, entry, broken)] as const)
		.sort(([, { data_offsets: a }], [, { data_offsets: b }]) => a[0] - b[0] || a[1] - b[1]);
	let end = 0;
	for (const [name, { data_offsets }] of entries) {
		const [from, to] = data_offsets;
		if (from !== end)
			throw broken(
				`the numbers of “${name}” begin at ${from}, and those before end at ${end}: there must be no hole and no overlap`,
			);
		end = to;
	}
	if (end > rest) throw broken(`the numbers of “${entries[entries.length - 1][0]}” are not all there`);
	if (end < rest) throw broken(`${rest - end} bytes at its end belong to nothing`);
	return { metadata: metadata as Record<string, string>, entries };
}

function checked(name: string, entry: unknown, broken: (why: string) => Error): Entry {
	if (!isObject(entry)) throw broken(`“${name}” has no description`);
	const { dtype, shape, data_offsets } = entry;
	if (typeof dtype !== "string" || !Object.hasOwn(BITS, dtype))
		throw broken(`“${name}” is of no type that there is (${JSON.stringify(dtype)})`);
	if (!areSizes(shape)) throw broken(`the shape of “${name}” is no list of whole numbers`);
	if (!areSizes(data_offsets) || data_offsets.length !== 2 || data_offsets[1] < data_offsets[0])
		throw broken(`the place of “${name}” is no beginning and end`);
	// In numbers without bounds, in the order in which the format's library multiplies: what is too large for 64 bits is refused.
	let bits = 1n;
	for (const size of [...shape, BITS[dtype]]) {
		bits *= BigInt(size);
		if (bits > LARGEST) throw broken(`the shape of “${name}” is larger than any memory`);
	}
	if (bits % 8n !== 0n) throw broken(`“${name}” ends within a byte`);
	if (BigInt(data_offsets[1] - data_offsets[0]) !== bits / 8n)
		throw broken(
			`“${name}” is ${shape.join("×") || "a single number"} in ${dtype}, ${bits / 8n} bytes, and ${data_offsets[1] - data_offsets[0]} are given to it`,
		);
	return { dtype, shape, data_offsets: [data_offsets[0], data_offsets[1]] };
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function areSizes(value: unknown): value is number[] {
	return Array.isArray(value) && value.every((size) => typeof size === "number" && size >= 0);
}

function parse(bytes: Uint8Array, broken: (why: string) => Error): unknown {
	let text: string;
	try {
		text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		throw broken("its header is not UTF-8");
	}
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		throw broken("its header is not JSON");
	}
	requirePlain(text, broken);
	return json;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|-?\d[\d.eE+-]*/g;

/** What JSON.parse lets pass: a key twice, of which the first is forgotten; sizes like 1.0; half a character; any depth. */
function requirePlain(text: string, broken: (why: string) => Error): void {
	const open: { keys: Set<string> | null; key: string }[] = [];
	let last = "";
	for (const [token] of text.matchAll(TOKEN)) {
		const top = open[open.length - 1];
		if (token === "{" || token === "[")
			open.push({ keys: token === "{" ? new Set() : null, key: token === "[" ? (top?.key ?? "") : "" });
		else if (token === "}" || token === "]") open.pop();
		else if (token === ":") {
			top.key = last;
			if (top.keys?.has(last) === true) throw broken(`“${last}” stands twice in its header`);
			top.keys?.add(last);
		} else if (token[0] === '"') {
			last = JSON.parse(token) as string;
			if (/\p{Surrogate}/u.test(last)) throw broken("its header holds half a character");
		} else if (token !== ",") requireSize(token, top, broken);
		if (open.length > DEEPEST) throw broken("its header is nested too deep");
	}
}

function requireSize(token: string, place: { keys: Set<string> | null; key: string }, broken: (why: string) => Error) {
	if (!Number.isFinite(Number(token))) throw broken(`${token} is larger than any number`);
	if (place?.keys !== null || !["shape", "data_offsets"].includes(place.key)) return;
	if (!/^\d+$/.test(token) || !Number.isSafeInteger(Number(token)))
		throw broken(`${token} stands in its header for a size, which has to be a whole number from 0`);
}
