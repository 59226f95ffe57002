/** What is no training: a long chain, a Jacobian, a gradient check, and how the cost grows. */
import {
	addColumn,
	ComputationalGraph,
	gradcheck,
	input,
	matmul,
	type Node,
	parameter,
	plus,
	Random,
	scalar,
	scale,
	softmaxCrossEntropy,
	tanh,
	xavier,
} from "../../src/index";
import { contender, cpuSeconds, measure } from "../measure";
import type { Line } from "../run";
import { graphStep, SIZES, windowModel } from "../window-model";

/** Forward and backward through a chain of scalar gates, with forks. */
function chain(nodes: number): () => unknown {
	const source = parameter("a", scalar(1));
	let node = scale(source, 1.0000001);
	for (let k = 1; k < nodes; k++) node = k % 2 === 0 ? plus(node, source) : scale(node, 0.9999999);
	const graph = new ComputationalGraph(node);
	return () => {
		graph.forward();
		return graph.backward();
	};
}

function net(random: Random): { hidden: Node; loss: Node; x: Node } {
	const [W, b] = [parameter("W", xavier(100, 250, random)), parameter("b", random.matrix(100, 1))];
	const [U, c] = [parameter("U", xavier(5, 100, random)), parameter("c", random.matrix(5, 1))];
	const x = input("x", 250);
	const hidden = tanh(plus(matmul(W, x), b));
	return { hidden, loss: softmaxCrossEntropy(addColumn(matmul(U, hidden), c), [2]), x };
}

export async function graphs(_withPeers: boolean, print: (line: Line) => void): Promise<Line[]> {
	const lines: Line[] = [];
	const say = (line: Line) => {
		lines.push(line);
		print(line);
	};
	const random = new Random(1);
	const { hidden, loss, x } = net(random);
	const inputs = { x: random.matrix(250, 1) };
	const graph = new ComputationalGraph(hidden, { wrt: [x] });
	const jacobian = () => {
		graph.forward(inputs);
		return graph.jacobian(x);
	};
	const [chained, jacobians] = await measure([
		contender("chain", "nodes", 1e6, chain(1e6)),
		contender("jacobian", "calls", 1, jacobian),
	]);
	say({
		name: "a chain of a million scalar nodes, forward and backward",
		value: 1e9 / chained.perCpuSecond,
		unit: "ns a node",
		must: "must 200, aim 50",
	});
	say({
		name: "Jacobian 100×250 of tanh(Wx + b), forward pass included",
		value: 1e3 / jacobians.perCpuSecond,
		unit: "ms",
		must: "must 0.09, aim 0.03",
	});
	const begin = cpuSeconds();
	const report = gradcheck(loss, inputs, { scheme: "central", tolerance: 1e-8 });
	say({
		name: "gradient check of 25,605 parameters, central",
		value: cpuSeconds() - begin,
		unit: "CPU-s",
		must: "must 1, aim 0.5",
	});
	say({ name: "its worst error", value: report.worst * 1e12, unit: "· 10⁻¹²" });

	for (const [name, variants] of Object.entries(growth())) {
		const results = await measure(
			variants.map(({ at, run, work }) => contender(String(at), "million operations", work / 1e6, run)),
		);
		for (const result of results)
			say({ name: `${name} ${result.name}`, value: result.perCpuSecond, unit: "million mult./CPU-s" });
	}
	return lines;
}

interface Variant {
	readonly at: number;
	readonly run: () => unknown;
	/** Multiplications of a forward and a backward pass. */
	readonly work: number;
}

/** Nets that grow in depth and in width: work a CPU-second must not fall as they do. */
function growth(): Record<string, Variant[]> {
	const variant = (at: number, width: number, depth: number): Variant => {
		const sizes = { ...SIZES, vocabulary: 1000, hidden: width };
		const graph = new ComputationalGraph(windowModel("f32", new Random(1), sizes, depth).loss);
		graph.forward({ words: new Float64Array(5 * 32).fill(1), labels: new Float64Array(32) });
		const { forward, backward } = graph.work();
		return {
			at,
			run: graphStep(32, "f32", undefined, sizes, depth),
			work: forward.multiplications + backward.multiplications,
		};
	};
	return {
		depth: [1, 4, 16, 64].map((depth) => variant(depth, 100, depth)),
		width: [64, 256, 1024].map((width) => variant(width, width, 2)),
	};
}
