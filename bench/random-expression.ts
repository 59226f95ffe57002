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
	];
	while (pool.length < count) pool.push(random.pick(steps)());
	const output = g.plus(g.mean(pool.slice(-8).reduce((a, b) => g.plus(a, b))), g.squaredError(any(), any()));
	const used = new Set(g.topologicalOrder(output));
	return { output, sources: [...sources, square, bias].filter((source) => used.has(source)) };
}
