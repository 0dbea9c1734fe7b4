// The few lines of our own in a terminal that shows an attempt, and the form that a terminal wants lines in. Pure.
import type { AttemptState } from '../../core/model/state.ts';
import type { L10n } from '../localize.ts';
import { failureWord } from '../task-words.ts';

const faint = (text: string): string => `\u001b[2m${text}\u001b[22m`;
const bold = (text: string): string => `\u001b[1m${text}\u001b[22m`;

/** A terminal's line ends with a return to its beginning. */
export function terminalLines(text: string): string {
  return text.replaceAll('\n', '\r\n');
}

export function openingLine({
  title,
  attempt,
  agent,
  l10n,
}: {
  title: string;
  attempt: number;
  agent: string;
  l10n: L10n;
}): string {
  return terminalLines(`${bold(title)}  ${faint(`${l10n.t('Attempt {0}', attempt)} · ${agent}`)}\n\n`);
}

export function closingLine(attempt: AttemptState | undefined, l10n: L10n): string {
  const end = attempt?.outcome === 'succeeded' ? l10n.t('The attempt has succeeded.') : whyEnded(attempt, l10n);
  return terminalLines(`\n${bold(end)}  ${faint(l10n.t('Press any key to close this terminal.'))}\n`);
}

function whyEnded(attempt: AttemptState | undefined, l10n: L10n): string {
  if (attempt?.failure === undefined) return l10n.t('The attempt has ended.');
  return l10n.t('The attempt has ended: {0}.', failureWord(attempt.failure.kind, l10n));
}
