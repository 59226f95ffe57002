/**
 * The ComputationalGraph of the lecture: sort once, then run forward and backward as often as wanted (plain-run.ts).
 * Each node is visited once in each direction: the backward pass costs as much as the forward pass, up to a constant.
 */
import { GraphError } from "../errors";
import { EXACT } from "../gates/exact";
import { jsonOfExpression } from "../gates/json";
import type { JsonExpression } from "../graph/json";
import { Node, type Parameter } from "../graph/node";
import { asWritten, rewritten } from "../graph/operations";
import { topologicalOrder } from "../graph/order";
import type { Columns, Kernels } from "../kernels/kernels";
import { shown } from "../matrix/checks";
import { ones } from "../matrix/make";
import { Matrix, type Precision } from "../matrix/matrix";
import { sameShape, shapeText } from "../shape";
import { currentMachine } from "./engine";
import { batchSize, type InputValues, load, requireKnown, Unchanged } from "./feed";
import { type GradientSource, Gradients } from "./gradients";
import { type PassWork, Replay } from "./replay";
import type { Engine, Feed, GraphRun, RunOptions } from "./run";
import { type TracedEdge, tangentOf, traceOf } from "./trace";

/** What a graph may be told when it is made. */
export interface GraphOptions {
	/** Only these sources get gradients; what leads to none of them is passed over. All of them by default. */
	wrt?: readonly Node[];
	/** The fastest that are there by default. */
	kernels?: Kernels;
	/** Who runs it: `plainEngine` follows the lecture step by step. The fastest by default. */
	engine?: Engine;
}

/** Batches of so many sizes keep their buffers: the last one of an epoch is a smaller one. */
const SIZES_KEPT = 4;

const ONE = ones(1, 1);

/** A pass in each direction. */
interface Pass {
	readonly run: GraphRun;
	readonly options: RunOptions;
	/** Where the backward pass began; null before it. */
	upstream: Matrix | null;
	/** The same with every number kept, once somebody asks for what was not. */
	replay: Replay | null;
}

/** An expression that can be run: forward for values, backward for gradients, as often as wanted. */
export class ComputationalGraph implements GradientSource {
	/** Every node after its inputs; the output is the last. */
	readonly order: readonly Node[];
	/** The sources that are learned: the parameters, or those of them that are among `wrt`. */
	readonly parameters: readonly Parameter[];
	/** What moves its numbers. */
	readonly kernels: Kernels;
	private readonly inputs: readonly Node[];
	private readonly labels = new Map<string, Node>();
	private readonly options: Omit<RunOptions, "batch">;
	private readonly engine: Engine;
	private readonly unchanged: Unchanged;
	/** By batch size. */
	private readonly runs = new Map<number, { run: GraphRun; options: RunOptions }>();
	/** The last forward pass that went through, and the backward pass since. */
	private pass: Pass | null = null;
	/** The pass with the last backward pass. */
	private lastBackward: Pass | null = null;

	/** @throws GraphError when two sources have the same label, or parameters differ in precision */
	constructor(
		readonly output: Node,
		options: GraphOptions = {},
	) {
		if (options.wrt !== undefined && !Array.isArray(options.wrt))
			throw new GraphError(
				`ComputationalGraph: { wrt } is a list of nodes, as in { wrt: [W, b] }, and this is ${shown(options.wrt)}.`,
			);
		for (const node of [output, ...(options.wrt ?? [])])
			if (!(node instanceof Node))
				throw new GraphError(`A graph is made of nodes, and this is ${shown(node)}. parameter(name, value) makes one.`);
		this.order = topologicalOrder(output);
		this.inputs = this.order.filter((node) => node.role === "input");
		const wrt = options.wrt === undefined ? null : new Set(options.wrt);
		const parameters = this.order.filter((node): node is Parameter => node.role === "parameter");
		this.parameters = parameters.filter((node) => wrt?.has(node) ?? true);
		const machine = currentMachine();
		this.engine = options.engine ?? machine.engine;
		this.kernels = options.kernels ?? machine.kernels();
		this.unchanged = new Unchanged(parameters, this.kernels);
		const positions = new Map(this.order.map((node, k) => [node, k]));
		const operations = rewritten(positions, asWritten(this.order), EXACT);
		const precision = commonPrecision(parameters);
		this.options = { order: this.order, positions, operations, wrt, precision, kernels: this.kernels };
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
		const { run, options } = this.runFor(batchSize(this.inputs, values));
		const feed: Feed = (node, into) => {
			if (node.role !== "input") return false;
			load(into, node, values[node.label as string]);
			return true;
		};
		this.pass = null; // until it is through: a gate may throw in the middle
		this.unchanged.remember();
		run.forward(feed);
		this.pass = { run, options, upstream: null, replay: null };
		return (run.value(this.output) as Matrix).copy();
	}

