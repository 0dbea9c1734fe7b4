// What is counted over all tasks: states, usage, time. A number that no agent has reported stays unknown, and is not 0.
import type { PanelTask, PanelUsage } from '../../core/model/panel-dashboard.ts';
import type { TaskStateName } from '../../core/model/state.ts';

export type Counts = Record<TaskStateName, number>;

export interface Sums {
  total: number;
  counts: Counts;
  usage: PanelUsage;
  attempts: number;
  /** Of all attempts since `since` together. */
  work_ms: number;
  at_work: number;
}

export const statesInOrder: readonly TaskStateName[] = [
  ...(['done', 'review', 'verifying', 'running', 'assigned'] as const),
  ...(['ready', 'blocked', 'failed', 'cancelled'] as const),
];

export function sumUp(tasks: Iterable<PanelTask>, { since, now }: { since: number; now: number }): Sums {
  const sums: Sums = { total: 0, counts: noCounts(), usage: {}, attempts: 0, work_ms: 0, at_work: 0 };
  for (const { state, usage, attempts } of tasks) {
    sums.total += 1;
    sums.counts[state] += 1;
    if (usage !== undefined) addUsage(sums.usage, usage);
    for (const { start, end } of attempts) {
      if (start < since) continue;
      sums.attempts += 1;
      sums.work_ms += Math.max(0, (end ?? now) - start);
      if (end === undefined) sums.at_work += 1;
    }
  }
  return sums;
}

export function noCounts(): Counts {
  return {
    ...{ blocked: 0, ready: 0, assigned: 0, running: 0, verifying: 0 },
    ...{ review: 0, done: 0, failed: 0, cancelled: 0 },
  };
}

/** Of a group, the state that is most worth knowing: what is under way, then what went wrong, then what comes next. */
export function leadingState(counts: Counts): TaskStateName {
  const order: TaskStateName[] = [
    'running',
    'verifying',
    'assigned',
    'failed',
    'review',
    'ready',
    'blocked',
    'cancelled',
  ];
  return order.find((state) => counts[state] > 0) ?? 'done';
}

function addUsage(total: PanelUsage, more: PanelUsage): void {
  for (const key of ['input_tokens', 'output_tokens', 'cost_usd', 'credits'] as const) {
    const used = more[key];
    if (used !== undefined) total[key] = (total[key] ?? 0) + used;
  }
}
