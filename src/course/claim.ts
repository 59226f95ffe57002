/** A sentence of a lesson that is checked on the spot. */
import { CheckError } from "../errors";
import { Said } from "./said";

/** Says the sentence, ticked, where it holds. @throws CheckError where it does not: then the lesson stops */
export function claim(sentence: string, holds: boolean): Said {
	if (!holds) throw new CheckError(`This does not hold: ${sentence}`);
	return new Said(`✓ ${sentence}`);
}
