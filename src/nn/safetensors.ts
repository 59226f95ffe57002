/**
 * Matrices in a file, in the safetensors format that other frameworks read: a length, a JSON header, the numbers.
 * Source: the format's specification, github.com/huggingface/safetensors. Numbers lie row by row there, so that a 3×4
 * matrix is a 3×4 tensor for everybody.
 */
import { DataError } from "../errors";
import { shown } from "../matrix/checks";
import { Matrix, numbers } from "../matrix/matrix";
import { type Entry, readHeader } from "./safetensors-header";

/** What a safetensors file holds. */
export interface Tensors {
	readonly matrices: Readonly<Record<string, Matrix>>;
	/** Whatever else belongs to them, as text. */
	readonly metadata: Readonly<Record<string, string>>;
}

const METADATA = "__metadata__";
const LENGTH_BYTES = 8;
/** Fills the header up, so that the numbers begin at a multiple of 8. */
const SPACE = 32;

/**
 * The bytes of a safetensors file. f32 matrices are written as F32, the others as F64.
 * @throws DataError for a matrix called `__metadata__`, which the format keeps for itself
 */
export function safetensorsOf({ matrices, metadata }: Tensors): Uint8Array {
	if (Object.hasOwn(matrices, METADATA)) throw new DataError(`safetensors: no matrix can be called ${METADATA}.`);
	const odd = Object.entries(metadata).find(([, value]) => typeof value !== "string");
	if (odd !== undefined)
		throw new DataError(`writeSafetensors: metadata is text by name, and ${odd[0]} is ${shown(odd[1])}.`);
	const entries: [string, Entry | Readonly<Record<string, string>>][] = [[METADATA, metadata]];
	const parts: Uint8Array[] = [];
	let offset = 0;
	// Those of 64 bits first: then every number lies at a multiple of its size.
	const sorted = Object.entries(matrices).sort(([, a], [, b]) => width(b) - width(a));
	for (const [name, matrix] of sorted) {
		const { rows, cols, data, precision } = matrix;
		const byRows = numbers(data.length, precision);
		for (let j = 0, k = 0; j < cols; j++) for (let i = 0; i < rows; i++, k++) byRows[i * cols + j] = data[k];
		const bytes = new Uint8Array((byRows as Float64Array).buffer);
		const dtype = precision === "f32" ? "F32" : "F64";
		entries.push([name, { dtype, shape: [rows, cols], data_offsets: [offset, offset + bytes.length] }]);
		offset += bytes.length;
		parts.push(bytes);
	}
	const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
	const begin = LENGTH_BYTES + Math.ceil(text.length / 8) * 8;
	const file = new Uint8Array(begin + offset).fill(SPACE, LENGTH_BYTES, begin);
	new DataView(file.buffer).setBigUint64(0, BigInt(begin - LENGTH_BYTES), true);
	file.set(text, LENGTH_BYTES);
	let at = begin;
	for (const part of parts) {
		file.set(part, at);
		at += part.length;
	}
	return file;
}

function width({ precision }: Matrix): number {
	return precision === "f32" ? 4 : 8;
}

/**
 * The matrices of a file. A tensor of one dimension comes as a column, one of none as 1×1; what is stored in 32 or 16 bits
 * comes as f32. A file is refused wherever the format's own library refuses it, and also where a name stands twice.
 * @param name what errors call the file
 * @throws DataError for a file that is none of this format, is cut off, or holds what is no matrix
 */
export function parseSafetensors(bytes: Uint8Array, name = "bytes"): Tensors {
	const broken = (why: string) =>
		new DataError(`readSafetensors("${name}"): ${why}. Was the file written by writeSafetensors, and copied whole?`);
	if (bytes.length < LENGTH_BYTES) throw broken(`it has only ${bytes.length} bytes`);
	const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	const begin = LENGTH_BYTES + Number(head.getBigUint64(0, true));
	if (begin > bytes.length) throw broken("its header is longer than the file");
	const { metadata, entries } = readHeader(bytes.subarray(LENGTH_BYTES, begin), bytes.length - begin, broken);
	const view = new DataView(bytes.buffer, bytes.byteOffset + begin, bytes.length - begin);
	const matrices = entries.map(([label, { dtype, shape, data_offsets }]) => {
		const type = TYPES[dtype];
		if (type === undefined)
			throw broken(`“${label}” is of type ${dtype}, and ${Object.keys(TYPES).join(", ")} can be read`);
		if (shape.length > 2) throw broken(`“${label}” has ${shape.length} dimensions, and a matrix has 2`);
		const [rows, cols] = [shape[0] ?? 1, shape[1] ?? 1];
		const data = numbers(rows * cols, type.precision);
		for (let j = 0, k = 0; j < cols; j++)
			for (let i = 0; i < rows; i++, k++) data[k] = type.read(view, data_offsets[0] + (i * cols + j) * type.bytes);
		return [label, new Matrix(rows, cols, data)] as const;
	});
	// By fromEntries: a name like __proto__ is a name.
	return { matrices: Object.fromEntries(matrices), metadata };
}

interface Type {
	readonly bytes: number;
	readonly precision: "f32" | "f64";
	read(view: DataView, at: number): number;
}

const TYPES: Readonly<Record<string, Type>> = {
	F64: { bytes: 8, precision: "f64", read: (view, at) => view.getFloat64(at, true) },
	F32: { bytes: 4, precision: "f32", read: (view, at) => view.getFloat32(at, true) },
	F16: { bytes: 2, precision: "f32", read: (view, at) => halfPrecision(view.getUint16(at, true)) },
	// The upper half of a number of 32 bits.
	BF16: { bytes: 2, precision: "f32", read: (view, at) => upperHalf(view.getUint16(at, true)) },
};

const word = new DataView(new ArrayBuffer(4));

function upperHalf(bits: number): number {
	word.setUint32(0, bits * 65_536);
	return word.getFloat32(0);
}

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
