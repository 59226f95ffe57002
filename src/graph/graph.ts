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
import type { Kernels } from "../kernels/kernels";
import { reference } from "../kernels/reference";
import { Matrix, scalar } from "../matrix/matrix";
import { batchSize, type InputValues, load, requireKnown } from "./feed";
import { Gradients } from "./gradients";
import type { Node, Parameter } from "./node";
import { topologicalOrder } from "./order";
import { Plan } from "./plan";
import { type TracedEdge, traceOf } from "./trace";

export interface GraphOptions {
	/** Only these sources get gradients; what leads to none of them is passed over. All of them by default. */
	wrt?: readonly Node[];
	kernels?: Kernels;
}

export class ComputationalGraph {
	/** Every node after its inputs; the output is the last. */
	readonly order: readonly Node[];
	private readonly positions: ReadonlyMap<Node, number>;
	private readonly inputs: readonly Node[];
	private readonly labels = new Map<string, Node>();
	private readonly wrt: ReadonlySet<Node> | null;
	private readonly kernels: Kernels;
	private plan: Plan | null = null;
	private hasRun = false;
	private hasRunBackward = false;

	/** @throws GraphError when two sources have the same label */
	constructor(
		readonly output: Node,
		options: GraphOptions = {},
	) {
		this.order = topologicalOrder(output);
		this.positions = new Map(this.order.map((node, k) => [node, k]));
		this.inputs = this.order.filter((node) => node.role === "input");
		this.wrt = options.wrt === undefined ? null : new Set(options.wrt);
		this.kernels = options.kernels ?? reference;
		for (const node of this.order) {
			if (node.label === null || node.role === "constant") continue;
			if (this.labels.has(node.label))
				throw new GraphError(
					`Two nodes of this graph are called ${node.label}: rename one, so that each name means one thing.`,
				);
			this.labels.set(node.label, node);
		}
	}

	/** The sources that are learned. */
	get parameters(): Parameter[] {
		return this.order.filter((node): node is Parameter => node.role === "parameter");
	}

	/**
	 * Computes every node's value, inputs first. Returns the output, as a copy.
	 * @param values for each input its numbers, by label
	 * @throws GraphError when an input is missing, unknown, or of the wrong shape
	 */
	forward(values: InputValues = {}): Matrix {
		const plan = this.planFor(values);
		for (const node of this.inputs) load(plan.values[this.position(node)], node, values[node.label as string]);
		for (let k = 0; k < this.order.length; k++) {
			this.order[k].gate?.forward(plan.operands[k], plan.values[k], this.kernels, plan.scratch[k]);
		}
		this.hasRun = true;
		this.hasRunBackward = false;
		return this.value(this.output);
	}

	/**
	 * Sends gradients from the output to every source. For the values of the last forward pass.
	 * @param upstream gradient at the output, in its shape; 1 where the output is a scalar
	 * @throws GraphError before the first forward pass, and for an output that is no scalar without an upstream gradient
	 */
	backward(upstream?: Matrix): Gradients {
		const plan = this.requirePlan("backward()");
		const { gradients, edges } = plan;
		this.hasRunBackward = true;
		plan.clearGradients();
		const last = this.order.length - 1;
		gradients[last]?.data.set(this.startGradient(plan.values[last], upstream).data);
		for (let k = last; k >= 0; k--) {
			const arriving = gradients[k];
			if (arriving === null) continue;
			for (const { to, local } of edges[k]) local.pull(arriving, gradients[to] as Matrix, this.kernels);
		}
		return new Gradients(
			(node) => this.find(node),
			(node) => gradients[this.position(node)],
			(node) => plan.touched(this.position(node)),
		);
	}

	/**
	 * The last backward pass, edge by edge: upstream, local Jacobian, downstream. Writes every Jacobian out: for small graphs.
	 * @throws GraphError before a backward pass
	 */
	trace(): TracedEdge[] {
		if (!this.hasRunBackward)
			throw new GraphError("trace(): there is no backward pass to tell. Run forward({ … }) and backward() first.");
		return traceOf(this.order, this.requirePlan("trace()"), this.kernels);
	}

	/**
	 * Forward mode: how the output moves when sources are nudged, to first order. One pass, for the values of the last
	 * forward pass.
	 * @param nudges for some sources, by label, a direction in their shape; the others stay where they are
	 * @throws GraphError for a direction of another shape, or of a node that is no differentiable source
	 */
	tangent(nudges: Readonly<Record<string, Matrix>>): Matrix {
		const { values, edges, gradients } = this.requirePlan("tangent()");
		const moved: (Matrix | null)[] = values.map(() => null);
		for (const [label, nudge] of Object.entries(nudges)) {
			const k = this.position(this.find(label));
			if (gradients[k] === null || this.order[k].gate !== null)
				throw new GraphError(`tangent: ${label} is no differentiable source.`);
			if (!sameShape(nudge, values[k]))
				throw new GraphError(
					`tangent: the direction of ${label} is ${shapeText(nudge)}, and ${label} is ${shapeText(values[k])}.`,
				);
			moved[k] = nudge;
		}
		edges.forEach((inputs, k) => {
			const arriving = inputs.filter(({ to }) => moved[to] !== null);
			if (arriving.length === 0) return;
			const sum = new Matrix(values[k].rows, values[k].cols);
			for (const { to, local } of arriving) local.push(moved[to] as Matrix, sum, this.kernels);
			moved[k] = sum;
		});
		const output = values[values.length - 1];
		return moved[moved.length - 1]?.copy() ?? new Matrix(output.rows, output.cols);
	}

	/** The value of a node in the last forward pass, as a copy. */
	value(node: Node | string): Matrix {
		return this.borrowValue(node).copy();
	}

	/** As `value`, without the copy: valid until the graph runs again. */
	borrowValue(node: Node | string): Matrix {
		return this.requirePlan("value()").values[this.position(this.find(node))];
	}

	private startGradient(output: Matrix, upstream: Matrix | undefined): Matrix {
		if (upstream !== undefined) {
			if (sameShape(upstream, output)) return upstream;
			throw new GraphError(
				`backward(upstream): the upstream gradient is ${shapeText(upstream)} and the output ${this.output.name} is ${shapeText(output)}. A gradient has the shape of its node.`,
			);
		}
		if (output.data.length === 1) return scalar(1);
		throw new GraphError(
			`backward(): the output ${this.output.name} is ${shapeText(output)}, and only a scalar has a gradient by itself. Give the upstream gradient, backward(upstream), or end the graph in a scalar, for example sum(…).`,
		);
	}

	private planFor(values: InputValues): Plan {
		requireKnown(this.inputs, values);
		const batch = batchSize(this.inputs, values);
		if (this.plan === null || this.plan.batch !== batch)
			this.plan = new Plan(this.order, this.positions, batch, this.wrt);
		return this.plan;
	}

	private requirePlan(what: string): Plan {
		if (this.plan !== null && this.hasRun) return this.plan;
		throw new GraphError(`${what}: the graph has no values yet. Run forward({ … }) first.`);
	}

	private find(node: Node | string): Node {
		const found = typeof node === "string" ? this.labels.get(node) : node;
		if (found !== undefined && this.positions.has(found)) return found;
		const name = typeof node === "string" ? node : node.name;
		throw new GraphError(`${name} is not part of this graph, whose output is ${this.output.name}.`);
	}

	private position(node: Node): number {
		return this.positions.get(node) as number;
	}
}
