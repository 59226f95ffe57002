/** Files in the safetensors format: accepted and refused as the format's own library does it. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as g from "../../src/node/index";
import { temporaryFolder } from "../temporary";

const file = path.join(temporaryFolder("safetensors"), "a.safetensors");

/** A file of this header, with these bytes behind it. */
function read(header: string | Uint8Array, data = 8): g.Tensors {
	const json = typeof header === "string" ? Buffer.from(header) : header;
	const length = Buffer.alloc(8);
	length.writeBigUInt64LE(BigInt(json.length));
	writeFileSync(file, Buffer.concat([length, json, Buffer.alloc(data)]));
	return g.readSafetensors(file);
}

const F64 = '{"dtype":"F64","shape":[1],"data_offsets":[0,8]}';
const entry = (dtype: string, shape: string, offsets: string, more = "") =>
	`{"a":{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}${more}}}`;
const deep = (n: number) => entry("F64", "[1]", "[0,8]", `,"x":${"[".repeat(n)}${"]".repeat(n)}`);

describe("as the Python package does it", () => {
	it.each([
		["a plain one", `{"a":${F64}}`],
		["blanks around", `   {"a":${F64}}   `],
		["a field that nobody knows", entry("F64", "[1]", "[0,8]", ',"x":1')],
		["metadata of null", `{"__metadata__":null,"a":${F64}}`],
		["the name __proto__", `{"__proto__":${F64}}`],
		["no name at all", `{"":${F64}}`],
		["a single number", entry("F64", "[]", "[0,8]")],
		["no numbers", `{"z":{"dtype":"F64","shape":[0,5],"data_offsets":[8,8]},"a":${F64}}`],
		["a pair of surrogates", `{"\\ud83d\\ude00":${F64}}`],
		["nesting of 100", deep(100)],
	])("accepted: %s", (_name, header) => {
		expect(Object.keys(read(header).matrices).length).toBeGreaterThan(0);
	});

	it.each([
		["no object", "[]", "no JSON object"],
		["a comma too many", `{"a":${F64},}`, "not JSON"],
		["a byte order mark", `\uFEFF{"a":${F64}}`, "not JSON"],
		["bytes that are no UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), "not UTF-8"],
		["half a character", `{"\\ud800":${F64}}`, "half a character"],
		["metadata twice", `{"__metadata__":{},"__metadata__":{},"a":${F64}}`, "“__metadata__” stands twice"],
		["a field twice", entry("F64", "[1]", "[0,8]", ',"shape":[1]'), "“shape” stands twice"],
		["a name twice", `{"a":${F64},"a":${F64}}`, "“a” stands twice"],
		["metadata that is a list", `{"__metadata__":[],"a":${F64}}`, "no list of texts by name"],
		["metadata of numbers", `{"__metadata__":{"a":1},"a":${F64}}`, "no list of texts by name"],
		["no description", '{"a":null}', "has no description"],
		["no place", '{"a":{"dtype":"F64","shape":[1]}}', "no beginning and end"],
		["an unknown type", entry("f64", "[1]", "[0,8]"), 'of no type that there is ("f64")'],
		["a negative size", entry("F64", "[-1]", "[0,8]"), "-1 stands in its header for a size"],
		["a negative zero", entry("F64", "[1,-0]", "[0,8]"), "-0 stands in its header for a size"],
		["a fraction", entry("F64", "[1.0]", "[0,8]"), "1.0 stands in its header for a size"],
		["a text for a size", entry("F64", '["1"]', "[0,8]"), "no list of whole numbers"],
		["a size beyond all", entry("F64", "[18446744073709551616]", "[0,8]"), "for a size"],
		["a product beyond all", entry("F64", "[4294967296,4294967296,4294967296]", "[0,8]"), "larger than any memory"],
		["an end before the beginning", entry("F64", "[1]", "[8,0]"), "no beginning and end"],
		["three offsets", entry("F64", "[1]", "[0,8,9]"), "no beginning and end"],
		["a place in the header", entry("F64", "[1]", "[-8,0]"), "-8 stands in its header for a size"],
		["a hole", entry("F32", "[1]", "[4,8]"), "no hole and no overlap"],
		["an overlap", `{"a":${F64},"b":${F64}}`, "no hole and no overlap"],
		["bytes left over", entry("F32", "[1]", "[0,4]"), "4 bytes at its end belong to nothing"],
		["too few bytes", entry("F64", "[2]", "[0,16]"), "the numbers of “a” are not all there"],
		["a size that its place does not have", entry("F64", "[2]", "[0,8]"), "16 bytes, and 8 are given to it"],
		["nesting without end", deep(200), "nested too deep"],
		["a number without end", entry("F64", "[1]", "[0,8]", ',"x":1e999'), "larger than any number"],
	])("refused: %s", (_name, header, message) => {
		expect(() => read(header)).toThrow(g.DataError);
		expect(() => read(header)).toThrow(message);
	});

	const { files } = JSON.parse(
		readFileSync(path.join(import.meta.dirname, "fixtures/safetensors-files.json"), "utf8"),
	) as { files: [base64: string, tensors: [name: string, dtype: string, shape: number[]][] | null][] };
	it.each(
		files.map(([bytes, tensors], k) => [k, tensors === null ? "refused" : "accepted", bytes, tensors] as const),
	)("file %d of a fuzzer is %s", (_k, _how, bytes, tensors) => {
		writeFileSync(file, Buffer.from(bytes, "base64"));
		if (tensors === null) {
			expect(() => g.readSafetensors(file)).toThrow(g.DataError);
			return;
		}
		const read = Object.entries(g.readSafetensors(file).matrices).map(([name, { rows, cols }]) => [name, rows, cols]);
		const wanted = tensors.map(([name, , shape]) => [name, shape[0] ?? 1, shape[1] ?? 1]);
		expect(read.sort()).toEqual(wanted.sort());
	});
});

describe("what is written comes back", () => {
	it("whatever the names and numbers, in 64 bits and in 32", () => {
		const name = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("__proto__", "constructor", "toString"));
		const matrix = fc
			.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }), fc.boolean())
			.chain(([rows, cols, narrow]) =>
				fc
					.array(fc.double(), { minLength: rows * cols, maxLength: rows * cols })
					.map((n) => new g.Matrix(rows, cols, narrow ? Float32Array.from(n) : Float64Array.from(n))),
			);
		const named = fc.uniqueArray(fc.tuple(name, matrix), { selector: ([own]) => own, maxLength: 5 });
		const metadata = fc.array(fc.tuple(name, fc.string({ unit: "grapheme" })));
		fc.assert(
			fc.property(named, metadata, (entries, notes) => {
				const tensors = {
					matrices: Object.fromEntries(entries.filter(([own]) => own !== "__metadata__")),
					metadata: Object.fromEntries(notes),
				};
				g.writeSafetensors(file, tensors);
				expect(g.readSafetensors(file)).toEqual(tensors);
			}),
			{ seed: 1, numRuns: 300 },
		);
	});

	it("numbers of 16 bits, of both kinds", () => {
		const bits = Buffer.from(Uint16Array.of(0x3c00, 0xc000, 0x7c00, 0x0001).buffer);
		const halves = (dtype: string) => {
			read(entry(dtype, "[4]", "[0,8]"));
			const bytes = readFileSync(file);
			bits.copy(bytes, bytes.length - 8);
			writeFileSync(file, bytes);
			return [...g.readSafetensors(file).matrices.a.data];
		};
		expect(halves("F16")).toEqual([1, -2, Number.POSITIVE_INFINITY, 2 ** -24]);
		expect(halves("BF16")).toEqual([2 ** -7, -2, 2 ** 121, 2 ** -133].map(Math.fround));
	});

	it("what is no matrix says so", () => {
		expect(() => read(entry("I64", "[1]", "[0,8]"))).toThrow("is of type I64, and F64, F32, F16, BF16 can be read");
		expect(() => read(entry("F64", "[1,1,1]", "[0,8]"))).toThrow("has 3 dimensions, and a matrix has 2");
		expect(() => g.writeSafetensors(file, { matrices: { __metadata__: g.scalar(1) }, metadata: {} })).toThrow(
			"no matrix can be called __metadata__",
		);
	});
});
