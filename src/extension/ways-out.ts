// What can be done about an error that a person is shown, as buttons. Hints are written for every shell of NecroCode; what they
// name in words of the command line is offered as a click here.
import { Cancelled, CommandError, UserError, messageOf } from '../core/base/errors.ts';
import type { Language } from '../core/base/text.ts';
import { inertMessage } from './inert-message.ts';
import type { L10n } from './localize.ts';

export type WayOut = 'settings' | 'doctor' | 'show_output' | 'show_controller_log' | 'init_repository';

export interface Shown {
  text: string;
  ways: WayOut[];
}

const messageCharsMax = 600;

const waysByHint: readonly [RegExp, WayOut][] = [
  [/git init/, 'init_repository'],
  [/necrocode doctor/, 'doctor'],
  [/necrocode\.yaml|settings/i, 'settings'],
  [/controller\.log/, 'show_controller_log'],
];

/** Undefined for what nobody needs to see: that something was cancelled. `what` says what could not be done. */
export function describeError(
  error: unknown,
  what: string,
  { l10n, language }: { l10n: L10n; language: Language },
): Shown | undefined {
  if (error instanceof Cancelled || (error instanceof Error && error.name === 'Canceled')) return undefined;
  if (error instanceof UserError) {
    const { message, hint = '' } = error;
    const ways = waysByHint.filter(([pattern]) => pattern.test(`${message} ${hint}`)).map(([, way]) => way);
    const said = error.wordsIn(language);
    const way = editorHint(hint, l10n) ?? said.hint ?? '';
    return { text: inertMessage(`${said.message} ${way}`, messageCharsMax), ways };
  }
  const why = error instanceof CommandError ? error.message : (messageOf(error).split('\n')[0] ?? '');
  return { text: inertMessage(`${what} ${why}`, messageCharsMax), ways: ['show_output'] };
}

/** A hint that only names a command of the terminal says nothing that its button does not. */
function editorHint(hint: string, l10n: L10n): string | undefined {
  return /^Run `necrocode doctor --fix`/.test(hint) ? l10n.t('NecroCode: Doctor can mend it.') : undefined;
}

export function labelOfWay(way: WayOut, l10n: L10n): string {
  switch (way) {
    case 'settings':
      return l10n.t('Open Settings');
    case 'doctor':
      return l10n.t('Doctor');
    case 'show_output':
      return l10n.t('Show Output');
    case 'show_controller_log':
      return l10n.t('Show Log');
    case 'init_repository':
      return l10n.t('Initialize Repository');
  }
}
