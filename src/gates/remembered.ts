/** Gates that are made from numbers are made once for each: then what a gate is can be asked by comparing. */

/** f, which gives the same object for the same numbers. */
export function remembered<N extends number[], T extends object>(make: (...settings: N) => T): (...settings: N) => T {
	const made = new Map<string, T>();
	return (...settings) => {
		if (settings.some((setting) => typeof setting !== "number")) return make(...settings); // which refuses it
		const key = settings.map((setting) => (Object.is(setting, -0) ? "-0" : String(setting))).join();
		const known = made.get(key) ?? make(...settings);
		made.set(key, known);
		return known;
	};
}
