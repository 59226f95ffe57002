/** A map that works as ever where a cell has replaced `Map`, or a method of all maps. */
export interface OwnMap<K, V> {
	get(key: K): V | undefined;
	set(key: K, value: V): void;
	delete(key: K): void;
}

/** Made before any cell runs. */
export function ownMap<K, V>(map: OwnMap<K, V>): OwnMap<K, V> {
	const { get, set, delete: remove } = map;
	return { get: get.bind(map), set: set.bind(map), delete: remove.bind(map) };
}