	/**
	 * Sends gradients from the output to every source. For the values of the last forward pass.
	 * @param upstream gradient at the output, in its shape; 1 where the output is a scalar
	 * @throws GraphError before the first forward pass, for an output that is no scalar without an upstream gradient, and
	 * after a change of the parameters: by an optimizer always; where you write into one yourself, always when it has at most
	 * 4,096 entries, while of a larger one only a few are compared, so run forward again after that
	 */
	backward(upstream?: Matrix): Gradients {
		const pass = this.requirePass("backward()");
		this.requireStart(pass.run.value(this.output) as Matrix, upstream);
		this.unchanged.require("backward()");
		const start = upstream?.copy() ?? ONE;
		this.pass = { run: pass.run, options: pass.options, upstream: start, replay: null };
		pass.run.backward(start);
		this.lastBackward = this.pass;
		return new Gradients(this, this.pass);
	}

	/**
	 * The Jacobian of the output with respect to a node, m×n for an output of m numbers and a node of n, for the values of
	 * the last forward pass. Structures are multiplied as on paper: a diagonal times a matrix scales its rows.
	 * @throws GraphError before the first forward pass, or where nothing differentiable leads to the node
	 */
	jacobian(wrt: Node | string): Matrix {
		const node = this.find(wrt);
		const { run } = this.requirePass("jacobian()");
		this.unchanged.require("jacobian()");
		const found = run.jacobian(node) ?? this.replay("jacobian()", (again) => again.jacobian(node));
		if (found !== null) return found;
		throw new GraphError(`jacobian(${node.name}): it is a constant or an index, or it was left out by { wrt }.`);
	}

	/**
	 * The last backward pass, edge by edge: upstream, local Jacobian, downstream. Writes every Jacobian out: for small graphs.
	 * @throws GraphError before a backward pass
	 */
	trace(): TracedEdge[] {
		if (this.pass === null || this.pass.upstream === null)
			throw new GraphError("trace(): there is no backward pass to tell. Run forward({ … }) and backward() first.");
		this.unchanged.require("trace()");
		return traceOf(this.replayOf(this.pass).asWritten());
	}

	/**
	 * What one forward and one backward pass cost, in multiplications, additions and visits, as the expression is written.
	 * What a gate does without kernels is not counted (kernels/counting.ts): a determinant, an inverse, one of your own.
	 * @throws GraphError before the first forward pass
	 */
	work(): { forward: PassWork; backward: PassWork } {
		return this.replayOf(this.requirePass("work()")).work();
	}

	/**
	 * Forward mode: how the output moves when sources are nudged, to first order. One pass, for the values of the last
	 * forward pass.
	 * @param nudges for some sources, by label, a direction in their shape; the others stay where they are
	 * @throws GraphError for a direction of another shape, or of a node that is no differentiable source
	 */
	tangent(nudges: Readonly<Record<string, Matrix>>): Matrix {
		const pass = this.requirePass("tangent()");
		this.unchanged.require("tangent()");
		const run = this.replayOf(pass).exactly();
		const moved = new Map<Node, Matrix>();
		for (const [label, nudge] of Object.entries(nudges)) {
			const node = this.find(label);
			if (node.gate !== null || !run.isLearned(node))
				throw new GraphError(`tangent: ${label} is no differentiable source.`);
			const value = run.value(node) as Matrix;
			if (!sameShape(nudge, value))
				throw new GraphError(
					`tangent: the direction of ${label} is ${shapeText(nudge)}, and ${label} is ${shapeText(value)}.`,
				);
			moved.set(node, nudge);
		}
		return tangentOf(run, this.output, moved);
	}

	/** The value of a node in the last forward pass, as a copy. */
	value(node: Node | string): Matrix {
		return this.borrowValue(node).copy();
	}

	/** As `value`, without the copy: valid until the graph runs again. */
	borrowValue(node: Node | string): Matrix {
		const found = this.find(node);
		const { run } = this.requirePass("value()");
		return run.value(found) ?? (this.replay("value()", (again) => again.value(found)) as Matrix);
	}

