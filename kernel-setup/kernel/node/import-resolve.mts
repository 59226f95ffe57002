/** Node's own resolution of imports, and its own import. Only an ES module can ask for them. */

/** The URL that `import "specifier"` in a file means. Needs --experimental-import-meta-resolve, for the second argument. */
export const resolveImport = (specifier: string, parent: string): string => import.meta.resolve(specifier, parent);

export const importUrl = (url: string): Promise<object> => import(url) as Promise<object>;
