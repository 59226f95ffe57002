/**
 * The ComputationalGraph of the lecture: sort once, then run forward and backward as often as wanted.
 *
 *     forward:  visit the nodes in topological order, and let each gate compute its value from its inputs
 *     backward: give the output the gradient 1, visit the nodes in reverse, and send downstream = upstream × local
 *               along every edge, adding up where paths meet
 *
 * Each node is visited once in each direction: the backward pass costs as much as the forward pass, up to a constant.
 */
import { GraphError, sameShape, shapeText } from "../errors";
import { fastest } from "../fast/choose";
import { Plan } from "../fast/plan";
import { runBackward, runForward, runTangent } from "../fast/run";
import { expressionToJson, type JsonExpression } from "../graph/json";
import type { Node, Parameter } from "../graph/node";
import { topologicalOrder } from "../graph/order";
import type { Columns, Kernels } from "../kernels/kernels";
import type { Matrix } from "../matrix/matrix";
import type { Precision } from "../matrix/numbers";
import { batchSize, type InputValues, load, requireKnown } from "./feed";
import { FullPass, type PassWork } from "./full-pass";
import { type GradientSource, Gradients } from "./gradients";
import { jacobianOf } from "./jacobian";
import { type TracedEdge, traceOf } from "./trace";

/** What a graph may be told when it is made. */
export interface GraphOptions {
	/** Only these sources get gradients; what leads to none of them is passed over. All of them by default. */
	wrt?: readonly Node[];
	/** The fastest that are there by default. */
	kernels?: Kernels;
}

/** Batches of so many sizes keep their plans: the last one of an epoch is a smaller one. */
const PLANS_KEPT = 4;

/** An expression that can be run: forward for values, backward for gradients, as often as wanted. */
export class ComputationalGraph implements GradientSource {
	/** Every node after its inputs; the output is the last. */
	readonly order: readonly Node[];
	/** The sources that are learned: the parameters, or those of them that are among `wrt`. */
	readonly parameters: readonly Parameter[];
	private readonly positions: ReadonlyMap<Node, number>;
	private readonly inputs: readonly Node[];
	private readonly labels = new Map<string, Node>();
	private readonly wrt: ReadonlySet<Node> | null;
	private readonly kernels: Kernels;
	private readonly precision: Precision;
	private readonly gradients = new Gradients(this);
	private readonly plans = new Map<number, Plan>();
	/** The plan of the last forward pass. */
	private plan: Plan | null = null;
	/** The same pass again with everything kept, once somebody asks for what was not. */
	private readonly full: FullPass;
	/** The backward pass since the last forward one, with the gradient that it began with: 1 where it is undefined. */
	private backwardPass: { readonly upstream: Matrix | undefined } | null = null;

	/** @throws GraphError when two sources have the same label, or parameters differ in precision */
	constructor(
		readonly output: Node,
		options: GraphOptions = {},
	) {
		this.order = topologicalOrder(output);
		this.positions = new Map(this.order.map((node, k) => [node, k]));
		this.inputs = this.order.filter((node) => node.role === "input");
		this.full = new FullPass(this.inputs);
		const wrt = options.wrt === undefined ? null : new Set(options.wrt);
		const parameters = this.order.filter((node): node is Parameter => node.role === "parameter");
		this.parameters = parameters.filter((node) => wrt?.has(node) ?? true);
		this.wrt = wrt;
		this.kernels = options.kernels ?? fastest();
		this.precision = commonPrecision(parameters);
		for (const node of this.order) {
			if (node.label === null || node.role === "constant") continue;
			if (this.labels.has(node.label))
				throw new GraphError(
					`Two nodes of this graph are called ${node.label}: rename one, so that each name means one thing.`,
				);
			this.labels.set(node.label, node);
		}
	}

	/**
	 * Computes every node's value, inputs first. Returns the output, as a copy.
	 * @param values for each input its numbers, by label
	 * @throws GraphError when an input is missing, unknown, or of the wrong shape
	 */
	forward(values: InputValues = {}): Matrix {
		requireKnown(this.inputs, values);
		const plan = this.planFor(batchSize(this.inputs, values));
		for (const node of this.inputs) load(plan.values[plan.at(node)], node, values[node.label as string]);
		this.plan = null; // until it is through: a gate may throw in the middle
		runForward(plan);
		this.plan = plan;
		this.full.isOutdated();
		this.backwardPass = null;
		return plan.values[this.order.length - 1].copy();
	}

	/**
	 * Sends gradients from the output to every source. For the values of the last forward pass.
	 * @param upstream gradient at the output, in its shape; 1 where the output is a scalar
	 * @throws GraphError before the first forward pass, and for an output that is no scalar without an upstream gradient
	 */
	backward(upstream?: Matrix): Gradients {
		const plan = this.requirePlan("backward()");
		this.requireStart(plan.values[this.order.length - 1], upstream);
		runBackward(plan, upstream);
		this.backwardPass = { upstream: upstream?.copy() };
		this.full.follow(upstream);
		return this.gradients;
	}

	/**
	 * The Jacobian of the output with respect to a node, m×n for an output of m numbers and a node of n, for the values of
	 * the last forward pass. Structures are multiplied as on paper: a diagonal times a matrix scales its rows.
	 * @throws GraphError before the first forward pass, or where nothing differentiable leads to the node
	 */
	jacobian(wrt: Node | string): Matrix {
		const node = this.find(wrt);
		const plan = this.requirePlan("jacobian()");
		const k = plan.at(node);
		if (plan.wantsGradient[k] === 0)
			throw new GraphError(`jacobian(${node.name}): it is a constant or an index, or it was left out by { wrt }.`);
		const isComputed = node.gate === null || plan.operations[k] !== null;
		return jacobianOf(isComputed ? plan : this.inFull("jacobian()"), k);
	}

