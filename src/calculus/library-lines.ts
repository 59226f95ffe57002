/** A derivation as the library would write it, as far as the notation has words for it: what a wrong line is compared with. */
import type { Formula } from "../gates/formula";
import type { Node } from "../graph/node";
import { derive } from "./derive";
import { toFormula } from "./to-formula";

/** Every line that has a formula; none where a gate of one's own is on the way. */
export function linesOfLibrary(of: Node, wrt: Node): Formula[] {
	try {
		return derive(of)
			.withRespectTo(wrt)
			.lines.flatMap(({ expression }) => toFormula(expression) ?? []);
	} catch {
		return []; // a gate of one's own has no formula: then only the lines that were typed can be compared with
	}
}
