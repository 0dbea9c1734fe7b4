// The order that the waves of a task graph state: a layering of part of the tasks. Every task of a wave waits for the whole
// previous one (by place, not by id), unless the wave says what it waits for. A listed parent of which no descendant is
// listed stands for all its leaves, which keep the order of the document among themselves.
import type { Family } from './family.ts';
import type { ParsedTask, Wave } from './parsed.ts';
import type { Ordering } from './order.ts';
import { orderWithin } from './order.ts';
import { normaliseId } from './waves.ts';

/** Number of the wave of each unit that the waves list, counted from 0. */
export type WaveOf = ReadonlyMap<string, number>;

export type WaveOrdering = Ordering & { warn: (message: string) => void };

export function orderWaves(waves: readonly Wave[], ordering: WaveOrdering): WaveOf {
  const { family, warn } = ordering;
  for (const id of new Set(waves.flatMap((wave) => wave.tasks))) {
    if (family.named(id).length === 0) warn(`The task graph lists "${id}", which no task is called.`);
  }
  const waveOf = new Map<string, number>();
  placeUnits(waves, { family, waveOf });
  placeBelowParents(waves, { ordering, waveOf });
  const membersOf = Map.groupBy(family.units, (unit) => waveOf.get(unit.key));
  let previous: readonly string[] = [];
  for (const [number, wave] of waves.entries()) {
    const members = membersOf.get(number) ?? [];
    for (const unit of members) ordering.link(unit.key, statedBefore(unit, wave, ordering) ?? previous);
    if (members.length > 0) previous = members.map((unit) => unit.key);
  }
  return waveOf;
}

type Placing = { family: Family; waveOf: Map<string, number> };

/** The first wave that lists a unit counts. */
function placeUnits(waves: readonly Wave[], { family, waveOf }: Placing): void {
  for (const [number, wave] of waves.entries()) {
    for (const { key, isUnit } of wave.tasks.flatMap((id) => family.named(id))) {
      if (isUnit && !waveOf.has(key)) waveOf.set(key, number);
    }
  }
}

function placeBelowParents(
  waves: readonly Wave[],
  { ordering, waveOf }: { ordering: Ordering; waveOf: Map<string, number> },
): void {
  const { family } = ordering;
  for (const [number, wave] of waves.entries()) {
    for (const parent of wave.tasks.flatMap((id) => family.named(id)).filter((task) => !task.isUnit)) {
      const below = family.unitsUnder(parent.key).filter((unit) => !waveOf.has(unit.key));
      const keys = new Set(below.map((unit) => unit.key));
      for (const key of keys) waveOf.set(key, number);
      const link: Ordering['link'] = (unit, others) => {
        if (keys.has(unit))
          ordering.link(
            unit,
            others.filter((other) => keys.has(other)),
          );
      };
      orderWithin(parent, { family, link });
    }
  }
}

/** What the wave says that a unit waits for, by itself or through a parent; undefined when it says nothing of it. */
function statedBefore(unit: ParsedTask, wave: Wave, { family, warn }: WaveOrdering): string[] | undefined {
  const names = family.lineageOf(unit).map((task) => normaliseId(task.displayId ?? task.key));
  const ids = names.map((name) => wave.dependsOnOf.get(name)).find((stated) => stated !== undefined) ?? wave.dependsOn;
  return ids?.flatMap((id) => {
    const units = family.named(id).flatMap((task) => family.unitsUnder(task.key));
    if (units.length === 0) warn(`The task graph waits for "${id}", which no task is called.`);
    return units.map(({ key }) => key).filter((key) => key !== unit.key);
  });
}
