// What a planning says on its way and at its end, in half a line each.
import { plainText, type Language } from '../../core/base/text.ts';
import type { PlanOutcome, PlanProgress, SimulationRow } from '../../core/necrocode.ts';
import { formatElapsed } from '../format.ts';
import { inertMessage } from '../inert-message.ts';
import type { L10n } from '../localize.ts';

const textCharsMax = 120;

export interface PlanWords {
  l10n: L10n;
  language: Language;
}

export function describeProgress(progress: PlanProgress, { l10n, language }: PlanWords): string {
  if (progress.kind === 'chosen') {
    const who = plainText(progress.who, { charsMax: textCharsMax });
    const why = progress.why?.[language];
    return why === undefined ? l10n.t('{0} plans', who) : inertMessage(`${l10n.t('{0} plans', who)}: ${why}`);
  }
  const document = documentOf(progress.stage, l10n);
  switch (progress.kind) {
    case 'asked':
      return l10n.t('{0}…', document);
    case 'writing':
      return l10n.t('{0}: {1} characters', document, progress.characters);
    case 'working':
      return `${document}: ${inertMessage(progress.text, textCharsMax)}`;
    case 'repairing':
      return l10n.t('{0}: mended, round {1}', document, progress.round);
    case 'finished':
      return l10n.t('{0}: written', document);
    case 'taken_up':
      return l10n.t('{0}: kept from before', document);
  }
}

function documentOf(stage: Exclude<PlanProgress, { kind: 'chosen' }>['stage'], l10n: L10n): string {
  switch (stage) {
    case 'requirements':
      return l10n.t('Requirements');
    case 'design':
      return l10n.t('Design');
    case 'tasks':
      return l10n.t('Tasks');
  }
}

/** The plan in a sentence, what changed when it is a later one, and the first thing that the planner has to say. */
export function describePlan(
  { spec_id, taskset, difference, notes, problems }: PlanOutcome,
  forecast: SimulationRow | undefined,
  l10n: L10n,
): string {
  const { added, changed, removed } = difference;
  return inertMessage(
    [
      planned(spec_id, taskset.tasks.length, l10n),
      ...(forecast === undefined || forecast.makespan_ms === 0 ? [] : [expected(forecast, l10n)]),
      ...(taskset.taskset_version === 1
        ? []
        : [l10n.t('{0} are new, {1} changed, {2} gone.', added.length, changed.length, removed.length)]),
      ...(problems.length === 1 ? [l10n.t('One line could not be read as it was meant.')] : []),
      ...(problems.length > 1 ? [l10n.t('{0} lines could not be read as they were meant.', problems.length)] : []),
      // A toast is read at a glance; the others are in the log.
      ...notes.slice(0, 1),
    ].join(' '),
    400,
  );
}

function planned(spec_id: string, tasks: number, l10n: L10n): string {
  return tasks === 1
    ? l10n.t('{0} is planned: 1 task.', spec_id)
    : l10n.t('{0} is planned: {1} tasks.', spec_id, tasks);
}

function expected({ workers, makespan_ms }: SimulationRow, l10n: L10n): string {
  const time = formatElapsed(makespan_ms);
  return workers === 1
    ? l10n.t('About {0} with one worker.', time)
    : l10n.t('About {0} with {1} workers.', time, workers);
}
