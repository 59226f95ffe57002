/** Training steps of the window model: the graph on each backend, the same step by hand, and other libraries. */

import { kernelsCalled } from "../../src/fast/choose";
import { type Kernels, type Precision, Random } from "../../src/node/index";
import { type Contender, contender, measure } from "../measure";
import { PEERS, startPeer } from "../peers";
import type { Line } from "../run";
import { graphStep, SIZES, stepByHand } from "../window-model";

const BATCHES = [1, 32, 256];
const PRECISIONS: Precision[] = ["f32", "f64"];
/** Forward and backward of one token, in operations. */
const OPERATIONS = 6 * SIZES.hidden * (SIZES.window * SIZES.dimension + SIZES.classes);

/** What must be reached, and what is aimed at, against whom; by batch. */
const AGAINST: { peer: RegExp; precision: Precision; must: number[]; aim: number[] }[] = [
	{ peer: /TensorFlow|ConvNet/, precision: "f32", must: [10, 6, 5], aim: [20, 12, 9] },
	{ peer: /PyTorch/, precision: "f32", must: [8, 1.2, 0.4], aim: [20, 2, 0.65] },
	{ peer: /PyTorch/, precision: "f64", must: [6, 1, 0.35], aim: [12, 1.4, 0.5] },
];

function backends(): string[] {
	return (["reference", "simd", "blas"] as const).filter((backend) => {
		try {
			return kernelsCalled(backend) !== undefined;
		} catch {
			return false;
		}
	});
}

/** A product of matrices that fit the caches: what the kernels can do at most. */
function ceiling(kernels: Kernels, precision: Precision): () => void {
	const random = new Random(1);
	const [A, B, C] = [
		kernels.zeros(96, 256, precision),
		kernels.zeros(256, 256, precision),
		kernels.zeros(96, 256, precision),
	];
	A.data.set(random.matrix(96, 256).data);
	B.data.set(random.matrix(256, 256).data);
	return () => kernels.multiply(A, false, B, false, C, 0);
}

export async function training(withPeers: boolean, print: (line: Line) => void): Promise<Line[]> {
	const lines: Line[] = [];
	const say = (line: Line) => {
		lines.push(line);
		print(line);
	};
	for (const [b, batch] of BATCHES.entries()) {
		const own = PRECISIONS.flatMap((precision) => [
			...backends().map((backend) =>
				contender(
					`graph, ${backend}, ${precision}`,
					"tokens",
					batch,
					graphStep(batch, precision, kernelsCalled(backend)),
				),
			),
			contender(`by hand, simd, ${precision}`, "tokens", batch, stepByHand(batch, precision, kernelsCalled("simd"))),
			contender(
				`ceiling, simd, ${precision}`,
				"tokens",
				(2 * 96 * 256 * 256) / OPERATIONS,
				ceiling(kernelsCalled("simd"), precision),
			),
		]);
		const peers = withPeers ? await startPeers(batch) : [];
		const results = await measure([...own, ...peers]);
		for (const peer of peers) peer.stop();
		const rate = (name: string) => results.find((result) => result.name === name)?.perCpuSecond ?? Number.NaN;
		for (const { name, perCpuSecond } of results)
			say({ name: name.includes("B =") ? name : `${name}, B = ${batch}`, value: perCpuSecond, unit: "tokens/CPU-s" });
		for (const precision of PRECISIONS) {
			const graph = rate(`graph, simd, ${precision}`);
			const must = batch === 1 ? undefined : "must 1.3, aim 1.1";
			say({
				name: `by hand / graph, ${precision}, B = ${batch}`,
				value: rate(`by hand, simd, ${precision}`) / graph,
				unit: "×",
				must,
			});
			say({
				name: `graph / ceiling, ${precision}, B = ${batch}`,
				value: graph / rate(`ceiling, simd, ${precision}`),
				unit: "×",
				must: batch === 256 ? "must 0.55, aim 0.75" : undefined,
			});
			for (const { peer, precision: of, must, aim } of AGAINST) {
				const theirs = results.filter(({ name }) => peer.test(name) && (name.includes(of) || /Flow|Conv/.test(name)));
				if (of !== precision || theirs.length === 0) continue;
				const best = theirs.reduce((a, c) => (c.perCpuSecond > a.perCpuSecond ? c : a));
				for (const backend of backends().slice(1)) {
					const mine = rate(`graph, ${backend}, ${precision}`);
					const goal = backend === "simd" ? `must ${must[b]}, aim ${aim[b]}` : "aim 1";
					say({
						name: `graph, ${backend}, ${precision} / ${best.name}`,
						value: mine / best.perCpuSecond,
						unit: "×",
						must: goal,
					});
				}
			}
		}
	}
	if (withPeers) await wide(say);
	return lines;
}

async function startPeers(batch: number): Promise<(Contender & { stop(): void })[]> {
	const started = [];
	for (const peer of PEERS)
		for (const precision of peer.precisions) {
			const contender = await startPeer(peer, batch, precision);
			if (contender === null) console.log(`  ${peer.name}, ${precision}: does not run here`);
			else started.push(contender);
		}
	return started;
}

/** A hidden layer of 1024, where everything is matrix products. */
async function wide(say: (line: Line) => void): Promise<void> {
	const [batch, hidden] = [256, 1024];
	const peer = await startPeer(PEERS[0], batch, "f32", hidden);
	const own = backends()
		.slice(1)
		.map((backend) =>
			contender(
				`graph, ${backend}, f32, hidden 1024`,
				"tokens",
				batch,
				graphStep(batch, "f32", kernelsCalled(backend), { ...SIZES, hidden }),
			),
		);
	const results = await measure(peer === null ? own : [...own, peer]);
	peer?.stop();
	for (const { name, perCpuSecond } of results)
		say({ name: name.replace(/B = 256$/, "B = 256, hidden 1024"), value: perCpuSecond, unit: "tokens/CPU-s" });
	if (peer === null) return;
	const theirs = results[results.length - 1].perCpuSecond;
	for (const { name, perCpuSecond } of results.slice(0, -1))
		say({
			name: `${name} / PyTorch`,
			value: perCpuSecond / theirs,
			unit: "×",
			must: name.includes("blas") ? "must 1" : undefined,
		});
}
