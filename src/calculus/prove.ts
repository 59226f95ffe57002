/**
 * A derivation is tried at random points. Every line must have the shape that its form asks for, and the value that backprop
 * gives and, at some of the points, numeric differentiation.
 */
import { CheckError } from "../errors";
import type { Node } from "../graph/node";
import { requireWhole } from "../matrix/checks";
import { relativeError } from "../matrix/make";
import type { Matrix } from "../matrix/matrix";
import { Random } from "../matrix/random";
import type { InputValue } from "../run/feed";
import { ComputationalGraph } from "../run/graph";
import { type Shape, shapeText } from "../shape";
import { compareByNumber } from "./by-number";
import { toJacobian } from "./convention";
import { jacobianOf } from "./jacobian";
import type { CheckedLine, Line } from "./line";
import { atRandomPoint, type Given, isAllFinite, ofSources } from "./random-point";
import { Verification } from "./verification";

/** How hard a derivation is tried. */
export interface VerifyOptions {
	/** Random points at which every line is evaluated. 100 by default. */
	trials?: number;
	seed?: number;
	/** Values for sources that cannot be any number, like labels, or what has to be positive: asked for at each point. */
	inputs?: Given;
	/** Largest relative error of a line. 1e-10 by default. */
	tolerance?: number;
}

/** What is differentiated, by what, and the lines. */
export interface Claim {
	readonly of: Node;
	readonly wrt: Node;
	readonly lines: readonly Line[];
}

/** How many of the points are also compared with numeric differentiation, which costs six runs an entry. */
const NUMERIC_TRIALS = 3;

/** @throws CheckError naming the first line that does not hold, and what is probably wrong with it */
export function prove(claim: Claim, options: VerifyOptions = {}): Verification {
	const { trials = 100, seed = 1, tolerance = 1e-10 } = options;
	requireWhole("verify", "the number of random points", trials, 1);
	const { of, wrt } = claim;
	if (claim.lines.length === 0) throw new CheckError(`∂${of.name}/∂${wrt.name}: there is no line to verify.`);
	const random = new Random(seed);
	const graph = new ComputationalGraph(of);
	const lines = claim.lines.map((line) => ({ ...line, graph: new ComputationalGraph(line.expression) }));
	const errors = lines.map(() => 0);
	const byNumber: number[] = [];
	const expressions = [of, ...lines.map(({ expression }) => expression)];
	for (let trial = 0; trial < trials; trial++) {
		atRandomPoint(expressions, random, options.inputs, (inputs) => {
			const own = ofSources(graph, inputs);
			const truth = jacobianOf(graph, wrt, own);
			if (!isAllFinite(graph.borrowValue(of)) || !isAllFinite(truth)) return false;
			if (byNumber.length < NUMERIC_TRIALS) {
				const error = errorByNumber(claim, graph, own, tolerance);
				if (error !== null) byNumber.push(error);
			}
			for (const [k, line] of lines.entries()) {
				const value = line.graph.forward(ofSources(line.graph, inputs));
				requireShape(claim, k, value, truth);
				const error = relativeError(line.form === "shape" ? toJacobian(value) : value, truth, 1e-6);
				if (!(error <= tolerance)) {
					if (isDoubtful(claim, graph, own, error)) return false;
					reject(claim, k, error, value, truth);
				}
				errors[k] = Math.max(errors[k], error);
			}
			return true;
		});
	}
	const checked: CheckedLine[] = lines.map((line, k) => ({
		...line,
		shape: line.graph.value(line.expression),
		error: errors[k],
	}));
	if (byNumber.length === 0)
		throw new CheckError(
			`∂${of.name}/∂${wrt.name}: at none of ${trials} points could numeric differentiation decide. Are its values defined there? verify({ inputs }) says what the inputs may be.`,
		);
	return new Verification(of, wrt, checked, trials, byNumber);
}

/** How far both are apart; null where numbers cannot decide: then another point has to do. */
function errorByNumber(
	{ of, wrt }: Claim,
	graph: ComputationalGraph,
	inputs: Record<string, InputValue>,
	tolerance: number,
): number | null {
	const { verdict, error } = compareByNumber(graph, wrt, inputs, tolerance);
	if (verdict !== "disagrees") return verdict === "agrees" ? error : null;
	throw new CheckError(
		`∂${of.name}/∂${wrt.name}: backprop and numeric differentiation disagree by ${error.toExponential(1)}. A gate in this expression states a wrong local Jacobian.`,
	);
}

/** A derivative that is known so badly accuses no line. */
const DOUBT = 100;

/** Whether the derivative itself is as uncertain as a line is off, as next to a singular matrix: then another point has to do. */
function isDoubtful(
	{ wrt }: Claim,
	graph: ComputationalGraph,
	inputs: Record<string, InputValue>,
	error: number,
): boolean {
	const { verdict, error: off, doubt } = compareByNumber(graph, wrt, inputs, error / DOUBT);
	return verdict !== "agrees" && DOUBT * Math.max(off, doubt) >= error;
}

function requireShape(claim: Claim, k: number, value: Matrix, truth: Matrix): void {
	const { form } = claim.lines[k];
	const wanted: Shape = form === "jacobian" ? truth : claim.wrt;
	if (fits(value, wanted)) return;
	const transposed = fits({ rows: value.cols, cols: value.rows }, wanted) ? " A transpose is missing." : "";
	const layout = form === "jacobian" ? "In Jacobian form" : "In shape convention";
	throw new CheckError(
		`${titleOf(claim, k)} has shape ${shapeText(value)}. ${layout} it has to be ${shapeText(wanted)}.${transposed}`,
	);
}

function reject(claim: Claim, k: number, error: number, value: Matrix, truth: Matrix): never {
	const off = `${titleOf(claim, k)} is off by ${error.toExponential(1)} (relative).`;
	const follows =
		k === 0
			? "It is not the derivative."
			: `Line ${k} still holds, so the step from line ${k} to line ${k + 1} is the wrong one.`;
	const opposite = scaledBy(claim.lines[k].form === "shape" ? toJacobian(value) : value, -1);
	const negated = relativeError(opposite, truth, 1e-6) < 1e-6 ? " Its sign is the wrong way round." : "";
	throw new CheckError(`${off} ${follows}${negated}`);
}

function titleOf({ of, wrt, lines }: Claim, k: number): string {
	return `∂${of.name}/∂${wrt.name}, line ${k + 1} (“${lines[k].reason}”)`;
}

/** Same shape, where a batch in the one is any size in the other. */
function fits(value: Shape, wanted: Shape): boolean {
	const match = (a: Shape["rows"], b: Shape["rows"]) => a === b || b === "batch";
	return match(value.rows, wanted.rows) && match(value.cols, wanted.cols);
}

function scaledBy(A: Matrix, factor: number): Matrix {
	const result = A.copy();
	for (let k = 0; k < result.data.length; k++) result.data[k] *= factor;
	return result;
}
