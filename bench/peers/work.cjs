// @ts-check
/** The work, as bench/window-model.ts has it, and the protocol of a peer: `ready`, then a round for each line of input. */
const readline = require("node:readline");

const SIZES = { vocabulary: 20_000, dimension: 50, window: 5, hidden: 100, classes: 5 };
const RATE = 0.01;

/** A generator of its own: peers need the same distribution, not the same numbers. @param {number} seed */
function random(seed) {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}

/** @param {number} size examples in a batch */
function batches(size) {
	const next = random(1);
	const { vocabulary, window, classes } = SIZES;
	return Array.from({ length: 20 }, () => ({
		words: Int32Array.from({ length: size * window }, () => Math.floor(vocabulary ** next()) - 1),
		labels: Int32Array.from({ length: size }, () => Math.floor(next() * classes)),
	}));
}

/** @param {number} batch @param {() => unknown} step */
function serve(batch, step) {
	const cpu = () => {
		const { user, system } = process.cpuUsage();
		return (user + system) / 1e6;
	};
	for (let k = 0; k < 20; k++) step();
	console.log("ready");
	readline.createInterface({ input: process.stdin }).on("line", (seconds) => {
		const begin = cpu();
		let steps = 0;
		while (cpu() - begin < Number(seconds)) for (let k = 0; k <= steps / 20; k++, steps++) step();
		console.log(JSON.stringify({ units: steps * batch, cpuSeconds: cpu() - begin }));
	});
}

module.exports = { SIZES, RATE, batches, random, serve };
