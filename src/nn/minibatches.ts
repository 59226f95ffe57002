/** The order in which an epoch takes its examples. */
import { requireWhole } from "../matrix/checks";
import type { Random } from "../matrix/random";

/**
 * The numbers of all examples, shuffled and cut into minibatches of at most `batchSize`, as even as can be: a last one of
 * a single example would be a step of full length in its direction. The order depends on nothing but the random state.
 */
export function shuffledMinibatches(count: number, batchSize: number, random: Random): Int32Array[] {
	requireWhole("shuffledMinibatches", "the number of examples", count, 0);
	requireWhole("shuffledMinibatches", "the size of a batch", batchSize, 1);
	const order = Int32Array.from({ length: count }, (_, k) => k);
	random.shuffle(order);
	const parts = Math.ceil(count / batchSize);
	const cut = (k: number) => Math.floor((k * count) / parts);
	return Array.from({ length: parts }, (_, k) => order.subarray(cut(k), cut(k + 1)));
}
