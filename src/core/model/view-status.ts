// What a person wants to know at a glance: how far each spec is, who is at work, what waits for a decision. Plain JSON data
// derived from the projection in one pass; bounded by what is alive and what needs a person, never by the number of tasks.
// It comes in two steps, because the first changes with the events only, and may be kept; the second with every second.
import type { Failure } from './failure.ts';
import type { PersonReason } from './spirit.ts';
import { liveAttempt, type RunState, type SpecState, type State, type TaskState, type TaskStateName } from './state.ts';
import { viewPulls, type PullRow } from './view-pulls.ts';

export type StateCounts = Record<TaskStateName, number>;

export interface RunBrief {
  run_id: string;
  state: RunState['state'];
  outcome?: 'completed' | 'failed' | 'cancelled';
  is_cancel_requested: boolean;
  workers: number | 'auto';
  agent: string;
  delivery: RunState['delivery'];
  forge: RunState['forge'];
  started_at: number;
  finished_at?: number;
  final_pr?: number;
}

export interface SpecRow {
  spec_id: string;
  title: string;
  taskset_version: number;
  total: number;
  counts: StateCounts;
  run?: RunBrief;
}

/** An attempt that has a runner, or is about to get one. */
export interface LiveRow {
  spec_id: string;
  task_id: string;
  title: string;
  state: TaskStateName;
  attempt: number;
  agent_instance: string;
  pool: string;
  slot?: string;
  /** A person does it. */
  is_attended?: true;
  /** Nothing moves until a person speaks. */
  awaits_person?: true;
  elapsed_ms: number;
}

/** Something that goes on only when a person does something. */
export type Need =
  | { kind: 'person_awaited'; spec_id: string; task_id: string; title: string; reason: PersonReason; message?: string }
  | { kind: 'task_failed'; spec_id: string; task_id: string; title: string; failure?: Failure; holds_up: number }
  | { kind: 'review_blocked'; spec_id: string; task_id: string; title: string; pr?: number; findings: number }
  | { kind: 'pull_waits'; spec_id: string; number: number; title: string; is_final: boolean }
  | { kind: 'run_paused'; spec_id: string }
  /** The train has brought it to the forge, which does not merge it yet. */
  | { kind: 'merge_held'; spec_id: string; number: number; title: string; reason: string }
  /** Nothing of the run's pull requests moves until the forge answers again, or lets us in. */
  | { kind: 'forge_lost'; spec_id: string; reason: string; hint?: string }
  | { kind: 'repository_altered'; spec_id: string; count: number; names: string[]; holders: string[] }
  | { kind: 'agent_rests'; agent: string; until: number }
  | { kind: 'slot_quarantined'; slot: string; path: string; reason: string };

/** Goes up with every change of the outline's shape or meaning: outlines of other formats are not read. */
export const outlineFormatVersion = 3;

/** The status without the present moment, and of all specs. It survives JSON unchanged. */
export interface StatusOutline {
  format: number;
  /** The last event that it knows. */
  seq: number;
  at: number;
  specs: SpecRow[];
  live: LiveOutline[];
  /** Agents that have rested long enough, too. */
  needs: Need[];
  pulls: PullRow[];
}

type LiveOutline = Omit<LiveRow, 'elapsed_ms'> & { since: number };

export interface StatusView extends Omit<StatusOutline, 'format' | 'live'> {
  live: LiveRow[];
}

export interface StatusOptions {
  /** Only this one; all when absent. */
  spec?: string | undefined;
  now: number;
}

export function viewStatus(state: State, options: StatusOptions): StatusView {
  return viewOutline(outlineStatus(state), options);
}

export function outlineStatus(state: State): StatusOutline {
  const specs = [...state.specs.values()];
  return {
    format: outlineFormatVersion,
    seq: state.seq,
    at: state.at,
    specs: specs.map(viewSpec),
    live: specs.flatMap(outlineLive),
    needs: [...specs.flatMap((spec) => needsOfSpec(spec, state)), ...needsOfAll(state)],
    pulls: viewPulls(state, { state: 'open' }),
  };
}

export function viewOutline(outline: StatusOutline, { spec: wanted, now }: StatusOptions): StatusView {
  const isWanted = (row: object) => wanted === undefined || ('spec_id' in row && row.spec_id === wanted);
  return {
    seq: outline.seq,
    at: outline.at,
    specs: outline.specs.filter(isWanted),
    live: outline.live.filter(isWanted).map((row) => ageRow(row, now)),
    needs: outline.needs.filter((need) => isWanted(need) && (need.kind !== 'agent_rests' || need.until > now)),
    pulls: outline.pulls.filter(isWanted),
  };
}

export function viewSpec(spec: SpecState): SpecRow {
  const { spec_id, title, taskset_version, run, tasks } = spec;
  const brief = run === undefined ? {} : { run: briefOf(run) };
  return { spec_id, title, taskset_version, total: tasks.size, counts: countStates(tasks.values()), ...brief };
}

