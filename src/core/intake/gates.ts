// Makes a gate of every checkpoint that no wave lists: it waits for everything before it in the document and holds back
// everything after it. Where the waves put a later task beside earlier ones, the file's explicit wave wins for that task.
import type { Edges } from './edges.ts';
import type { ParsedTask } from './parsed.ts';
import type { WaveOf } from './wave-order.ts';

export type Gating = {
  /** In document order. */
  units: readonly ParsedTask[];
  edges: Edges;
  waveOf: WaveOf;
  link: (unit: ParsedTask, others: readonly string[]) => void;
  warn: (checkpoint: ParsedTask, message: string) => void;
};

export function closeGate(checkpoint: ParsedTask, { units, edges, waveOf, link, warn }: Gating): void {
  const at = units.indexOf(checkpoint);
  const before = units.slice(0, at);
  link(checkpoint, endsOf(before, edges));
  const latestWave = before.reduce((latest, { key }) => Math.max(latest, waveOf.get(key) ?? -1), -1);
  const held = new Set([checkpoint.key]);
  const exempt: string[] = [];
  for (const unit of units.slice(at + 1)) {
    if ((waveOf.get(unit.key) ?? Infinity) <= latestWave) exempt.push(unit.key);
    else {
      const isHeld = [...(edges.dependsOn.get(unit.key) ?? [])].some((key) => held.has(key));
      if (!isHeld) link(unit, [checkpoint.key]);
      held.add(unit.key);
    }
  }
  if (exempt.length === 0) return;
  warn(
    checkpoint,
    `Checkpoint ${checkpoint.key} does not hold back ${exempt.join(', ')}: the task graph puts them beside earlier tasks.`,
  );
}

/** Those of the units that no other of them waits for. */
function endsOf(units: readonly ParsedTask[], edges: Edges): string[] {
  const awaited = new Set(units.flatMap(({ key }) => [...(edges.dependsOn.get(key) ?? [])]));
  return units.map(({ key }) => key).filter((key) => !awaited.has(key));
}
