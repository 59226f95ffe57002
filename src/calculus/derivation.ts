/**
 * A derivation is data: lines, each an expression with the reason why it follows. Its LaTeX is printed from the
 * expressions, so what is shown is what is verified.
 */
import { CheckError, GraphError, type Shape, shapeText } from "../errors";
import type { Node } from "../graph/node";
import { topologicalOrder } from "../graph/order";
import { requireWhole } from "../matrix/checks";
import { type Matrix, relativeError } from "../matrix/matrix";
import { Random } from "../matrix/random";
import type { InputValue } from "../run/feed";
import { ComputationalGraph } from "../run/graph";
import { toJacobian } from "./convention";
import { jacobianOf, numericJacobianOf, withValue } from "./jacobian";
import { type CheckedLine, Verification } from "./verification";

/** Jacobian form: outputs × inputs. Shape convention: the shape of the variable. */
export type Form = "jacobian" | "shape";

/** One line of a derivation. */
export interface Line {
	readonly expression: Node;
	readonly reason: string;
	readonly form: Form;
}

/** How hard a derivation is tried. */
export interface VerifyOptions {
	/** Random points at which every line is evaluated. 100 by default. */
	trials?: number;
	seed?: number;
	/** Values for inputs that cannot be any number, like labels: asked for at each point. */
	inputs?: (random: Random) => Readonly<Record<string, InputValue>>;
	/** Largest relative error of a line. 1e-10 by default. */
	tolerance?: number;
}

/** How many of the trials are also compared with numeric differentiation, which costs six runs an entry. */
const NUMERIC_TRIALS = 3;
const BATCH = 3;

/** A derivative, line by line; each line an expression with the reason why it follows. */
export class Derivation {
	/**
	 * @param of what is differentiated, usually a scalar
	 * @param wrt the source with respect to which
	 */
	constructor(
		readonly of: Node,
		readonly wrt: Node,
		readonly lines: readonly Line[] = [],
	) {
		if (!topologicalOrder(of).includes(wrt))
			throw new GraphError(`∂${of.name}/∂${wrt.name}: ${of.name} does not depend on ${wrt.name}.`);
	}

	/** A further line in Jacobian form. */
	line(expression: Node, reason: string): Derivation {
		return new Derivation(this.of, this.wrt, [...this.lines, { expression, reason, form: "jacobian" }]);
	}

	/** A further line in shape convention. */
	inShapeConvention(expression: Node, reason: string): Derivation {
		return new Derivation(this.of, this.wrt, [...this.lines, { expression, reason, form: "shape" }]);
	}

	/**
	 * Evaluates all lines at random points. Every line must have the shape that its form asks for, and the value that
	 * backprop gives and, at some of the points, numeric differentiation.
	 * @throws CheckError naming the first line that does not hold, and what is probably wrong with it
	 */
	verify(options: VerifyOptions = {}): Verification {
		const { trials = 100, seed = 1, tolerance = 1e-10 } = options;
		requireWhole("verify", "the number of random points", trials, 1);
		if (this.lines.length === 0)
			throw new CheckError(`∂${this.of.name}/∂${this.wrt.name}: there is no line to verify.`);
		const random = new Random(seed);
		const graph = new ComputationalGraph(this.of);
		const lines = this.lines.map((line) => ({ ...line, graph: new ComputationalGraph(line.expression) }));
		const errors = lines.map(() => 0);
		for (let trial = 0; trial < trials; trial++) {
			this.atRandomPoint(random, options.inputs, (inputs) => {
				const truth = jacobianOf(graph, this.wrt, inputs);
				if (trial < NUMERIC_TRIALS) this.requireNumericAgreement(graph, truth, inputs, tolerance);
				lines.forEach((line, k) => {
					const value = line.graph.forward(ofSources(line.graph, inputs));
					this.requireShape(k, value, truth);
					const error = relativeError(line.form === "shape" ? toJacobian(value) : value, truth, 1e-6);
					if (!(error <= tolerance)) this.reject(k, error, value, truth);
					errors[k] = Math.max(errors[k], error);
				});
			});
		}
		const checked: CheckedLine[] = lines.map((line, k) => ({
			...line,
			shape: line.graph.value(line.expression),
			error: errors[k],
		}));
		return new Verification(this.of, this.wrt, checked, trials);
	}

	/** Calls `f` with random numbers in every source of every line; parameters get their own numbers back afterwards. */
	private atRandomPoint(
		random: Random,
		given: VerifyOptions["inputs"],
		f: (inputs: Record<string, InputValue>) => void,
	): void {
		const sources = new Set(
			[this.of, ...this.lines.map(({ expression }) => expression)].flatMap((node) => topologicalOrder(node)),
		);
		const inputs: Record<string, InputValue> = {};
		let run = () => f({ ...inputs, ...given?.(random) });
		const size = (dimension: Shape["rows"]) => (dimension === "batch" ? BATCH : dimension);
		for (const source of sources) {
			if (source.role !== "input" && source.role !== "parameter") continue;
			const value = random.matrix(size(source.rows), size(source.cols));
			if (source.role === "input") inputs[source.label as string] = value;
			else {
				const inner = run;
				run = () => withValue(source, inputs, value, inner);
			}
		}
		run();
	}

	private requireNumericAgreement(
		graph: ComputationalGraph,
		truth: Matrix,
		inputs: Record<string, InputValue>,
		tolerance: number,
	): void {
		const { jacobian } = numericJacobianOf(graph, this.wrt, inputs);
		const error = relativeError(truth, jacobian, 1);
		if (error <= tolerance) return;
		throw new CheckError(
			`∂${this.of.name}/∂${this.wrt.name}: backprop and numeric differentiation disagree by ${error.toExponential(1)}. A gate in this expression states a wrong local Jacobian.`,
		);
	}

	private requireShape(k: number, value: Matrix, truth: Matrix): void {
		const { form } = this.lines[k];
		const wanted: Shape = form === "jacobian" ? truth : this.wrt;
		if (fits(value, wanted)) return;
		const transposed = fits({ rows: value.cols, cols: value.rows }, wanted) ? " A transpose is missing." : "";
		const layout = form === "jacobian" ? "In Jacobian form" : "In shape convention";
		throw new CheckError(
			`${this.title(k)} has shape ${shapeText(value)}. ${layout} it has to be ${shapeText(wanted)}.${transposed}`,
		);
	}

	private reject(k: number, error: number, value: Matrix, truth: Matrix): never {
		const off = `${this.title(k)} is off by ${error.toExponential(1)} (relative).`;
		const follows =
			k === 0
				? "It is not the derivative."
				: `Line ${k} still holds, so the step from line ${k} to line ${k + 1} is the wrong one.`;
		const opposite = scaledBy(this.lines[k].form === "shape" ? toJacobian(value) : value, -1);
		const negated = relativeError(opposite, truth, 1e-6) < 1e-6 ? " Its sign is the wrong way round." : "";
		throw new CheckError(`${off} ${follows}${negated}`);
	}

	private title(k: number): string {
		return `∂${this.of.name}/∂${this.wrt.name}, line ${k + 1} (“${this.lines[k].reason}”)`;
	}
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

function ofSources(graph: ComputationalGraph, inputs: Record<string, InputValue>): Record<string, InputValue> {
	const labels = graph.order.filter((node) => node.role === "input").map((node) => node.label as string);
	return Object.fromEntries(labels.map((label) => [label, inputs[label]]));
}

/** A derivation written by hand: `derivation(s, b).line(…, "chain rule").inShapeConvention(…, "…").verify()`. */
export function derivation(of: Node, wrt: Node): Derivation {
	return new Derivation(of, wrt);
}
