/**
 * Backprop's Jacobian against numeric differentiation, with a judge who knows his limits: near a kink, a pole or a large
 * cancellation the numbers are off themselves, and then nobody is accused.
 */
import type { Node } from "../graph/node";
import { relativeError } from "../matrix/make";
import type { Matrix } from "../matrix/matrix";
import type { InputValue } from "../run/feed";
import type { ComputationalGraph } from "../run/graph";
import { jacobianOf, numericJacobianOf } from "./jacobian";
import { type Function1, ridders, type Scheme, type Slope } from "./slope";

/** What numbers say about a Jacobian by backprop. Errors are relative to its largest entry, absolute below 1. */
export interface ByNumber {
	readonly verdict: "agrees" | "disagrees" | "cannot decide";
	/** By how much both differ. */
	readonly error: number;
	/** By how much the numbers may be off themselves. */
	readonly doubt: number;
	readonly truth: Matrix;
}

/** A scheme that doubts its own digits is no judge: its estimate may be too small by this much. */
const TRUST = 10;
/** A kink that is closer than the usual steps is told by much smaller ones. */
const CLOSE_UP = 1e-3;

/** The slope from nearby; where it is another one on the other side, the point lies in a kink. */
function closeUp(f: Function1, x: number): Slope {
	const slope = ridders(f, x, 2e-2 * CLOSE_UP);
	const h = 1e-6 * Math.max(1, Math.abs(x));
	const bend = (step: number) => (f(x + step) - 2 * f(x) + f(x - step)) / step;
	// Half the step halves the bend of a curve, and leaves that of a kink as it is.
	const kink = Math.abs(2 * bend(h / 2) - bend(h));
	return { ...slope, error: Math.max(slope.error, kink), evaluations: slope.evaluations + 6 };
}

/** Compares at the given point. @param tolerance the error up to which both agree */
export function compareByNumber(
	graph: ComputationalGraph,
	wrt: Node,
	inputs: Readonly<Record<string, InputValue>>,
	tolerance: number,
	scheme: Scheme = "ridders",
): ByNumber {
	const truth = jacobianOf(graph, wrt, inputs);
	const size = truth.data.reduce((most: number, entry: number) => Math.max(most, Math.abs(entry)), 1);
	const compared = (by: Parameters<typeof numericJacobianOf>[3]) => {
		const { jacobian, error } = numericJacobianOf(graph, wrt, inputs, by);
		return { error: relativeError(truth, jacobian, 1), doubt: error / size };
	};
	const { error, doubt } = compared(scheme);
	if (error <= tolerance) return { verdict: "agrees", error, doubt, truth };
	if (!(error > TRUST * doubt)) return { verdict: "cannot decide", error, doubt, truth };
	const close = compared(closeUp);
	if (close.error > Math.max(tolerance, TRUST * close.doubt)) return { verdict: "disagrees", error, doubt, truth };
	return { verdict: "cannot decide", error, doubt: error, truth };
}
