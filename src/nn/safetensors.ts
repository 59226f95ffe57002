/**
 * Matrices in a file, in the safetensors format that other frameworks read: a length, a JSON header, the numbers.
 * Source: the format's specification, github.com/huggingface/safetensors. Numbers lie row by row there, so that a 3×4
 * matrix is a 3×4 tensor for everybody.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { DataError } from "../errors";
import { fill, type Matrix } from "../matrix/matrix";

interface Entry {
	dtype: string;
	shape: number[];
	data_offsets: [number, number];
}

/** What a safetensors file holds. */
export interface Tensors {
	readonly matrices: Readonly<Record<string, Matrix>>;
	/** Whatever else belongs to them, as text. */
	readonly metadata: Readonly<Record<string, string>>;
}

const METADATA = "__metadata__";
const LENGTH_BYTES = 8;

/** Writes all of it or nothing: a file of this name is complete, whenever the power goes. */
export function writeSafetensors(file: string, { matrices, metadata }: Tensors): void {
	const header: Record<string, Entry | Readonly<Record<string, string>>> = { [METADATA]: metadata };
	const parts: Buffer[] = [];
	let offset = 0;
	for (const [name, { rows, cols, data }] of Object.entries(matrices)) {
		const byRows = Float64Array.from(data, (_, k) => data[(k % cols) * rows + Math.floor(k / cols)]);
		const bytes = Buffer.from(byRows.buffer);
		header[name] = { dtype: "F64", shape: [rows, cols], data_offsets: [offset, offset + bytes.length] };
		offset += bytes.length;
		parts.push(bytes);
	}
	const text = JSON.stringify(header);
	const json = Buffer.from(text.padEnd(text.length + ((8 - (Buffer.byteLength(text) % 8)) % 8)));
	const length = Buffer.alloc(LENGTH_BYTES);
	length.writeBigUInt64LE(BigInt(json.length));
	const temporary = `${file}.part`;
	const descriptor = openSync(temporary, "w");
	for (const part of [length, json, ...parts]) writeSync(descriptor, part);
	fsyncSync(descriptor);
	closeSync(descriptor);
	renameSync(temporary, file);
}

/** @throws DataError for a file that is none of this format, or is cut off */
export function readSafetensors(file: string): Tensors {
	const bytes = readFileSync(file);
	const broken = (why: string) =>
		new DataError(`readSafetensors("${file}"): ${why}. Was the file written by writeSafetensors, and copied whole?`);
	if (bytes.length < LENGTH_BYTES) throw broken(`it has only ${bytes.length} bytes`);
	const begin = LENGTH_BYTES + Number(bytes.readBigUInt64LE());
	if (begin > bytes.length) throw broken("its header is longer than the file");
	const header = headerOf(bytes.toString("utf8", LENGTH_BYTES, begin), broken);
	const matrices: Record<string, Matrix> = {};
	for (const [name, entry] of Object.entries(header)) {
		if (name === METADATA) continue;
		const { dtype, shape, data_offsets } = entry as Entry;
		const read = READERS[dtype];
		if (read === undefined) throw broken(`${name} is of type ${dtype}, and F64, F32 or F16 was expected`);
		const [rows, cols] = shape.length === 1 ? [shape[0], 1] : shape;
		if (shape.length > 2) throw broken(`${name} has ${shape.length} dimensions, and a matrix has 2`);
		const width = Number(dtype.slice(1)) / 8;
		const [from, to] = [begin + data_offsets[0], begin + data_offsets[1]];
		if (to > bytes.length || to - from !== rows * cols * width)
			throw broken(`the numbers of ${name} are not all there`);
		matrices[name] = fill(rows, cols, (i, j) => read(bytes, from + (i * cols + j) * width));
	}
	return { matrices, metadata: (header[METADATA] ?? {}) as Record<string, string> };
}

const READERS: Readonly<Record<string, (bytes: Buffer, at: number) => number>> = {
	F64: (bytes, at) => bytes.readDoubleLE(at),
	F32: (bytes, at) => bytes.readFloatLE(at),
	F16: (bytes, at) => halfPrecision(bytes.readUInt16LE(at)),
};

/** A 16-bit number: a sign, 5 bits of exponent, 10 of fraction. */
function halfPrecision(bits: number): number {
	const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
	const size =
		exponent === 31
			? fraction === 0
				? Number.POSITIVE_INFINITY
				: Number.NaN
			: exponent === 0
				? fraction * 2 ** -24
				: (1 + fraction / 1024) * 2 ** (exponent - 15);
	return bits & 0x8000 ? -size : size;
}

function headerOf(text: string, broken: (why: string) => DataError): Record<string, unknown> {
	try {
		return JSON.parse(text) as Record<string, unknown>;
	} catch {
		throw broken("its header is not JSON");
	}
}
