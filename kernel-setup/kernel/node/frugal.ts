/**
 * What the C library is told when an engine starts: one arena for all threads. With one for each, a kernel that idles takes
 * 13 MB more. It is read as the process begins; what a cell starts does not inherit it.
 */
export const FRUGAL: Readonly<Record<string, string>> = { MALLOC_ARENA_MAX: "1" };

/** Takes it out of the environment again, unless somebody else has put another value there. */
export function forgetFrugal(): void {
	for (const [name, value] of Object.entries(FRUGAL)) if (process.env[name] === value) delete process.env[name];
}
