// What a row says when one rests on it, as Markdown that can do nothing: whatever a plan, an agent or a repository has written
// is made inert, and the adapter trusts none of it either.
import { inert, inertCode } from '../../core/base/inert.ts';
import type { AttemptState, SlotState, SpecState, TaskState } from '../../core/model/state.ts';
import type { InboxRow } from '../../core/model/view-inbox.ts';
import type { PullRow } from '../../core/model/view-pulls.ts';
import type { Progress } from '../../core/necrocode.ts';
import { formatElapsed } from '../format.ts';
import type { L10n, Words } from '../localize.ts';
import { describeTask, elapsedOf, failureWord, unmetDependencies } from '../task-words.ts';

const filesShownMax = 8;
const idsShownMax = 12;
const messageCharsMax = 400;

export function specTooltip({ spec_id, title, run, tasks, planner }: SpecState, { l10n, now }: Words): string {
  const lines = [
    `**${inert(spec_id)}** ${inert(title)}`.trim(),
    l10n.t('{0} tasks, planned by {1}', tasks.size, inert(planner)),
  ];
  if (run !== undefined) {
    const elapsed = formatElapsed((run.finished_at ?? now) - run.started_at);
    lines.push(l10n.t('{0} workers, agent {1}, for {2}', String(run.workers), inertCode(run.agent), elapsed));
    lines.push(`${inertCode(run.integration_branch)} → ${inertCode(run.base_ref.replace(/^refs\/heads\//, ''))}`);
    if (run.verify.length > 0)
      lines.push(
        l10n.t(
          'Verified by {0}',
          run.verify
            .slice(0, 5)
            .map((line) => inertCode(line))
            .join(', '),
        ),
      );
  }
  return paragraphs(lines);
}

export function taskTooltip(spec: SpecState, task: TaskState, progress: Progress | undefined, words: Words): string {
  const { l10n } = words;
  const { node, failure, usage } = task;
  const unmet = unmetDependencies(spec, task);
  const reason = task.attempts.at(-1)?.awaits_person?.message ?? failure?.message;
  return paragraphs([
    `**${inert(node.id)}** ${inert(node.title)}`,
    inert(describeTask(spec, task, words)),
    ...(reason === undefined ? [] : [inert(reason, { charsMax: messageCharsMax })]),
    ...(task.state === 'blocked' && unmet.length > 0 ? [l10n.t('Waits for {0}', unmetNames(spec, unmet))] : []),
    ...describeProgress(progress),
    ...(node.files.length === 0 ? [] : [l10n.t('Files: {0}', codes(node.files))]),
    ...describeUsage(usage, l10n),
  ]);
}

export function attemptTooltip(
  task: TaskState,
  attempt: AttemptState,
  progress: Progress | undefined,
  words: Words,
): string {
  const { l10n, now } = words;
  const { failure, slot, commit, verified } = attempt;
  return paragraphs([
    `**${inert(task.node.id)}** ${inert(task.node.title)}`,
    l10n.t(
      'Attempt {0} by {1}, {2}',
      attempt.attempt,
      inertCode(attempt.agent_instance),
      formatElapsed(elapsedOf(attempt, now)),
    ),
    ...(failure === undefined
      ? []
      : [`${failureWord(failure.kind, l10n)}: ${inert(failure.message, { charsMax: messageCharsMax })}`]),
    ...describeProgress(progress),
    ...(verified === undefined
      ? []
      : [
          verified.ok
            ? l10n.t('Verified in round {0}', verified.round)
            : l10n.t('Verification failed in round {0}', verified.round),
        ]),
    ...(slot === undefined ? [] : [l10n.t('Slot {0}', inertCode(slot))]),
    `${inertCode(attempt.branch)}${commit === undefined ? '' : ` ${inertCode(commit.slice(0, 10))}`}`,
  ]);
}

export function pullTooltip(pull: PullRow | InboxRow, { l10n, now }: Words): string {
  const checks = {
    none: [],
    pending: [l10n.t('checks are running')],
    success: [l10n.t('checks passed')],
    failure: [l10n.t('checks failed')],
  };
  return paragraphs([
    `**#${pull.number}** ${inert(pull.title)}`,
    `${inertCode(pull.head)} → ${inertCode(pull.base)}`,
    l10n.t('opened {0} ago', formatElapsed(now - pull.opened_at)),
    ...checks[pull.checks],
    ...(pull.findings === 0 ? [] : [pull.findings === 1 ? l10n.t('1 finding') : l10n.t('{0} findings', pull.findings)]),
    ...('unblocks' in pull && pull.unblocks > 0
      ? [l10n.t('{0} unfinished tasks cannot begin before it is merged', pull.unblocks)]
      : []),
  ]);
}

export function slotTooltip({ slot, path, reason }: SlotState, { l10n }: Words): string {
  return paragraphs([
    `**${inert(slot)}**`,
    inertCode(path),
    ...(reason === undefined ? [] : [l10n.t('out of use: {0}', inert(reason, { charsMax: messageCharsMax }))]),
  ]);
}

function paragraphs(lines: readonly string[]): string {
  return lines.filter((line) => line !== '').join('\n\n');
}

function describeProgress(progress: Progress | undefined): string[] {
  const { step, text } = progress ?? {};
  const said = [...(step === undefined ? [] : [`*${inert(step)}*`]), ...(text === undefined ? [] : [inertCode(text)])];
  return said.length === 0 ? [] : [said.join(' ')];
}

function describeUsage(usage: TaskState['usage'], l10n: L10n): string[] {
  if (usage === undefined) return [];
  const { input_tokens = 0, output_tokens = 0, cost_usd, credits } = usage;
  const tokens = input_tokens + output_tokens;
  return [
    [
      ...(tokens === 0 ? [] : [l10n.t('{0} tokens', tokens.toLocaleString('en-US'))]),
      ...(cost_usd === undefined ? [] : [`$${cost_usd.toFixed(2)}`.replace('$', '\\$')]),
      ...(credits === undefined ? [] : [l10n.t('{0} credits', credits)]),
    ].join(' · '),
  ];
}

function unmetNames({ tasks }: SpecState, ids: readonly string[]): string {
  const names = ids
    .slice(0, idsShownMax)
    .map((id) => `${inert(id)} ${inert(tasks.get(id)?.node.title ?? '', { charsMax: 60 })}`.trim());
  return `${names.join(', ')}${ids.length > names.length ? ` +${ids.length - names.length}` : ''}`;
}

function codes(texts: readonly string[]): string {
  const shown = texts.slice(0, filesShownMax).map((text) => inertCode(text));
  return `${shown.join(', ')}${texts.length > shown.length ? ` +${texts.length - shown.length}` : ''}`;
}
