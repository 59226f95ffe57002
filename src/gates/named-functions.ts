/** The functions that the notation knows, by name. */
import type { Node, Operand } from "../graph/node";
import type { Pointwise } from "../kernels/kernels";
import { ABS, abs, sign } from "./absolute";
import { maximum } from "./arithmetic";
import { determinant, logDet } from "./determinant";
import { EXP, LOG, LOGISTIC, RELU, SOFTPLUS, SQRT, SQUARE, TANH } from "./functions";
import { inverse } from "./inverse";
import { diag, kron } from "./jacobians";
import { concatenate, transpose, vec } from "./layout";
import { addColumn, dot } from "./linear";
import { logSoftmax, softmax } from "./loss";
import { frobenius, norm1, norm2 } from "./norms";
import { exp, log, logistic, relu, softplus, sqrt, square, tanh } from "./pointwise";
import { raise } from "./raise";
import { columnSums, max, mean, rowSums, sum } from "./reduce";
import { trace } from "./trace";
import { sameColumn, sameMatrix, type Unsized } from "./unsized";
import { COS, cos, SIN, sin } from "./wave";

/** Functions by name, with how many arguments they take; null for any number. */
export const FUNCTIONS: Readonly<Record<string, { arity: number | null; apply: (...inputs: Operand[]) => Node }>> = {
	...one({ tanh, relu, exp, log, square, sqrt, softplus, logistic, sigmoid: logistic, σ: logistic }),
	...one({ abs, sign, sin, cos, norm1, norm2, frobenius, logDet, logdet: logDet, rowSums, columnSums }),
	...one({ tr: trace, trace, det: determinant, determinant, inv: inverse, inverse }),
	...one({ softmax, logSoftmax, sum, mean, max, transpose, vec, diag }),
	...Object.fromEntries(
		Object.entries({ dot, maximum, kron, addColumn, raise }).map(([name, apply]) => [name, { arity: 2, apply }]),
	),
	concatenate: { arity: null, apply: concatenate },
};

/** The functions that have a slope of their own: f'(z). */
export const SLOPES: Readonly<Record<string, Pointwise>> = {
	...{ tanh: TANH, relu: RELU, exp: EXP, log: LOG, square: SQUARE, sqrt: SQRT, softplus: SOFTPLUS },
	...{ logistic: LOGISTIC, sigmoid: LOGISTIC, σ: LOGISTIC, abs: ABS, sin: SIN, cos: COS },
};

/** The same number everywhere, in a size that fits. */
export const CONSTANTS: Readonly<Record<string, (value: number) => Unsized>> = {
	vector: sameColumn,
	matrix: sameMatrix,
};

function one(functions: Record<string, (x: Operand) => Node>) {
	return Object.fromEntries(Object.entries(functions).map(([name, apply]) => [name, { arity: 1, apply }]));
}

/** Whether the notation has a function of this name, or the slope of one. */
export function isFunction(name: string): boolean {
	return name.endsWith("'") ? hasSlope(name.slice(0, -1)) : Object.hasOwn(FUNCTIONS, name);
}

/** Whether f has a slope that can be written as f'. */
export function hasSlope(name: string): boolean {
	return Object.hasOwn(SLOPES, name);
}
