// The edges of a task graph while it grows: always acyclic, always with a topological order at hand. An edge that would close
// a cycle is refused with the path, so that whoever adds edges in the order of their trust keeps the most trusted ones.
// The order is kept by the algorithm of Pearce and Kelly (A Dynamic Topological Sort Algorithm, 2006).
import { InvariantError } from '../base/errors.ts';

export type Edges = {
  /** What each task waits for. */
  dependsOn: ReadonlyMap<string, ReadonlySet<string>>;
  /** Refused when it would close a cycle; then the result is the cycle as a path that begins and ends at `task`. */
  add: (task: string, on: string) => readonly string[] | undefined;
  /** Every task after all that it waits for. */
  inOrder: () => string[];
};

type Links = Map<string, Set<string>>;

export function createEdges(keys: readonly string[]): Edges {
  const dependsOn: Links = new Map(keys.map((key) => [key, new Set()]));
  const dependents: Links = new Map(keys.map((key) => [key, new Set()]));
  const rank = new Map(keys.map((key, index) => [key, index]));
  const rankOf = (key: string): number => {
    const found = rank.get(key);
    if (found === undefined) throw new InvariantError(`An edge names "${key}", which is no task of the graph`);
    return found;
  };

  const reorder = (task: string, on: string): boolean => {
    const later = reach(task, { links: dependents, isInside: (key) => rankOf(key) <= rankOf(on) });
    if (later.includes(on)) return false;
    const earlier = reach(on, { links: dependsOn, isInside: (key) => rankOf(key) >= rankOf(task) });
    const byRank = (one: string, other: string) => rankOf(one) - rankOf(other);
    const sorted = [...earlier.sort(byRank), ...later.sort(byRank)];
    const places = sorted.map(rankOf).sort((one, other) => one - other);
    for (const [index, key] of sorted.entries()) rank.set(key, places[index] ?? 0);
    return true;
  };

  return {
    dependsOn,
    add: (task, on) => {
      if (task === on) return [task, on];
      if (rankOf(on) > rankOf(task) && !reorder(task, on)) return [task, ...pathBetween(on, task, dependsOn)];
      dependsOn.get(task)?.add(on);
      dependents.get(on)?.add(task);
      return undefined;
    },
    inOrder: () => [...keys].sort((one, other) => rankOf(one) - rankOf(other)),
  };
}

/**
 * What each task waits for when some will not run: whoever waits for one of these waits for what it would have waited for,
 * too, so that nothing is overtaken.
 */
export function bridgeOver(passedOver: ReadonlySet<string>, edges: Edges): Map<string, Set<string>> {
  const bridged = new Map<string, Set<string>>();
  for (const key of edges.inOrder()) {
    const direct = [...(edges.dependsOn.get(key) ?? [])];
    const beyond = direct.filter((on) => passedOver.has(on)).flatMap((on) => [...(bridged.get(on) ?? [])]);
    bridged.set(key, new Set([...direct, ...beyond.filter((on) => !passedOver.has(on))]));
  }
  return bridged;
}

type Reach = { links: Links; isInside: (key: string) => boolean };

function reach(start: string, { links, isInside }: Reach): string[] {
  const seen = new Set([start]);
  for (const key of seen) {
    for (const next of links.get(key) ?? []) {
      if (isInside(next)) seen.add(next);
    }
  }
  return [...seen];
}

function pathBetween(from: string, to: string, links: Links): string[] {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
  for (const key of cameFrom.keys()) {
    for (const next of links.get(key) ?? []) {
      if (!cameFrom.has(next)) cameFrom.set(next, key);
    }
  }
  const path: string[] = [];
  for (let key: string | undefined = to; key !== undefined; key = cameFrom.get(key)) path.unshift(key);
  return path;
}
