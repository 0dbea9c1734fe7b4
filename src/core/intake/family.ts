// Looks things up in a parsed file: children, the units below a task, and what an id in somebody's text stands for.
import type { ParsedTask } from './parsed.ts';
import { normaliseId } from './waves.ts';

export type Family = {
  units: readonly ParsedTask[];
  childrenOf: (key: string | undefined) => readonly ParsedTask[];
  /** From the task itself up to the top. */
  lineageOf: (task: ParsedTask) => readonly ParsedTask[];
  /** The task itself when it is a unit, and all units below it, in document order. */
  unitsUnder: (key: string) => readonly ParsedTask[];
  /** All tasks that an id names: none, one, or several when the file uses it twice. */
  named: (id: string) => readonly ParsedTask[];
};

export function familyOf(tasks: readonly ParsedTask[]): Family {
  const byKey = new Map(tasks.map((task) => [task.key, task]));
  const children = Map.groupBy(tasks, (task) => task.parentKey);
  const named = Map.groupBy(tasks, (task) => normaliseId(task.displayId ?? task.key));
  const units = tasks.filter((task) => task.isUnit);
  const lineageOf = (task: ParsedTask): ParsedTask[] => {
    const lineage: ParsedTask[] = [];
    for (let next: ParsedTask | undefined = task; next !== undefined; next = byKey.get(next.parentKey ?? ''))
      lineage.push(next);
    return lineage;
  };
  const under = new Map<string, ParsedTask[]>();
  for (const unit of units) {
    for (const { key } of lineageOf(unit))
      under
        .set(key, under.get(key) ?? [])
        .get(key)
        ?.push(unit);
  }
  return {
    units,
    childrenOf: (key) => children.get(key) ?? [],
    lineageOf,
    unitsUnder: (key) => under.get(key) ?? [],
    named: (id) => named.get(normaliseId(id)) ?? [],
  };
}
