// Rows below a task: its attempts with what they have left, its pull request, and what it depends on.
import { plainText } from '../../core/base/text.ts';
import type { AttemptState, SpecState, State, TaskState } from '../../core/model/state.ts';
import type { ArtifactEntry } from '../../core/necrocode.ts';
import { formatBytes, formatElapsed } from '../format.ts';
import type { L10n, Words } from '../localize.ts';
import { elapsedOf, failureWord, nameOfAgent, stateWord } from '../task-words.ts';
import { iconOfAttempt, iconOfPull } from './icons.ts';
import { plainRow, type Row } from './row.ts';

const nameCharsMax = 200;

export function dependenciesRow(spec: SpecState, { node }: TaskState, { l10n }: Words): Row {
  const done = node.dependencies.filter((id) => spec.tasks.get(id)?.state === 'done').length;
  const description = l10n.t('{0} of {1} done', done, node.dependencies.length);
  return plainRow(
    l10n.t('Depends on'),
    { id: 'arrow-left' },
    { context: 'dependencies', description, expands: 'closed' },
  );
}

export function pullRow(number: number, state: State, { l10n }: Words): Row | undefined {
  const pull = state.pulls.get(number);
  if (pull === undefined) return undefined;
  const words = { open: l10n.t('open'), merged: l10n.t('merged'), closed: l10n.t('closed') };
  return plainRow(`PR #${number}`, iconOfPull(pull.state), {
    context: contextOfPull(pull),
    description: words[pull.state],
    click: 'necrocode.openPull',
  });
}

export function contextOfPull(pull: { state: string; is_final: boolean; url?: string }): string {
  return ['pull', pull.state, ...(pull.is_final ? ['final'] : []), ...(pull.url === undefined ? [] : ['url'])].join(
    ' ',
  );
}

export function attemptRow(task: TaskState, attempt: AttemptState, { l10n, now }: Words): Row {
  const label = l10n.t('Attempt {0}', attempt.attempt);
  const isLive = attempt.finished_at === undefined;
  const description = [
    describeOutcome(task, attempt, l10n),
    formatElapsed(elapsedOf(attempt, now)),
    nameOfAgent(attempt.agent_instance),
  ].join(' · ');
  return {
    label,
    description,
    icon: iconOfAttempt(attempt),
    context: [
      'attempt',
      ...(isLive ? ['live'] : []),
      ...(attempt.awaits_person === undefined ? [] : ['awaited']),
      ...(attempt.commit === undefined ? [] : ['changes']),
    ].join(' '),
    expands: 'closed',
    spoken: `${label}, ${description}`,
    click: 'necrocode.openLog',
    version: task.artifacts,
    ...(isLive ? { ticks: true as const } : {}),
  };
}

function describeOutcome(
  task: TaskState,
  { outcome, failure, finished_at, awaits_person }: AttemptState,
  l10n: L10n,
): string {
  if (awaits_person !== undefined) return l10n.t('waits for you');
  if (finished_at === undefined) return stateWord(task.state, l10n);
  if (failure !== undefined) return failureWord(failure.kind, l10n);
  return outcome === 'succeeded' ? l10n.t('succeeded') : l10n.t('failed');
}

export function outputRow(attempt: AttemptState | undefined, { l10n }: Words): Row | undefined {
  if (attempt === undefined) return undefined;
  const context = `output${attempt.finished_at === undefined ? ' live' : ''}`;
  return plainRow(l10n.t('Output'), { id: 'output' }, { context, click: 'necrocode.openLog' });
}

export function changesRow(attempt: AttemptState | undefined, { l10n }: Words): Row | undefined {
  if (attempt?.commit === undefined) return undefined;
  const files = attempt.files?.length ?? 0;
  const description = files === 1 ? l10n.t('1 file') : l10n.t('{0} files', files);
  return plainRow(
    l10n.t('Changes'),
    { id: 'diff-multiple' },
    { context: 'changes', click: 'necrocode.showDiff', ...(files === 0 ? {} : { description }) },
  );
}

const iconOfArtifact: Record<ArtifactEntry['kind'], string> = {
  ...{ diff: 'diff', verification: 'beaker', transcript: 'comment-discussion' },
  ...{ log: 'output', review: 'checklist', file: 'file' },
};

export function artifactRow({ name, kind, bytes }: ArtifactEntry): Row {
  const icon = { id: iconOfArtifact[kind] };
  const label = plainText(name, { charsMax: nameCharsMax });
  return plainRow(label, icon, {
    context: 'artifact',
    description: formatBytes(bytes),
    click: 'necrocode.openArtifact',
  });
}
