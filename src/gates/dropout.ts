/** Dropout: while training, each entry is silenced with some probability, and the others speak up to make good for it. */
import { DataError } from "../errors";
import { Binding, type Gate } from "../graph/gate";
import { type Node, type Operand, operation } from "../graph/node";
import { diagonal } from "../local/diagonal";
import type { Random } from "../matrix/random";

/** Says whether dropout is at work. Off for judging: then it passes everything on unchanged. */
export interface DropoutSwitch {
	training: boolean;
}

function dropoutGate(rate: number, random: Random, mode: DropoutSwitch): Gate {
	return {
		name: "dropout",
		shape: ([x]) => x,
		scratch: ([x]) => x, // the mask of this forward pass: 0, or 1/(1 − rate)
		forward: ([X], Y, _kernels, mask) => {
			for (let k = 0; k < Y.data.length; k++) {
				mask.data[k] = !mode.training ? 1 : random.uniform() < rate ? 0 : 1 / (1 - rate);
				Y.data[k] = X.data[k] * mask.data[k];
			}
		},
		local: (_inputs, _output, _i, mask) => diagonal({ by: "numbers", numbers: mask }),
		latex: ([x]) => ({ text: `\\operatorname{dropout}(${x.text})`, binding: Binding.atom }),
	};
}

/**
 * Silences each entry with probability `rate` and divides the others by 1 − rate, so that the expected value stays.
 * A new mask is drawn at every forward pass.
 * @param random the seeded source of the masks
 * @param mode set `mode.training = false` to judge
 * @throws DataError unless 0 ≤ rate < 1
 * Source: N. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014.
 */
export function dropout(x: Operand, rate: number, random: Random, mode: DropoutSwitch = { training: true }): Node {
	if (!(rate >= 0 && rate < 1))
		throw new DataError(`dropout: the rate is ${rate}, and has to be at least 0 and below 1.`);
	return operation(dropoutGate(rate, random, mode), [x]);
}
