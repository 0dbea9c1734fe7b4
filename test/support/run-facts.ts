// Questions about the events and the branches of a run that several tests ask.
import assert from 'node:assert/strict';
import type { EventType, RegistryEvent } from '../../src/core/model/events.ts';
import type { TestRun } from './runs.ts';

/** The one event of this type about a task. */
export function onlyEvent(events: readonly RegistryEvent[], type: EventType, task: string): RegistryEvent {
  const found = events.filter((event) => event.type === type && event.task_id === task);
  assert.equal(found.length, 1, `${type} of ${task} has happened ${found.length} times.`);
  return found[0]!;
}

/** The tasks that the commits on the spec's branch name, sorted; a task that has two commits stands there twice. */
export function taskCommits({ repository }: TestRun, spec = 'demo'): string[] {
  const format = '--format=%(trailers:key=Task-Id,valueonly,separator=)';
  return repository
    .git(['log', format, `necrocode/${spec}`])
    .split('\n')
    .filter(Boolean)
    .sort();
}

/** How many runners were at work at the same moment, at most. */
export function mostAtOnce(events: readonly RegistryEvent[]): number {
  const live = new Set<string>();
  let most = 0;
  for (const { type, spec_id, task_id, attempt } of events) {
    const key = `${spec_id}/${task_id}/${attempt}`;
    if (type === 'RunnerStarted') live.add(key);
    if (type === 'RunnerFinished' || type === 'RunnerLost') live.delete(key);
    most = Math.max(most, live.size);
  }
  return most;
}

/** Tasks from `1` to `count`, each behind the one before it when they are `chained`. */
export function numberedTasks(count: number, { chained = false }: { chained?: boolean } = {}) {
  return Array.from({ length: count }, (_, n) => ({
    id: String(n + 1),
    dependencies: chained && n > 0 ? [String(n)] : [],
  }));
}
