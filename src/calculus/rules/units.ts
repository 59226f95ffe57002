/** Identities and diagonals. */
import { matmul, minus, scale, times, transpose } from "../../gates/arithmetic";
import { diag } from "../../gates/jacobians";
import { scaleBy } from "../../gates/scale-by";
import { scaleFactor } from "../kinds";
import { formulaRule, ANY_IDENTITY as I, isIdentityMatrix, type Rule } from "../pattern";
import { A, B, IDENTITY, isMade, r, s, x, y } from "./letters";

const NOTHING = "I changes nothing";
const SCALES = "a diagonal only scales the entries of the row before it";
const FACTOR = "a number times I is that number";

/** Identities drop out, and diagonals scale. */
export const UNITS: readonly Rule[] = [
	formulaRule(matmul(I, A), A, NOTHING),
	formulaRule(matmul(A, I), A, NOTHING),
	formulaRule(matmul(A, scaleBy(s, I)), scaleBy(s, A), FACTOR),
	formulaRule(matmul(scaleBy(s, I), A), scaleBy(s, A), FACTOR),
	{
		because: FACTOR,
		examples: [matmul(A, scale(IDENTITY, 3)), matmul(scale(IDENTITY, 3), A)],
		apply: (node) => {
			if (!isMade(node, matmul)) return null;
			for (const [k, side] of node.inputs.entries()) {
				const factor = scaleFactor(side);
				if (factor !== null && isIdentityMatrix(side.inputs[0])) return scale(node.inputs[1 - k], factor);
			}
			return null;
		},
	},
	formulaRule(matmul(r, diag(x)), times(r, transpose(x)), SCALES),
	formulaRule(matmul(r, minus(diag(x), B)), minus(times(r, transpose(x)), matmul(r, B)), SCALES),
	formulaRule(matmul(diag(x), y), times(x, y), "a diagonal scales the entries of the column behind it"),
	formulaRule(matmul(diag(x), diag(y)), diag(times(x, y)), "diagonals multiply entry by entry"),
];
