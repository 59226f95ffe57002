import type { Exercise } from "../exercise";

export const LESSON_10: readonly Exercise[] = [
	{
		id: "10.1",
		task: "How many names a list of IOB2 tags holds.",
		points: 1,
		inputs: (random) => [Array.from({ length: 8 }, () => random.pick(["O", "B-PER", "B-LOC", "B-PER", "O"]))],
		answer: (tags: string[]) => tags.filter((tag) => tag.startsWith("B-")).length,
		mistakes: [
			{
				name: "outside counted",
				answer: (tags: string[]) => tags.length,
				tell: "That is the number of tokens. Names begin with B.",
			},
		],
		hints: ["Where does a name begin?", "At every B.", 'tags.filter((tag) => tag.startsWith("B-")).length'],
		solution: 'return tags.filter((tag) => tag.startsWith("B-")).length;',
	},
	{
		id: "10.2",
		task: "The loss of a model that knows nothing, with C classes, in nats.",
		points: 1,
		inputs: (random) => [2 + random.integer(8)],
		answer: (C: number) => Math.log(C),
		mistakes: [
			{
				name: "probability for loss",
				answer: (C: number) => 1 / C,
				tell: "1/C is the probability of each class. The loss is −log of it.",
			},
			{
				name: "bits",
				answer: (C: number) => Math.log2(C),
				tell: "These are bits. The loss is in nats: the natural logarithm.",
			},
			{ name: "sign", answer: (C: number) => -Math.log(C), tell: "A loss is not negative: −log(1/C) = +log C." },
		],
		hints: ["What probability has the right class?", "1/C.", "−log(1/C)"],
		solution: "return Math.log(C);",
	},
	{
		id: "10.4",
		task: "The rate in an epoch (from 0) that falls as rate/(1 + decay · epoch).",
		points: 1,
		inputs: (random) => [random.uniform(), 0.1 + random.uniform(), 2 + random.integer(5)],
		answer: (rate: number, decay: number, epoch: number) => rate / (1 + decay * epoch),
		mistakes: [
			{
				name: "exponential",
				answer: (rate: number, decay: number, epoch: number) => rate * Math.exp(-decay * epoch),
				tell: "That falls exponentially, far faster after many epochs.",
			},
			{
				name: "from 1",
				answer: (rate: number, decay: number, epoch: number) => rate / (1 + decay * (epoch + 1)),
				tell: "Epochs count from 0: the first one has the full rate.",
			},
		],
		hints: ["Epoch 0 has the full rate.", "Divide.", "rate / (1 + decay * epoch)"],
		solution: "return rate / (1 + decay * epoch);",
	},
	{
		id: "10.5",
		task: "F1 in per cent, from how many names are right, how many were found, how many are there.",
		points: 1,
		inputs: (random) => [5 + random.integer(5), 12 + random.integer(9), 15 + random.integer(9)],
		answer: (right: number, found: number, there: number) => (200 * right) / (found + there),
		mistakes: [
			{
				name: "plain mean",
				answer: (right: number, found: number, there: number) => 50 * (right / found + right / there),
				tell: "That is the plain mean of precision and recall. F1 is their harmonic mean, which the smaller one pulls down.",
			},
			{
				name: "recall",
				answer: (right: number, _found: number, there: number) => (100 * right) / there,
				tell: "That is recall.",
			},
			{
				name: "precision",
				answer: (right: number, found: number) => (100 * right) / found,
				tell: "That is precision.",
			},
		],
		hints: ["Precision is right/found, recall right/there.", "2PR/(P + R).", "200·right/(found + there)"],
		solution: "return (200 * right) / (found + there);",
	},
];
