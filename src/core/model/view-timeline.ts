// When which attempt of a run was at work, and side by side with what: the rows of a time line. Attempts are put into lanes,
// the lowest that is free, so that a lane is a worker and there are as many as were ever busy at once.
import type { AttemptState, SpecState } from './state.ts';

export interface TimelineRow {
  task_id: string;
  title: string;
  attempt: number;
  agent_instance: string;
  /** From 1 on. */
  lane: number;
  start: number;
  end: number;
  outcome: 'at_work' | 'succeeded' | 'failed' | 'lost';
}

export interface TimelineView {
  /** Of the run; milliseconds since the epoch, as in the rows. */
  start: number;
  end: number;
  lanes: number;
  /** In the order of their starts. */
  rows: TimelineRow[];
}

/** The present or last run; undefined when the spec was never run. */
export function viewTimeline({ run, tasks }: SpecState, { now }: { now: number }): TimelineView | undefined {
  if (run === undefined) return undefined;
  const end = run.finished_at ?? now;
  const rows: TimelineRow[] = [];
  for (const { node, attempts } of tasks.values()) {
    for (const attempt of attempts) {
      if (attempt.assigned_at < run.started_at) continue;
      rows.push({ task_id: node.id, title: node.title, lane: 0, ...spanOf(attempt, end) });
    }
  }
  rows.sort((one, other) => one.start - other.start);
  const lanes = giveLanes(rows);
  return { start: run.started_at, end: Math.max(end, run.started_at), lanes, rows };
}

function spanOf({ attempt, agent_instance, assigned_at, finished_at, outcome }: AttemptState, end: number) {
  return {
    ...{ attempt, agent_instance, start: assigned_at, end: finished_at ?? Math.max(end, assigned_at) },
    outcome: finished_at === undefined ? ('at_work' as const) : (outcome ?? 'failed'),
  };
}

type Laned = Pick<TimelineRow, 'start' | 'end' | 'outcome' | 'lane'>;

/** Rows come in the order of their starts; each is told its lane. Returns how many lanes there are. */
export function giveLanes(rows: readonly Laned[]): number {
  const freeFrom: number[] = [];
  for (const row of rows) {
    const free = freeFrom.findIndex((time) => time <= row.start);
    const lane = free === -1 ? freeFrom.length : free;
    freeFrom[lane] = row.outcome === 'at_work' ? Infinity : row.end;
    row.lane = lane + 1;
  }
  return freeFrom.length;
}
