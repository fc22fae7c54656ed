/** Keeps what was last used, up to a number of entries; what was not used for longest goes first. */
export interface Cache<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
}

/** @param room entries at most, 1 or more */
export function createCache<K, V>(room: number): Cache<K, V> {
  // A map remembers in which order its entries were made.
  const entries = new Map<K, V>();
  const set = (key: K, value: V): void => {
    entries.delete(key);
    entries.set(key, value);
    if (entries.size > room) entries.delete(entries.keys().next().value!);
  };
  return {
    get(key) {
      const value = entries.get(key);
      if (value !== undefined) set(key, value);
      return value;
    },
    set,
  };
}