	/** For Gradients. @throws GraphError for a node of another graph, or an unknown label */
	find(node: Node | string): Node {
		const found = typeof node === "string" ? this.labels.get(node) : node;
		if (found !== undefined && this.options.positions.has(found)) return found;
		const name = typeof node === "string" ? node : node instanceof Node ? node.name : shown(node);
		throw new GraphError(`${name} is not part of this graph, whose output is ${this.output.name}.`);
	}

	/** For Gradients: the gradient of a node in a backward pass, the last one by default; null where there is none. */
	gradientOf(node: Node, of: object | null = this.lastBackward): Matrix | null {
		const pass = this.requireLast(of, "of", node);
		const kept = pass.run.gradient(node);
		if (kept !== null || node.gate === null) return kept;
		if (pass !== this.pass)
			throw new GraphError(
				`gradients.of(${node.name}): the graph has run forward since, and kept the gradients of sources and of nodes with a name only. Ask before, or name the node: node.named("z").`,
			);
		return this.replay("gradients.of()", (again) => again.gradient(node));
	}

	/** For Gradients. */
	touchedColumns(node: Node, of: object | null = this.lastBackward): Columns | null {
		return this.requireLast(of, "columnsOf", node).run.touchedColumns(node);
	}

	/**
	 * Gives its memory back at once, where a loop makes many graphs: else that waits until JavaScript collects garbage, and
	 * the memory of the compiled kernels may be full before. What was copied stays; the graph may run again.
	 */
	release(): void {
		for (const { run } of this.runs.values()) run.release();
		this.runs.clear();
		this.unchanged.release();
		this.pass = null;
		this.lastBackward = null;
	}

	/** For Gradients. */
	spend(): void {
		this.unchanged.spend();
	}

	/** The expression as data, numbers included: for `JSON.stringify(graph)`, and back by `graphFromJson`. */
	toJSON(): JsonExpression {
		return jsonOfExpression(this.output);
	}

	private requireStart(output: Matrix, upstream: Matrix | undefined): void {
		if (upstream !== undefined && !(upstream instanceof Matrix))
			throw new GraphError(
				`backward(upstream): the upstream gradient is a matrix in the shape of the output, ${shapeText(output)}, and this is ${shown(upstream)}.`,
			);
		if (upstream !== undefined && !sameShape(upstream, output))
			throw new GraphError(
				`backward(upstream): the upstream gradient is ${shapeText(upstream)} and the output ${this.output.name} is ${shapeText(output)}. A gradient has the shape of its node.`,
			);
		if (upstream === undefined && output.data.length !== 1)
			throw new GraphError(
				`backward(): the output ${this.output.name} is ${shapeText(output)}, and only a scalar has a gradient by itself. Give the upstream gradient, backward(upstream), or end the graph in a scalar, for example sum(…).`,
			);
	}

	private runFor(batch: number): { run: GraphRun; options: RunOptions } {
		const known = this.runs.get(batch);
		if (known !== undefined) return known;
		if (this.runs.size === SIZES_KEPT) this.dropOldest();
		const options = { ...this.options, batch };
		const made = { run: this.engine(options), options };
		this.runs.set(batch, made);
		return made;
	}

	private dropOldest(): void {
		for (const [batch, { run }] of this.runs) {
			if (run === this.lastBackward?.run) continue; // its gradients may be asked for
			run.release();
			this.runs.delete(batch);
			return;
		}
	}

	private requirePass(what: string): Pass {
		if (this.pass !== null) return this.pass;
		throw new GraphError(`${what}: the graph has no values yet. Run forward({ … }) first.`);
	}

	/** @throws GraphError unless `of` is the last backward pass */
	private requireLast(of: object | null, what: string, node: Node): Pass {
		if (this.lastBackward !== null && this.lastBackward === of) return this.lastBackward;
		throw new GraphError(
			`gradients.${what}(${node.name}): these gradients are of an earlier backward pass, and the graph has run backward since. Ask graph.backward() for the new ones, or keep a copy next time: gradients.of(W).`,
		);
	}

	/** What the engine did not keep, from the last passes once more: as they are computed, and else as they were written. */
	private replay<T>(what: string, ask: (run: GraphRun) => T | null): T | null {
		const pass = this.requirePass(what);
		this.unchanged.require(what);
		const replay = this.replayOf(pass);
		return ask(replay.exactly()) ?? ask(replay.asWritten());
	}

	private replayOf(pass: Pass): Replay {
		pass.replay ??= new Replay(pass.options, pass.run, pass.upstream);
		return pass.replay;
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
