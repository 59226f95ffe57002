/** Slopes that have a formula of their own. */
import { abs, sign } from "../../gates/absolute";
import { scale } from "../../gates/arithmetic";
import { exp, log, logistic, softplus } from "../../gates/functions";
import { slopeOf } from "../../gates/pointwise";
import { power, powerOf, reciprocal, sqrt, square } from "../../gates/powers";
import { cos, sin } from "../../gates/wave";
import { formulaRule, type Rule } from "../pattern";
import { A } from "./letters";

/** f′ where it has a formula as short as its name; tanh′ and σ′ stay as they are. */
export const SLOPES: readonly Rule[] = [
	formulaRule(slopeOf(square, A), scale(A, 2), "the slope of x² is 2x"),
	formulaRule(slopeOf(exp, A), exp(A), "eˣ is its own slope"),
	formulaRule(slopeOf(log, A), reciprocal(A), "the slope of log x is 1/x"),
	formulaRule(slopeOf(reciprocal, A), scale(reciprocal(square(A)), -1), "the slope of 1/x is −1/x²"),
	formulaRule(slopeOf(sin, A), cos(A), "the slope of sin x is cos x"),
	formulaRule(slopeOf(cos, A), scale(sin(A), -1), "the slope of cos x is −sin x"),
	formulaRule(slopeOf(abs, A), sign(A), "the slope of |x| is the sign of x"),
	formulaRule(slopeOf(softplus, A), logistic(A), "the slope of softplus is σ"),
	formulaRule(slopeOf(sqrt, A), scale(reciprocal(sqrt(A)), 0.5), "the slope of √x is 1/(2√x)"),
	{
		because: "the slope of xᵖ is p·xᵖ⁻¹",
		examples: [slopeOf(powerOf(3), A)],
		apply: ({ gate, label, inputs }) => {
			const [p] = gate?.settings ?? [];
			if (label !== null || !Number.isFinite(p) || gate !== slopeOf(powerOf(p), A).gate) return null;
			return scale(p - 1 === 1 ? inputs[0] : power(inputs[0], p - 1), p);
		},
	},
];
