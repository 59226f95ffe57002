/** The hash by which JupyterLab and a kernel name the text of a cell: MurmurHash2, 32 bits, of its UTF-8 bytes. */

const MULTIPLIER = 0x5bd1e995;

/** @returns an unsigned 32-bit number */
export function murmur2(text: string, seed: number): number {
	const bytes = new TextEncoder().encode(text);
	const whole = bytes.length - (bytes.length % 4);
	let hash = seed ^ bytes.length;
	for (let at = 0; at < whole; at += 4) {
		let word = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
		word = Math.imul(word, MULTIPLIER);
		word = Math.imul(word ^ (word >>> 24), MULTIPLIER);
		hash = Math.imul(hash, MULTIPLIER) ^ word;
	}
	if (whole < bytes.length) {
		for (let at = bytes.length - 1; at >= whole; at--) hash ^= bytes[at] << (8 * (at - whole));
		hash = Math.imul(hash, MULTIPLIER);
	}
	hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
	return (hash ^ (hash >>> 15)) >>> 0;
}
