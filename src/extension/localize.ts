// How pure parts of the extension get their words: the editor's translations are handed to them, so that they run, and are
// tested, without an editor. A call always reads `l10n.t('…')`, which is what the check of the translations looks for.
import type { Language } from '../core/base/text.ts';

/** `vscode.l10n` is one. */
export interface L10n {
  t: (message: string, ...values: (string | number | boolean)[]) => string;
}

/** What a text is written in whose words come from below. */
export interface Tongue {
  l10n: L10n;
  language: Language;
}

/** What a row or a text is written with. */
export interface Words {
  l10n: L10n;
  /** Milliseconds since the epoch. */
  now: number;
}
