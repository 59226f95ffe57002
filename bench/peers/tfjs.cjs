// @ts-nocheck: the peer has no types
/** TensorFlow.js on its WebAssembly backend: word vectors gathered and updated by hand, which is faster than its sparse gradients. */
const tf = require("@tensorflow/tfjs");
const { setWasmPaths, setThreadsCount } = require("@tensorflow/tfjs-backend-wasm");
const path = require("node:path");
const { SIZES, RATE, batches, random, serve } = require("./work.cjs");

const batch = Number(process.argv[2]);
const { vocabulary, dimension, window, hidden, classes } = SIZES;
const next = random(2);
const L = Float32Array.from({ length: vocabulary * dimension }, () => next() * 0.2 - 0.1);
const work = batches(batch);
let at = 0;

async function main() {
	setWasmPaths(path.join(path.dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json")), "dist/"));
	setThreadsCount(1);
	await tf.setBackend("wasm");
	await tf.ready();
	const W = tf.variable(tf.randomUniform([dimension * window, hidden], -0.1, 0.1));
	const b = tf.variable(tf.zeros([hidden]));
	const U = tf.variable(tf.randomUniform([hidden, classes], -0.2, 0.2));
	const c = tf.variable(tf.zeros([classes]));
	const data = new Float32Array(batch * window * dimension);
	const loss = (labels) => (X, W, b, U, c) => {
		const scores = tf.tanh(X.matMul(W).add(b)).matMul(U).add(c);
		return tf.losses.softmaxCrossEntropy(labels, scores);
	};
	serve(batch, () => {
		const { words, labels } = work[at++ % work.length];
		words.forEach((word, k) => data.set(L.subarray(word * dimension, (word + 1) * dimension), k * dimension));
		tf.tidy(() => {
			const X = tf.tensor2d(data, [batch, window * dimension]);
			const wanted = tf.oneHot(tf.tensor1d(labels, "int32"), classes).toFloat();
			const [dX, ...gradients] = tf.grads(loss(wanted))([X, W, b, U, c]);
			[W, b, U, c].forEach((variable, k) => variable.assign(variable.sub(gradients[k].mul(RATE))));
			const d = dX.dataSync();
			words.forEach((word, k) => {
				for (let i = 0; i < dimension; i++) L[word * dimension + i] -= RATE * d[k * dimension + i];
			});
		});
	});
}
main();
