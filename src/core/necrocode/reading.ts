// What anybody may look at without asking: the state, the events, the plan, the artifacts. Takes no lock.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError, codeOf } from '../base/errors.ts';
import type { RegistryEvent } from '../model/events.ts';
import type { State } from '../model/state.ts';
import type { Task, Taskset } from '../model/task.ts';
import type { StatusOutline } from '../model/view-status.ts';
import * as registry from '../registry/registry.ts';
import type { Place } from './place.ts';

/** How all stands, in outline, and where the registry is damaged, if it is. */
export async function readOutline(place: Place): Promise<{ outline: StatusOutline; damage: string | undefined }> {
  const { outline, problems } = await registry.readOutline(place.registryDir);
  return { outline, damage: registry.describeDamage(problems) };
}

/** The present state, an empty one when nothing was ever planned, and where the registry is damaged, if it is. */
export async function readRegistry(place: Place): Promise<{ state: State; damage: string | undefined }> {
  const { state, problems } = await registry.readState(place.registryDir);
  return { state, damage: registry.describeDamage(problems) };
}

/** The state alone, for who only looks something up in it. */
export async function readState(place: Place): Promise<State> {
  return (await readRegistry(place)).state;
}

export function followEvents(
  place: Place,
  options: { sinceSeq: number; signal: AbortSignal },
): AsyncIterable<RegistryEvent> {
  return registry.followEvents(place.registryDir, { pollMs: 100, ...options });
}

export function followState(
  place: Place,
  options: { signal: AbortSignal },
): AsyncGenerator<registry.StateUpdate, void, undefined> {
  return registry.followState(place.registryDir, options);
}

export function queryEvents(place: Place, query: registry.EventQuery): AsyncIterable<RegistryEvent> {
  return registry.queryEvents(place.registryDir, query);
}

const eventsListedMax = 5000;

export async function listEvents(place: Place, query: registry.EventQuery): Promise<RegistryEvent[]> {
  const limit = Math.min(query.limit ?? eventsListedMax, eventsListedMax);
  const events: RegistryEvent[] = [];
  for await (const event of queryEvents(place, { ...query, limit })) events.push(event);
  return events;
}

/** The plan with its texts, as the registry took it in; from tasks.json when it has not been taken in yet. */
export async function readPlan(place: Place, spec_id: string): Promise<Taskset> {
  const { readPlan: readSaved } = await import('../artifacts/artifacts.ts');
  const spec = (await readState(place)).specs.get(spec_id);
  if (spec !== undefined) return readSaved(place.registryDir, spec_id, spec.taskset_version, spec.plan_sha256);
  const { readTaskset } = await import('./read-taskset.ts');
  return readTaskset(place, spec_id);
}

/** One task of it; undefined when the plan has no such task. */
export async function readTask(place: Place, spec_id: string, task_id: string): Promise<Task | undefined> {
  return (await readPlan(place, spec_id)).tasks.find(({ id }) => id === task_id);
}

/** Absolute path of an attempt's folder in the registry. */
export function attemptDir(place: Place, of: { spec_id: string; task_id: string; attempt: number }): string {
  return registry.attemptFolder(registry.registryPaths(place.mainWorktree), of.spec_id, of.task_id, of.attempt);
}

/** Numbers of the attempts that have left something, oldest first. */
export async function listAttempts(place: Place, spec_id: string, task_id: string): Promise<number[]> {
  const folder = join(registry.registryPaths(place.mainWorktree).attempts, spec_id, task_id);
  try {
    const names = await readdir(folder);
    return names
      .map(Number)
      .filter(Number.isInteger)
      .sort((a, b) => a - b);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** The output of an attempt's agent and checks, redacted when it was written. */
export async function readLog(
  place: Place,
  of: { spec_id: string; task_id: string; attempt: number },
): Promise<string> {
  const path = join(attemptDir(place, of), 'output.log');
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new UserError(`Attempt ${of.attempt} of ${of.spec_id}/${of.task_id} has no log yet.`, {
      ja: { message: `${of.spec_id}/${of.task_id} の ${of.attempt} 回目の試行にはまだ出力がありません。` },
      cause: error,
    });
  }
}
