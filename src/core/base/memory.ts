// What was found out once, about things that never change; the latest of it.

export interface Memory<T, V> {
  /** What is known of these things, by their keys. Of those of which nothing is known it is found out, in one go and in their order. */
  of(things: readonly T[], findOut: (unknown: readonly T[]) => Promise<readonly V[]>): Promise<ReadonlyMap<string, V>>;
}

export interface MemoryOptions<T> {
  keyOf: (thing: T) => string;
  /** Beyond it what was asked for longest ago is forgotten. */
  keptMax: number;
}

export function createMemory<T, V>({ keyOf, keptMax }: MemoryOptions<T>): Memory<T, V> {
  const kept = new Map<string, V>();
  return {
    async of(things, findOut) {
      const byKey = new Map(things.map((thing) => [keyOf(thing), thing]));
      // Taken before anything is waited for: meanwhile it may be forgotten.
      const asked = new Map([...byKey.keys()].map((key) => [key, kept.get(key)]));
      const unknown = [...byKey].filter(([key]) => !kept.has(key));
      const found = unknown.length === 0 ? [] : await findOut(unknown.map(([, thing]) => thing));
      unknown.forEach(([key], at) => asked.set(key, found[at]));
      for (const [key, value] of asked) {
        kept.delete(key);
        kept.set(key, value as V);
      }
      for (const key of kept.keys()) {
        if (kept.size <= keptMax) break;
        kept.delete(key);
      }
      return asked as ReadonlyMap<string, V>;
    },
  };
}
