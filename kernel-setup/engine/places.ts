/** Where things lie, seen from the compiled engine in dist/kernel-setup/engine. */
import path from "node:path";

export const ROOT = path.join(__dirname, "../../..");
export const LIBRARY = path.join(ROOT, "dist/src/index.js");
export const LIBRARY_TYPINGS = path.join(ROOT, "dist/src/index.d.ts");
export const NODE_TYPINGS = path.join(ROOT, "node_modules/@types");
export const KERNEL_TYPINGS = path.join(ROOT, "kernel-setup/typings");
