/** What the environment of the process says, where there is a process: a page has none. */
export function environment(name: string): string | undefined {
	return typeof process === "undefined" ? undefined : process.env?.[name];
}
