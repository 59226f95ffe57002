/** The door for `import`: the same library that `require` gets. */
export * from "./index.js";
