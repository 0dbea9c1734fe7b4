// Turns everything that a file says about order into edges, in the order of trust: what a task states itself, then the waves,
// then the order of the document where it means one; checkpoints gate what stands between. Nothing is dropped silently: what is unknown, or
// would close a cycle, becomes a problem. Tasks that will not run are bridged, so that nothing overtakes what they waited for.
import type { Edges } from './edges.ts';
import { bridgeOver, createEdges } from './edges.ts';
import type { Family } from './family.ts';
import { familyOf } from './family.ts';
import { closeGate } from './gates.ts';
import { orderDocument } from './order.ts';
import type { ParsedTask, ParsedTaskFile, Problem } from './parsed.ts';
import type { WaveOf } from './wave-order.ts';
import { orderWaves } from './wave-order.ts';

export type Connected = {
  /** What each unit waits for, by key. */
  dependsOn: ReadonlyMap<string, ReadonlySet<string>>;
  problems: Problem[];
};

export type ConnectOptions = {
  /** True for units that will not run: skipped and cancelled ones. */
  isPassedOver: (task: ParsedTask) => boolean;
};

const saysNoOrder =
  'The list says nothing of an order, so its tasks may run side by side; number them to have them run one after another.';

/** A unit that would wait for more than so many others waits for them in single file. */
const joinMax = 900;

export function connectTasks(parsed: ParsedTaskFile, { isPassedOver }: ConnectOptions): Connected {
  const family = familyOf(parsed.tasks);
  const edges = createEdges(family.units.map(({ key }) => key));
  const report = problemCollector();
  const isComplete = linkStated(family, { edges, report });
  const waveOf =
    isComplete && parsed.waves === undefined
      ? new Map<string, number>()
      : linkImplied(parsed, { family, edges, report });
  linkCheckpoints(family, { edges, waveOf, report, isComplete });
  const passedOver = new Set(family.units.filter(isPassedOver).map(({ key }) => key));
  return { dependsOn: bridgeOver(passedOver, edges), problems: report.problems };
}

type Report = { problems: Problem[]; warn: (line: number, message: string) => void };

function problemCollector(): Report {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  return {
    problems,
    warn: (line, message) => {
      if (seen.has(`${line} ${message}`)) return;
      seen.add(`${line} ${message}`);
      problems.push({ line, message });
    },
  };
}

type Linking = { edges: Edges; report: Report };

/** Adds what the tasks state themselves. True when every unit of work states it: these words are then the whole graph. */
function linkStated(family: Family, { edges, report }: Linking): boolean {
  let silentCount = 0;
  for (const unit of family.units) {
    const lineage = family.lineageOf(unit);
    const stated = lineage.flatMap((task) => task.dependsOn ?? []);
    if (!unit.isCheckpoint && lineage.every((task) => task.dependsOn === undefined)) silentCount += 1;
    for (const id of new Set(stated)) linkToNamed(unit, id, { family, edges, report });
  }
  return family.units.length > 0 && silentCount === 0;
}

function linkToNamed(unit: ParsedTask, id: string, { family, edges, report }: Linking & { family: Family }): void {
  const { line } = unit.source;
  const named = family.named(id).filter((task) => task.key !== unit.key);
  if (named.length === 0) return report.warn(line, `Task ${unit.key} depends on "${id}", which no task is called.`);
  const lineage = new Set(family.lineageOf(unit).map(({ key }) => key));
  for (const target of named) {
    if (lineage.has(target.key)) report.warn(line, `Task ${unit.key} depends on ${id}, which it is a part of.`);
    for (const { key } of lineage.has(target.key) ? [] : family.unitsUnder(target.key)) {
      const cycle = edges.add(unit.key, key);
      if (cycle !== undefined) report.warn(line, `A dependency that closes a cycle is left out: ${cycle.join(' → ')}.`);
    }
  }
}

/** The waves where there are any, else the order of the document. */
function linkImplied(parsed: ParsedTaskFile, { family, edges, report }: Linking & { family: Family }): WaveOf {
  if (parsed.waves === undefined) {
    if (parsed.isUnordered) {
      report.warn(family.units[0]?.source.line ?? 1, saysNoOrder);
      return new Map();
    }
    // What the order of lines suggests gives way to what is stated, without a word.
    orderDocument(parsed, { family, link: (unit, others) => linkAll(edges, unit, others) });
    return new Map();
  }
  const warn = (message: string) => report.warn(parsed.wavesLine, message);
  const link = (unit: string, others: readonly string[]) => {
    for (const cycle of linkAll(edges, unit, others)) {
      warn(`The task graph contradicts what the tasks state; left out: ${cycle.join(' → ')}.`);
    }
  };
  const waveOf = orderWaves(parsed.waves, { family, link, warn });
  for (const [index, unit] of family.units.entries()) {
    const before = family.units[index - 1];
    if (before !== undefined && !waveOf.has(unit.key) && !unit.isCheckpoint) linkAll(edges, unit.key, [before.key]);
  }
  return waveOf;
}

/** Returns the cycles that would have been closed. */
function linkAll(edges: Edges, unit: string, others: readonly string[]): (readonly string[])[] {
  if (others.length <= joinMax) return others.flatMap((other) => asList(edges.add(unit, other)));
  const inFile = others.flatMap((other, index) =>
    asList(index === 0 ? undefined : edges.add(other, others[index - 1] ?? other)),
  );
  return [...inFile, ...asList(edges.add(unit, others.at(-1) ?? unit))];
}

function asList(cycle: readonly string[] | undefined): (readonly string[])[] {
  return cycle === undefined ? [] : [cycle];
}

type GateLinking = Linking & { waveOf: WaveOf; isComplete: boolean };

function linkCheckpoints(family: Family, { edges, waveOf, report, isComplete }: GateLinking): void {
  const warn = (unit: ParsedTask, message: string) => report.warn(unit.source.line, message);
  const link = (unit: ParsedTask, others: readonly string[]) => {
    for (const cycle of linkAll(edges, unit.key, others)) {
      warn(unit, `A checkpoint cannot stand where it does; left out: ${cycle.join(' → ')}.`);
    }
  };
  for (const unit of family.units) {
    const hasItsPlace = waveOf.has(unit.key) || (isComplete && unit.dependsOn !== undefined);
    if (unit.isCheckpoint && !hasItsPlace) closeGate(unit, { units: family.units, edges, waveOf, link, warn });
  }
}
