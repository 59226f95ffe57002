/** Test files that need npm's packages and what is compiled, and nothing of .venv: they may run while it is made. */
export const EARLY = ["unit/house", "unit/gates", "unit/package", "unit/without-fast", "unit/bootstrap"];
