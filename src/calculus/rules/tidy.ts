/** What is dropped without a word. */
import { spread } from "../../gates/adjoint";
import { matmul, scale, times, transpose } from "../../gates/arithmetic";
import { kron } from "../../gates/jacobians";
import { vec } from "../../gates/layout";
import { reciprocal } from "../../gates/powers";
import { perColumn, perEntry } from "../../gates/steps";
import { constant, type Node } from "../../graph/node";
import { sizeOf } from "../../shape";
import { isScalar, scaleFactor } from "../kinds";
import { formulaRule, type Rule } from "../pattern";
import { A, B, isMade, ONE, r, s, x } from "./letters";

/** What one does without a word: 1·A is A, (Aᵀ)ᵀ is A, a scalar is its own transpose. */
export const TIDY: readonly Rule[] = [
	formulaRule(transpose(transpose(A)), A, "transposed twice is as before"),
	formulaRule(transpose(s), s, "a scalar is its own transpose"),
	formulaRule(scale(A, 1), A, "1 changes nothing"),
	formulaRule(vec(x), x, "a column is its own vec"),
	{
		because: "1 changes nothing",
		examples: [matmul(x, ONE), matmul(ONE, r), times(A, spread(ONE, B)), times(transpose(spread(ONE, x)), r)],
		apply: (node) => {
			const [a, b] = node.inputs;
			if (isMade(node, matmul)) return isNumberOne(a) ? b : isNumberOne(b) ? a : null;
			if (isMade(node, times)) return isOnes(a) ? b : isOnes(b) ? a : null;
			return null;
		},
	},
	{
		because: "a number times a number",
		examples: [scale(constant(3), 2)],
		apply: (node) => {
			const factor = scaleFactor(node);
			const [inner] = node.inputs;
			const number =
				factor !== null && inner.role === "constant" && inner.label === null && isScalar(inner) ? inner.value : null;
			return number === null || factor === null ? null : constant(factor * number.data[0]);
		},
	},
	{
		because: "one over how many there are",
		examples: [perEntry(A), perColumn(A)],
		apply: (node) => {
			const [of] = node.inputs;
			const size = isMade(node, perEntry) ? sizeOf(of) : isMade(node, perColumn) ? Number(of.cols) : Number.NaN;
			return Number.isNaN(size) ? null : constant(1 / size);
		},
	},
	{
		because: "a quotient",
		examples: [times(reciprocal(A), B)],
		apply: (node) => {
			const [a, b] = node.inputs;
			const turn = isMade(node, times) && isMade(a, reciprocal) && !isMade(b, reciprocal);
			return turn ? times(b, a) : null;
		},
	},
];

function isNumberOne(node: Node): boolean {
	return node.role === "constant" && isScalar(node) && node.value?.data[0] === 1;
}

/** Whether a product adds nothing up: 1 1ᵀ, or a Kronecker product. */
const isOuter = (node: Node): boolean => !isMade(node, matmul) || node.inputs[0].cols === 1;

/** All ones: 1, 1ᵀ, 1 1ᵀ. */
function isOnes(node: Node): boolean {
	if (isMade(node, transpose)) return isOnes(node.inputs[0]);
	if (isMade(node, spread)) return isOnes(node.inputs[0]);
	if (isMade(node, kron) || isMade(node, matmul)) return node.inputs.every((input) => isOnes(input)) && isOuter(node);
	return node.role === "constant" && node.value?.data.every((entry) => entry === 1) === true;
}