	/**
	 * The last backward pass, edge by edge: upstream, local Jacobian, downstream. Writes every Jacobian out: for small graphs.
	 * @throws GraphError before a backward pass
	 */
	trace(): TracedEdge[] {
		if (this.backwardPass === null)
			throw new GraphError("trace(): there is no backward pass to tell. Run forward({ … }) and backward() first.");
		return traceOf(this.inFull("trace()"));
	}

	/**
	 * What one forward and one backward pass cost, in multiplications, additions and visits, as the expression is written.
	 * @throws GraphError before the first forward pass
	 */
	work(): { forward: PassWork; backward: PassWork } {
		return this.full.workOf(this.requirePlan("work()"));
	}

	/**
	 * Forward mode: how the output moves when sources are nudged, to first order. One pass, for the values of the last
	 * forward pass.
	 * @param nudges for some sources, by label, a direction in their shape; the others stay where they are
	 * @throws GraphError for a direction of another shape, or of a node that is no differentiable source
	 */
	tangent(nudges: Readonly<Record<string, Matrix>>): Matrix {
		const plan = this.inFull("tangent()");
		const moved = new Map<number, Matrix>();
		for (const [label, nudge] of Object.entries(nudges)) {
			const node = this.find(label);
			const k = plan.at(node);
			if (plan.backward.gradients[k] === null || node.gate !== null)
				throw new GraphError(`tangent: ${label} is no differentiable source.`);
			if (!sameShape(nudge, plan.values[k]))
				throw new GraphError(
					`tangent: the direction of ${label} is ${shapeText(nudge)}, and ${label} is ${shapeText(plan.values[k])}.`,
				);
			moved.set(k, nudge);
		}
		return runTangent(plan, moved);
	}

	/** The value of a node in the last forward pass, as a copy. */
	value(node: Node | string): Matrix {
		return this.borrowValue(node).copy();
	}

	/** As `value`, without the copy: valid until the graph runs again. */
	borrowValue(node: Node | string): Matrix {
		const plan = this.requirePlan("value()");
		const k = plan.at(this.find(node));
		return (plan.keepsValue(k) ? plan : this.inFull("value()")).values[k];
	}

	/** For Gradients. @throws GraphError for a node of another graph, or an unknown label */
	find(node: Node | string): Node {
		const found = typeof node === "string" ? this.labels.get(node) : node;
		if (found !== undefined && this.positions.has(found)) return found;
		const name = typeof node === "string" ? node : node.name;
		throw new GraphError(`${name} is not part of this graph, whose output is ${this.output.name}.`);
	}

	/** For Gradients: the gradient of a node in the last backward pass, null where there is none. */
	gradientOf(node: Node): Matrix | null {
		const plan = this.requirePlan("gradients.of()");
		const k = plan.at(node);
		const kept = plan.backward.gradients[k];
		if (kept !== null || node.gate === null) return kept;
		if (this.backwardPass === null)
			throw new GraphError(
				`gradients.of(${node.name}): the graph has run forward since, and kept the gradients of sources and of nodes with a name only. Ask before, or name the node: node.named("z").`,
			);
		return this.inFull("gradients.of()").backward.gradients[k];
	}

	/** For Gradients. */
	touchedColumnsOf(node: Node): Columns | null {
		const plan = this.requirePlan("gradients.columnsOf()");
		return plan.backward.touched[plan.at(node)];
	}

	/** The expression as data, numbers included: for `JSON.stringify(graph)`, and back by `graphFromJson`. */
	toJSON(): JsonExpression {
		return expressionToJson(this.output);
	}

	private requireStart(output: Matrix, upstream: Matrix | undefined): void {
		if (upstream !== undefined && !sameShape(upstream, output))
			throw new GraphError(
				`backward(upstream): the upstream gradient is ${shapeText(upstream)} and the output ${this.output.name} is ${shapeText(output)}. A gradient has the shape of its node.`,
			);
		if (upstream === undefined && output.data.length !== 1)
			throw new GraphError(
				`backward(): the output ${this.output.name} is ${shapeText(output)}, and only a scalar has a gradient by itself. Give the upstream gradient, backward(upstream), or end the graph in a scalar, for example sum(…).`,
			);
	}

	private planFor(batch: number): Plan {
		const known = this.plans.get(batch);
		if (known !== undefined) return known;
		const [oldest] = this.plans.keys();
		if (this.plans.size === PLANS_KEPT) this.plans.delete(oldest);
		const { wrt, kernels } = this;
		const options = { batch, wrt, kernels, precision: this.precision, lean: true };
		const plan = new Plan(this.order, this.positions, options);
		this.plans.set(batch, plan);
		return plan;
	}

	private requirePlan(what: string): Plan {
		if (this.plan !== null) return this.plan;
		throw new GraphError(`${what}: the graph has no values yet. Run forward({ … }) first.`);
	}

	/** The last passes once more, with every number kept. */
	private inFull(what: string): Plan {
		return this.full.of(what, this.requirePlan(what), this.backwardPass);
	}
}

/** @throws GraphError when some are f32 and others f64 */
function commonPrecision(parameters: readonly Parameter[]): Precision {
	const precision = parameters[0]?.value.precision ?? "f64";
	const other = parameters.find(({ value }) => value.precision !== precision);
	if (other === undefined) return precision;
	throw new GraphError(
		`${parameters[0].name} is ${precision} and ${other.name} is ${other.value.precision}: a graph computes in one precision. float32(A) makes an f32 matrix.`,
	);
}