export function countStates(tasks: Iterable<TaskState>): StateCounts {
  const counts: StateCounts = {
    ...{ blocked: 0, ready: 0, assigned: 0, running: 0, verifying: 0 },
    ...{ review: 0, done: 0, failed: 0, cancelled: 0 },
  };
  for (const { state } of tasks) counts[state] += 1;
  return counts;
}

export function viewLive(spec: SpecState, now: number): LiveRow[] {
  return outlineLive(spec).map((row) => ageRow(row, now));
}

function ageRow({ since, ...row }: LiveOutline, now: number): LiveRow {
  return { ...row, elapsed_ms: Math.max(0, now - since) };
}

function outlineLive({ spec_id, tasks }: SpecState): LiveOutline[] {
  const rows: LiveOutline[] = [];
  for (const task of tasks.values()) {
    const live = liveAttempt(task);
    if (live === undefined) continue;
    const { attempt, agent_instance, pool, slot, started_at, assigned_at, is_attended, awaits_person } = live;
    rows.push({
      ...{ spec_id, task_id: task.node.id, title: task.node.title, state: task.state, attempt, agent_instance, pool },
      ...(slot === undefined ? {} : { slot }),
      ...(is_attended === true ? { is_attended: true as const } : {}),
      ...(awaits_person === undefined ? {} : { awaits_person: true as const }),
      since: started_at ?? assigned_at,
    });
  }
  return rows;
}

function briefOf(run: RunState): RunBrief {
  const { run_id, state, outcome, workers, agent, delivery, forge, started_at, finished_at, final_pr } = run;
  return {
    ...{
      run_id,
      state,
      is_cancel_requested: run.is_cancel_requested === true,
      workers,
      agent,
      delivery,
      forge,
      started_at,
    },
    ...(outcome === undefined ? {} : { outcome }),
    ...(finished_at === undefined ? {} : { finished_at }),
    ...(final_pr === undefined ? {} : { final_pr }),
  };
}

export function needsOfSpec(spec: SpecState, state: State): Need[] {
  const { spec_id, run } = spec;
  const needs: Need[] = [];
  const heldUp = countHeldUp(spec);
  for (const task of spec.tasks.values()) {
    const { id: task_id, title } = task.node;
    const { blocking_findings: findings = 0, awaits_person } = task.attempts.at(-1) ?? {};
    if (awaits_person !== undefined) {
      const { since: _since, ...why } = awaits_person;
      needs.push({ kind: 'person_awaited', spec_id, task_id, title, ...why });
    }
    if (task.state === 'failed') {
      const failure = task.failure === undefined ? {} : { failure: task.failure };
      needs.push({ kind: 'task_failed', spec_id, task_id, title, ...failure, holds_up: heldUp.get(task_id) ?? 0 });
    } else if (task.state === 'review' && findings > 0) {
      const pr = task.pr === undefined ? {} : { pr: task.pr };
      needs.push({ kind: 'review_blocked', spec_id, task_id, title, ...pr, findings });
    }
  }
  for (const { spec_id: of, task_id, number, title, is_final, state: pullState, held } of state.pulls.values()) {
    if (of !== spec_id || pullState !== 'open') continue;
    if (held !== undefined) needs.push({ kind: 'merge_held', spec_id, number, title, reason: held });
    // The train merges the others by itself.
    const isBack = task_id !== undefined && spec.tasks.get(task_id)?.state !== 'review';
    if ((is_final || run?.delivery === 'direct') && !isBack)
      needs.push({ kind: 'pull_waits', spec_id, number, title, is_final });
  }
  if (run?.state === 'paused') needs.push({ kind: 'run_paused', spec_id });
  if (state.forge_lost !== undefined && run?.forge === 'github' && run.state !== 'finished') {
    const { reason, hint } = state.forge_lost;
    needs.push({ kind: 'forge_lost', spec_id, reason, ...(hint === undefined ? {} : { hint }) });
  }
  for (const { at: _at, ...found } of run?.altered ?? []) needs.push({ kind: 'repository_altered', spec_id, ...found });
  return needs;
}

/** How many tasks wait because of each failed or cancelled one. */
function countHeldUp({ tasks }: SpecState): Map<string, number> {
  const heldUp = new Map<string, number>();
  for (const { state, blocked_by = [] } of tasks.values()) {
    if (state === 'blocked') for (const id of blocked_by) heldUp.set(id, (heldUp.get(id) ?? 0) + 1);
  }
  return heldUp;
}

export function needsOfAll(state: State): Need[] {
  const needs: Need[] = [];
  for (const [agent, until] of state.paused_agents) needs.push({ kind: 'agent_rests', agent, until });
  for (const { slot, path, state: slotState, reason = '' } of state.slots.values()) {
    if (slotState === 'quarantined') needs.push({ kind: 'slot_quarantined', slot, path, reason });
  }
  return needs;
}
