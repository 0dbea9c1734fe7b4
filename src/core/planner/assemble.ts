// From features to a numbered plan. Chapter n is requirement n and task group n, so that `2.1` and `_Requirements: 2.3_` speak of
// the same thing. What carries others comes first, features stand side by side, tests and documentation close, and a checkpoint
// gates the end. Edges that others imply are left out. No words are chosen here.
import { topologicalOrder, type GraphNode } from '../model/graph.ts';
import { carriers, nameOfTask } from './catalogue.ts';
import { closingFeature, coreFeature, foundationFeature } from './features-base.ts';
import type { Feature, FeatureTask, Skill } from './feature.ts';
import type { Layout } from './layout.ts';

export type PlannedTask = {
  id: string;
  task: FeatureTask;
  dependencies: readonly string[];
  files: readonly string[];
  /** `2.1`: chapter and criterion. */
  requirements: readonly string[];
};

export type Chapter = { number: number; feature: Feature; tasks: readonly PlannedTask[] };

export type Outline = {
  chapters: readonly Chapter[];
  checkpoint: { id: string; dependencies: readonly string[] };
  /** Ids by depth: each task stands one wave behind the last of its dependencies. Without the checkpoint. */
  waves: readonly (readonly string[])[];
};

type Numbered = { id: string; name: string; feature: Feature; task: FeatureTask; chapter: number };

/** A new project gets a foundation first; where no feature was recognised, the text itself is the one feature. */
export function assembleOutline(found: readonly Feature[], options: { isBare: boolean; layout: Layout }): Outline {
  const numbered = numberTasks(chooseFeatures(found, options.isBare));
  const edges = reduceEdges(connectTasks(numbered));
  const planned = new Map<string, PlannedTask>(
    numbered.map(({ id, feature, task, chapter }) => [
      id,
      {
        id,
        task,
        dependencies: edges.get(id) ?? [],
        files: filesOf(feature, task, options.layout),
        requirements: task.meets.map((criterion) => `${String(chapter)}.${String(criterion)}`),
      },
    ]),
  );
  const chapters = Map.groupBy(numbered, ({ chapter }) => chapter);
  return {
    chapters: [...chapters].map(([number, entries]) => ({
      number,
      feature: entries[0]?.feature ?? coreFeature,
      tasks: entries.flatMap(({ id }) => planned.get(id) ?? []),
    })),
    checkpoint: { id: String(chapters.size + 1), dependencies: sinksOf(edges) },
    waves: wavesOf([...planned.values()]),
  };
}

function chooseFeatures(found: readonly Feature[], isBare: boolean): Feature[] {
  if (found.length === 0) return [coreFeature, closingFeature];
  const opening = carriers.flatMap((id) => found.filter((feature) => feature.id === id));
  const others = found.filter((feature) => !carriers.includes(feature.id));
  return [...(isBare ? [foundationFeature] : []), ...opening, ...others, closingFeature];
}

function numberTasks(features: readonly Feature[]): Numbered[] {
  return features.flatMap((feature, chapter) =>
    feature.tasks.map((task, index) => ({
      id: `${String(chapter + 1)}.${String(index + 1)}`,
      name: nameOfTask(feature, task),
      feature,
      task,
      chapter: chapter + 1,
    })),
  );
}

/** Every edge that the catalogue asks for and the plan can have; `*` stands for all that is not closing itself. */
function connectTasks(numbered: readonly Numbered[]): Map<string, string[]> {
  const idOf = new Map(numbered.map(({ name, id }) => [name, id]));
  const skeleton = idOf.get('foundation.skeleton');
  const ordinary = numbered.filter(({ task }) => !task.after.includes('*')).map(({ id }) => id);
  const edges = new Map<string, string[]>();
  for (const { id, task } of numbered) {
    const asked = task.after.flatMap((name) => (name === '*' ? ordinary : (idOf.get(name) ?? [])));
    const base = skeleton === undefined || skeleton === id ? [] : [skeleton];
    edges.set(id, [...new Set([...base, ...asked])]);
  }
  return edges;
}

/** Drops each edge that a longer way implies. */
export function reduceEdges(edges: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const before = new Map<string, Set<string>>();
  const reduced = new Map<string, string[]>();
  for (const id of topologicalOrder([...edges].map(([node, dependencies]) => ({ id: node, dependencies })))) {
    const dependencies = edges.get(id) ?? [];
    const implied = new Set(dependencies.flatMap((dependency) => [...(before.get(dependency) ?? [])]));
    before.set(id, new Set([...implied, ...dependencies]));
    reduced.set(
      id,
      dependencies.filter((dependency) => !implied.has(dependency)),
    );
  }
  return reduced;
}

export function sinksOf(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const needed = new Set([...edges.values()].flat());
  return [...edges.keys()].filter((id) => !needed.has(id)).sort(byNumber);
}

/** Ids by depth; those on a cycle are left out. */
export function wavesOf(tasks: readonly GraphNode[]): string[][] {
  const depths = new Map<string, number>();
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const waves: string[][] = [];
  for (const id of topologicalOrder(tasks)) {
    const depth = Math.max(
      0,
      ...(byId.get(id)?.dependencies ?? []).map((dependency) => (depths.get(dependency) ?? 0) + 1),
    );
    depths.set(id, depth);
    (waves[depth] ??= []).push(id);
  }
  return waves.map((wave) => wave.sort(byNumber));
}

function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

const filesBySkill: Record<Skill, (area: string) => readonly string[]> = {
  frontend: (area) => [`{web}/${area}/**`, `{test}/web/${area}/**`],
  backend: (area) => [`{server}/${area}/**`, `{test}/server/${area}/**`],
  database: (area) => [`{server}/${area}/**`, `{test}/server/${area}/**`, 'migrations/**'],
  devops: () => [],
  docs: () => [],
  qa: () => [],
};

function filesOf(feature: Feature, task: FeatureTask, layout: Layout): string[] {
  const patterns = task.files ?? filesBySkill[task.skill](task.area ?? feature.id);
  return patterns.map((pattern) =>
    pattern
      .replace('{source}', layout.source)
      .replace('{server}', layout.server)
      .replace('{web}', layout.web)
      .replace('{test}', layout.test),
  );
}
