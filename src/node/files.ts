/** Bytes of text files, packed or not, and why one cannot be read. */
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { DataError } from "../errors";

/** The bytes of a file, unpacked. An error while reading ends the unpacked stream, too. */
export function bytesOf(file: string): NodeJS.ReadableStream & AsyncIterable<Uint8Array> {
	const bytes = createReadStream(file);
	if (!file.endsWith(".gz")) return bytes;
	const unpacked = createGunzip();
	bytes.on("error", (error) => unpacked.destroy(error));
	return bytes.pipe(unpacked);
}

/** Why a file cannot be read, and what to do. */
export function unreadable(file: string, error: NodeJS.ErrnoException): DataError {
	const WHY: Record<string, string> = {
		ENOENT: `there is no such file. Paths are relative to ${process.cwd()}.`,
		EISDIR: "it is a folder. Name a file in it.",
		EACCES: "you may not read it.",
		ERR_ENCODING_INVALID_ENCODED_DATA: "it is not UTF-8. Convert it, for example: iconv -f latin1 -t utf-8.",
		Z_DATA_ERROR: "it is no gzip file, or a damaged one.",
		Z_BUF_ERROR: "it is a gzip file that ends too early.",
	};
	return new DataError(`${file}: ${WHY[error.code ?? ""] ?? error.message}`);
}
