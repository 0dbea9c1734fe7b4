// The state as numbers for a monitoring system: one list of measures with their samples. Names follow the conventions of
// Prometheus (base units, `_total` for what only grows); how they are written down is not its business.
import { terminalStates, type State, type TaskStateName } from './state.ts';
import { countStates } from './view-status.ts';

export interface Measure {
  name: string;
  help: string;
  type: 'gauge' | 'counter';
  samples: { labels: Record<string, string>; value: number }[];
}

export function viewMetrics(state: State, { now }: { now: number }): Measure[] {
  const specs = [...state.specs.values()];
  const attempts = specs.flatMap(({ spec_id, tasks }) =>
    [...tasks.values()].flatMap((task) => task.attempts.map((attempt) => ({ spec: spec_id, attempt }))),
  );
  return [
    {
      ...{ name: 'necrocode_tasks', help: 'Tasks by state.', type: 'gauge' },
      samples: specs.flatMap(({ spec_id, tasks }) =>
        Object.entries(countStates(tasks.values())).map(([name, value]) => ({
          labels: { spec: spec_id, state: name },
          value,
        })),
      ),
    },
    {
      ...{ name: 'necrocode_tasks_open', help: 'Tasks that are neither done nor given up.', type: 'gauge' },
      samples: specs.map(({ spec_id, tasks }) => ({
        labels: { spec: spec_id },
        value: countOpen(countStates(tasks.values())),
      })),
    },
    {
      ...{ name: 'necrocode_attempts_total', help: 'Attempts by outcome.', type: 'counter' },
      samples: tally(attempts.map(({ spec, attempt }) => ({ spec, outcome: attempt.outcome ?? 'at_work' }))),
    },
    {
      ...{ name: 'necrocode_attempt_seconds_total', help: 'Time that attempts have taken.', type: 'counter' },
      samples: specs.map(({ spec_id }) => ({
        labels: { spec: spec_id },
        value:
          attempts
            .filter(({ spec }) => spec === spec_id)
            .reduce((sum, { attempt }) => sum + Math.max(0, (attempt.finished_at ?? now) - attempt.assigned_at), 0) /
          1000,
      })),
    },
    {
      ...{ name: 'necrocode_failures_total', help: 'Attempts that failed, by kind.', type: 'counter' },
      samples: tally(
        attempts.flatMap(({ attempt }) => (attempt.failure === undefined ? [] : [{ kind: attempt.failure.kind }])),
      ),
    },
    {
      ...{ name: 'necrocode_pull_requests', help: 'Pull requests by state.', type: 'gauge' },
      samples: tally([...state.pulls.values()].map((pull) => ({ state: pull.state }))),
    },
    {
      ...{ name: 'necrocode_slots', help: 'Slots by state.', type: 'gauge' },
      samples: tally([...state.slots.values()].map((slot) => ({ state: slot.state }))),
    },
    {
      ...{ name: 'necrocode_events_total', help: 'Events in the registry.', type: 'counter' },
      samples: [{ labels: {}, value: state.seq }],
    },
  ];
}

function countOpen(counts: Record<TaskStateName, number>): number {
  return Object.entries(counts).reduce(
    (sum, [name, value]) => (([...terminalStates] as string[]).includes(name) ? sum : sum + value),
    0,
  );
}

/** One sample for each different set of labels: how often it occurs. */
function tally(labels: readonly Record<string, string>[]): Measure['samples'] {
  const samples = new Map<string, Measure['samples'][number]>();
  for (const one of labels) {
    const key = JSON.stringify(one);
    const sample = samples.get(key) ?? { labels: one, value: 0 };
    sample.value += 1;
    samples.set(key, sample);
  }
  return [...samples.values()];
}
