/**
 * `gradlab/node`: all of the library, and what needs files, processes or native code. Whoever imports it gets a native
 * BLAS where one is installed.
 */
export * from "../course/index";
export * from "../index";

export { checkpointIn, loadCheckpoint, saveCheckpoint } from "./checkpoint";
export { readConll, streamConll } from "./conll";
export { readSafetensors, writeSafetensors } from "./safetensors";
export { type ShownFile, source } from "./source";
export * from "./store";
export { readVectors, shippedVectors } from "./vectors";

import "./install";
