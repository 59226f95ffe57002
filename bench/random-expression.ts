/** Random expressions with forks, for tests and for the comparison with PyTorch. */
import * as g from "../src/index";

/** Grows an expression from gates that keep numbers near 1, so that two hundred of them neither vanish nor explode. */
export function randomExpression(random: g.Random, count: number): { output: g.Node; sources: g.Parameter[] } {
	const [rows, cols] = [1 + random.integer(4), 1 + random.integer(4)];
	const sources = [0, 1, 2].map((k) => g.parameter(`p${k}`, random.matrix(rows, cols)));
	const square = g.parameter("A", random.matrix(rows, rows, -0.7, 0.7));
	const bias = g.parameter("b", random.matrix(rows, 1));
	const pool: g.Node[] = [...sources];
	/** Rather young nodes, now and then an old one: depth and forks. */
	const any = () =>
		pool[random.uniform() < 0.7 ? Math.max(0, pool.length - 1 - random.integer(4)) : random.integer(pool.length)];
	/** x² + least: never near 0. */
	const above = (x: g.Node, least: number) =>
		g.plus(
			g.square(g.tanh(x)),
			g.fill(rows, cols, () => least),
		);
	const steps: (() => g.Node)[] = [
		() => g.tanh(any()),
		() => g.logistic(any()),
		() => g.scale(g.softplus(any()), 0.5),
		() => g.plus(g.scale(any(), 0.6), g.scale(any(), -0.5)),
		() => g.minus(any(), g.scale(any(), 0.4)),
		() => g.times(any(), g.tanh(any())),
		() => g.matmul(square, any()),
		() => g.addColumn(g.scale(any(), 0.7), bias),
		() => g.transpose(g.transpose(any())),
		() => g.softmax(any()),
		() => g.logSoftmax(g.scale(any(), 0.3)),
		() => g.slice(g.concatenate(any(), any()), 1, rows + 1),
		() => g.reshape(g.vec(any()), rows, cols),
		() => g.divide(any(), g.plus(g.square(any()), g.ones(rows, cols))),
		() => g.sqrt(g.plus(g.square(any()), g.ones(rows, cols))),
		() => g.exp(g.scale(g.tanh(any()), 0.5)),
		() =>
			g.lookup(
				any(),
				Array.from({ length: cols }, () => random.integer(cols)),
			),
		() => g.spread(g.rowSums(g.scale(any(), 0.2)), any()),
		() => g.spread(g.columnSums(g.scale(any(), 0.2)), any()),
		() => g.spread(g.scale(g.sum(g.tanh(any())), 0.05), any()),
		() => g.spread(g.dot(g.scale(g.vec(g.tanh(any())), 0.1), g.vec(g.tanh(any()))), any()),
		() => g.log(g.plus(g.softplus(any()), g.ones(rows, cols))),
		// What a graph computes by another gate than it is written with.
		() => g.log(g.softmax(g.scale(any(), 0.3))),
		() => g.scale(g.log(g.logistic(any())), 0.5),
		() => g.spread(g.scale(g.log(g.sum(g.exp(g.scale(g.tanh(any()), 0.4)))), 0.3), any()),
		() => g.matmul(g.transpose(square), any()),
		() => g.plus(g.matmul(square, g.scale(any(), 0.6)), g.scale(any(), 0.4)),
		() => g.power(above(any(), 1), 0.7),
		// Kinks have no slope: the operands stay on one side of them.
		() => g.relu(above(any(), 0.1)),
		() => g.leakyRelu(g.negate(above(any(), 0.1)), 0.3),
		() => {
			const a = any();
			return g.maximum(a, g.plus(a, above(any(), 0.1)));
		},
		() => {
			const largest = g.plus(g.sum(g.square(g.tanh(any()))), g.scalar(2));
			return g.scale(g.spread(g.max(g.concatenate(g.vec(g.tanh(any())), largest)), any()), 0.1);
		},
	];
	while (pool.length < count) pool.push(random.pick(steps)());
	const mixture = g.plus(g.mean(pool.slice(-8).reduce((a, b) => g.plus(a, b))), g.squaredError(any(), any()));
	const labels = (below: number) => Array.from({ length: cols }, () => random.integer(below));
	const losses = g.plus(
		g.softmaxCrossEntropy(any(), labels(rows)),
		g.logisticCrossEntropy(g.slice(any(), 0, 1), labels(2)),
	);
	const output = g.plus(mixture, losses);
	const used = new Set(g.topologicalOrder(output));
	return { output, sources: [...sources, square, bias].filter((source) => used.has(source)) };
}
