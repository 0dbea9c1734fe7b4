// Pull requests as rows of a list, the newest first: what each is for, how its checks stand. Their texts, comments and
// diffs are not here; whoever opens one reads them from the events.
import type { PullState, State } from './state.ts';

export interface PullRow {
  number: number;
  spec_id: string;
  task_id?: string;
  title: string;
  head: string;
  base: string;
  state: PullState['state'];
  is_final: boolean;
  /** The worst of its checks; `none` when there are no checks. */
  checks: 'none' | 'pending' | 'success' | 'failure';
  comments: number;
  findings: number;
  opened_at: number;
  url?: string;
}

export interface PullsWanted {
  spec?: string | undefined;
  state?: PullState['state'] | undefined;
}

export function viewPulls(state: State, wanted: PullsWanted = {}): PullRow[] {
  const rows: PullRow[] = [];
  for (const pull of state.pulls.values()) {
    if (wanted.spec !== undefined && pull.spec_id !== wanted.spec) continue;
    if (wanted.state === undefined || pull.state === wanted.state) rows.push(viewPull(pull, state));
  }
  return rows.sort((one, other) => other.number - one.number);
}

function viewPull(pull: PullState, state: State): PullRow {
  const { number, spec_id, task_id, title, head, base, is_final, comments, opened_at, url } = pull;
  const task = task_id === undefined ? undefined : state.specs.get(spec_id)?.tasks.get(task_id);
  return {
    ...{ number, spec_id, title, head, base, state: pull.state, is_final, comments, opened_at },
    ...(task_id === undefined ? {} : { task_id }),
    ...(url === undefined ? {} : { url }),
    checks: worstOf(pull.checks),
    findings: task?.attempts.at(-1)?.findings ?? pull.findings,
  };
}

function worstOf(checks: PullState['checks']): PullRow['checks'] {
  const states = new Set(checks.map((check) => check.state));
  return (['failure', 'pending', 'success'] as const).find((state) => states.has(state)) ?? 'none';
}
