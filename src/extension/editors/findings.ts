// What review has found in changes that are not merged, as problems of the files that it is about: of the files as the change has
// them, because there the line is right, not in the working tree. Pure; the events that tell are read elsewhere.
import { plainText } from '../../core/base/text.ts';
import type { Finding } from '../../core/model/evidence.ts';
import type { RegistryEvent } from '../../core/model/events.ts';
import type { State, TaskState } from '../../core/model/state.ts';
import type { L10n } from '../localize.ts';
import { addressOfGitFile, type Address } from './addresses.ts';

export interface Problem {
  /** Of the document; problems of the same document have the same key. */
  key: string;
  address: Address;
  /** From 0 on. */
  line: number;
  severity: Finding['severity'];
  kind: Finding['kind'];
  message: string;
}

/** Findings by attempt, as far as they were told. */
export type KnownFindings = Map<string, readonly Finding[]>;

const messageCharsMax = 1000;
const problemsMax = 1000;

export function keyOfAttempt({
  spec_id = '',
  task_id = '',
  attempt = 0,
}: Pick<RegistryEvent, 'spec_id' | 'task_id' | 'attempt'>): string {
  return `${spec_id}/${task_id}/${attempt}`;
}

/** Keeps what the events tell. */
export function learnFindings(known: KnownFindings, events: readonly RegistryEvent[]): void {
  for (const event of events) {
    if (event.type === 'ReviewFinished') known.set(keyOfAttempt(event), event.data.findings);
  }
}

/** Whether a task's last change has findings that still concern somebody: not once it is merged, or tried again. */
export function hasOpenFindings({ state, attempts }: TaskState): boolean {
  const last = attempts.at(-1);
  const isOpen = state === 'review' || state === 'failed' || state === 'verifying';
  return isOpen && last?.commit !== undefined && (last.findings ?? 0) > 0;
}

/** Since when there are findings that the state knows of and no event has told us; undefined when there are none. */
export function lacksFindingsSince(state: State, known: KnownFindings): number | undefined {
  const lacking = openOnes(state).filter(({ spec_id, task }) => !known.has(keyOf(spec_id, task)));
  const times = lacking.map(({ task }) => task.attempts.at(-1)?.finished_at ?? 0);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Forgets what concerns nobody any more. What could not be learned counts as nothing, so that it is not looked for again. */
export function settleFindings(state: State, known: KnownFindings): void {
  const open = new Set(openOnes(state).map(({ spec_id, task }) => keyOf(spec_id, task)));
  for (const key of known.keys()) if (!open.has(key)) known.delete(key);
  for (const key of open) if (!known.has(key)) known.set(key, []);
}

export function problemsOf(state: State, known: KnownFindings, repository: string, l10n: L10n): Problem[] {
  return openOnes(state)
    .flatMap(({ spec_id, task }) => {
      const findings = known.get(keyOf(spec_id, task)) ?? [];
      return findings.flatMap((finding) => problemOf(task, finding, { repository, l10n }) ?? []);
    })
    .slice(0, problemsMax);
}

function openOnes({ specs }: State): { spec_id: string; task: TaskState }[] {
  return [...specs.values()].flatMap(({ spec_id, tasks }) =>
    [...tasks.values()].filter(hasOpenFindings).map((task) => ({ spec_id, task })),
  );
}

function keyOf(spec_id: string, { node, attempts }: TaskState): string {
  return keyOfAttempt({ spec_id, task_id: node.id, attempt: attempts.length });
}

/** What is said of a change as a whole stands at its first file. */
function problemOf(
  task: TaskState,
  { file, line = 1, severity, kind, message }: Finding,
  { repository, l10n }: { repository: string; l10n: L10n },
): Problem | undefined {
  const { commit, files = [] } = task.attempts.at(-1) ?? {};
  const named = file ?? files[0];
  if (commit === undefined || named === undefined) return undefined;
  const pull = task.pr === undefined ? {} : { pull: task.pr };
  const address = addressOfGitFile({ repository, commit, file: named, side: 'after', ...pull });
  const of = task.pr === undefined ? l10n.t('task {0}', task.node.id) : `PR #${task.pr}`;
  return {
    key: `${address.path}?${address.query}`,
    address,
    line: line - 1,
    severity,
    kind,
    message: `${plainText(message, { charsMax: messageCharsMax })} (${of})`,
  };
}
