/** Slopes that have a formula of their own. */
import { ABS, sign } from "../../gates/absolute";
import { scale } from "../../gates/arithmetic";
import { EXP, LOG, powerOf, RECIPROCAL, SOFTPLUS, SQRT, SQUARE } from "../../gates/functions";
import { exp, logistic, power, reciprocal, slopeOf, sqrt, square } from "../../gates/pointwise";
import { COS, cos, SIN, sin } from "../../gates/wave";
import { formulaRule, type Rule } from "../pattern";
import { A } from "./letters";

const POWER_SLOPE = slopeOf(powerOf(3), A).gate?.name;

/** f′ where it has a formula as short as its name; tanh′ and σ′ stay as they are. */
export const SLOPES: readonly Rule[] = [
	formulaRule(slopeOf(SQUARE, A), scale(A, 2), "the slope of x² is 2x"),
	formulaRule(slopeOf(EXP, A), exp(A), "eˣ is its own slope"),
	formulaRule(slopeOf(LOG, A), reciprocal(A), "the slope of log x is 1/x"),
	formulaRule(slopeOf(RECIPROCAL, A), scale(reciprocal(square(A)), -1), "the slope of 1/x is −1/x²"),
	formulaRule(slopeOf(SIN, A), cos(A), "the slope of sin x is cos x"),
	formulaRule(slopeOf(COS, A), scale(sin(A), -1), "the slope of cos x is −sin x"),
	formulaRule(slopeOf(ABS, A), sign(A), "the slope of |x| is the sign of x"),
	formulaRule(slopeOf(SOFTPLUS, A), logistic(A), "the slope of softplus is σ"),
	formulaRule(slopeOf(SQRT, A), scale(reciprocal(sqrt(A)), 0.5), "the slope of √x is 1/(2√x)"),
	{
		because: "the slope of xᵖ is p·xᵖ⁻¹",
		examples: [slopeOf(powerOf(3), A)],
		apply: ({ gate, label, inputs }) => {
			if (label !== null || gate?.settings === undefined || gate.name !== POWER_SLOPE) return null;
			const [p] = gate.settings;
			return scale(p - 1 === 1 ? inputs[0] : power(inputs[0], p - 1), p);
		},
	},
];
