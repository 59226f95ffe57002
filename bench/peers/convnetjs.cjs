// @ts-nocheck: the peer has no types
/** ConvNetJS: example by example; word vectors by hand, from the gradient at its input layer. */
const convnetjs = require("convnetjs");
const { SIZES, RATE, batches, random, serve } = require("./work.cjs");

const batch = Number(process.argv[2]);
const { vocabulary, dimension, window, hidden, classes } = SIZES;
const net = new convnetjs.Net();
net.makeLayers([
	{ type: "input", out_sx: 1, out_sy: 1, out_depth: dimension * window },
	{ type: "fc", num_neurons: hidden, activation: "tanh" },
	{ type: "softmax", num_classes: classes },
]);
const trainer = new convnetjs.SGDTrainer(net, { learning_rate: RATE, momentum: 0, batch_size: batch, l2_decay: 0 });
const next = random(2);
const L = Float64Array.from({ length: vocabulary * dimension }, () => next() * 0.2 - 0.1);
const x = new convnetjs.Vol(1, 1, dimension * window, 0);
const work = batches(batch);
let at = 0;
serve(batch, () => {
	const { words, labels } = work[at++ % work.length];
	for (let e = 0; e < batch; e++) {
		for (let k = 0; k < window; k++)
			for (let i = 0; i < dimension; i++) x.w[k * dimension + i] = L[words[e * window + k] * dimension + i];
		trainer.train(x, labels[e]);
		for (let k = 0; k < window; k++)
			for (let i = 0; i < dimension; i++)
				L[words[e * window + k] * dimension + i] -= (RATE / batch) * x.dw[k * dimension + i];
	}
});
