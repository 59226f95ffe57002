/** The door for `import`: the same exercises that `require` gets. */
export * from "./index.js";
