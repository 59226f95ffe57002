/** One process: its first training step, then a thousand more under the eyes of the garbage collector. Prints JSON. */
import { PerformanceObserver, performance } from "node:perf_hooks";
import { graphStep } from "./window-model";

const STEPS = 1000;

const step = graphStep(32, "f32");
step();
const milliseconds = performance.now(); // since the start of the process
const megabytes = process.memoryUsage().rss / 1e6;

for (let k = 0; k < STEPS; k++) step(); // until everything is compiled
globalThis.gc?.();
let collections = 0;
const observer = new PerformanceObserver((list) => {
	collections += list.getEntries().length;
});

setTimeout(() => {
	observer.observe({ entryTypes: ["gc"] });
	const before = process.memoryUsage().heapUsed;
	for (let k = 0; k < STEPS; k++) step();
	const bytesPerStep = (process.memoryUsage().heapUsed - before) / STEPS;
	setTimeout(() => console.log(JSON.stringify({ milliseconds, megabytes, collections, bytesPerStep })), 50);
}, 50);
