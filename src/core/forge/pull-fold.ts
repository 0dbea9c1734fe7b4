// The whole pull request, folded from the events: the projection keeps only what lists need, and this is for the one that a
// person looks at. It reads events that were checked when they were written, and never throws over what it finds there.
import type { Finding, Verification } from '../model/evidence.ts';
import type { EventType, RegistryEvent } from '../model/events.ts';
import type { PullState } from '../model/state.ts';

export interface Pull extends Omit<PullState, 'checks' | 'comments' | 'findings'> {
  body: string;
  updated_at: number;
  merged_by?: string;
  closed_reason?: string;
  checks: { name: string; state: PullState['checks'][number]['state']; at: number }[];
  comments: { by: string; text: string; at: number }[];
  /** What review last said of the task's change. */
  findings: Finding[];
  /** Of the last attempt's last round. */
  verification?: Verification;
  /** How the train fared with it, oldest first. */
  integrations: Integration[];
}

export interface Integration {
  at: number;
  outcome: 'merged' | 'conflict' | 'verify_failed' | 'interrupted';
  /** Of a conflict. */
  files: string[];
  verification?: Verification;
  message?: string;
}

/** What is known of a task before its pull request is opened. */
interface Evidence {
  findings: Finding[];
  verification?: Verification;
}

/** Undefined when no event opens this number. Events come in the order of the log; those of other pull requests are skipped. */
export function foldPull(events: Iterable<RegistryEvent>, number: number): Pull | undefined {
  const byTask = new Map<string, Evidence>();
  let pull: Pull | undefined;
  for (const event of events) {
    noteEvidence(byTask, event);
    if (event.type === 'PROpened' && event.data.number === number) pull ??= opened(event);
    if (pull !== undefined) applyTo(pull, event);
  }
  if (pull === undefined) return undefined;
  return { ...pull, ...byTask.get(taskKey(pull)) };
}

/** The events that `foldPull` reads, for a query that leaves the others out. */
export const pullEventTypes = [
  'PROpened',
  'PRUpdated',
  'PRMerged',
  'PRClosed',
  'CIStatusChanged',
  'ConflictDetected',
  'IntegrationFinished',
  'ReviewFinished',
  'VerificationFinished',
] as const satisfies readonly EventType[];

function noteEvidence(byTask: Map<string, Evidence>, event: RegistryEvent): void {
  if (event.task_id === undefined) return;
  const known = byTask.get(taskKey(event)) ?? { findings: [] };
  if (event.type === 'ReviewFinished') {
    byTask.set(taskKey(event), { ...known, findings: event.data.findings });
  } else if (event.type === 'VerificationFinished') {
    byTask.set(taskKey(event), { ...known, verification: event.data.verification });
  }
}

function taskKey({ spec_id = '', task_id = '' }: { spec_id?: string; task_id?: string }): string {
  return `${spec_id}/${task_id}`;
}

function opened({ at, spec_id = '', task_id, data }: RegistryEvent<'PROpened'>): Pull {
  const { number, title, body = '', head, base, head_sha, url, is_final = false } = data;
  return {
    ...{ number, spec_id, title, body, head, base, state: 'open', is_final, opened_at: at, updated_at: at },
    ...(task_id === undefined ? {} : { task_id }),
    ...(head_sha === undefined ? {} : { head_sha }),
    ...(url === undefined ? {} : { url }),
    ...{ checks: [], comments: [], findings: [], integrations: [] },
  };
}

function applyTo(pull: Pull, event: RegistryEvent): void {
  if (!('number' in event.data) || event.data.number !== pull.number) return;
  pull.updated_at = event.at;
  switch (event.type) {
    case 'PRUpdated':
      applyUpdated(pull, event);
      break;
    case 'PRMerged':
      pull.state = 'merged';
      pull.merge_sha = event.data.merge_sha;
      if (event.data.by !== undefined) pull.merged_by = event.data.by;
      break;
    case 'PRClosed':
      pull.state = 'closed';
      pull.closed_reason = event.data.reason;
      break;
    case 'CIStatusChanged':
      pull.checks = pull.checks.filter(({ name }) => name !== event.data.name);
      pull.checks.push({ name: event.data.name, state: event.data.state, at: event.at });
      break;
    case 'ConflictDetected':
      pull.integrations.push({ at: event.at, outcome: 'conflict', files: event.data.files });
      break;
    case 'IntegrationFinished':
      applyIntegration(pull, event);
      break;
    default:
      break;
  }
}

function applyUpdated(pull: Pull, { at, data }: RegistryEvent<'PRUpdated'>): void {
  const { title, body, head_sha, comment } = data;
  if (title !== undefined) pull.title = title;
  if (body !== undefined) pull.body = body;
  if (head_sha !== undefined) pull.head_sha = head_sha;
  if (comment !== undefined) pull.comments.push({ ...comment, at });
}

/** The conflict before it, if there was one, has told the files already: the two are one. */
function applyIntegration(pull: Pull, { at, data }: RegistryEvent<'IntegrationFinished'>): void {
  const { outcome, verification, failure } = data;
  const last = pull.integrations.at(-1);
  const told = outcome === 'conflict' && last?.outcome === 'conflict' && last.message === undefined ? last : undefined;
  if (told !== undefined) pull.integrations.pop();
  pull.integrations.push({
    ...{ at, outcome, files: told?.files ?? [] },
    ...(verification === undefined ? {} : { verification }),
    ...(failure === undefined ? {} : { message: failure.message }),
  });
}
