/** Dropout: while training, each entry is silenced with some probability, and the others speak up to make good for it. */
import { DataError } from "../errors";
import { Binding, type Gate } from "../graph/gate";
import { asNode, type Node, type Operand, operation } from "../graph/node";
import { requireNumber, SHARE, shown } from "../matrix/checks";
import type { Random } from "../matrix/random";
import { times } from "./arithmetic";

/** Says whether dropout is at work. Off for judging: then it passes everything on unchanged. */
export interface DropoutSwitch {
	training: boolean;
}

/** A mask of 0 and 1/(1 − rate) in the shape of x, whose numbers it never reads. */
function maskGate(rate: number, random: Random, mode: DropoutSwitch): Gate {
	return {
		name: "mask",
		drawn: true,
		shape: ([x]) => x,
		forward: (_inputs, mask) => {
			for (let k = 0; k < mask.data.length; k++)
				mask.data[k] = !mode.training ? 1 : random.uniform() < rate ? 0 : 1 / (1 - rate);
		},
		local: () => null,
		latex: (_inputs, _output, letters) => ({ text: letters.of("m"), binding: Binding.atom }),
	};
}

/**
 * x ⊙ m: silences each entry with probability `rate` and divides the others by 1 − rate, so that the expected value stays.
 * A new mask m is drawn at every forward pass.
 * @param random the seeded source of the masks
 * @param mode set `mode.training = false` to judge
 * @throws DataError unless 0 ≤ rate < 1, and without a source of masks
 * Source: N. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014.
 */
export function dropout(x: Operand, rate: number, random: Random, mode: DropoutSwitch = { training: true }): Node {
	requireNumber("dropout", "the rate", rate, SHARE);
	if (typeof random?.uniform !== "function")
		throw new DataError(
			`dropout: the source of its masks is a Random with a seed, dropout(x, ${rate}, new Random(1)), and this is ${shown(random)}.`,
		);
	const signal = asNode(x);
	return times(signal, operation(maskGate(rate, random, mode), [signal]));
}
