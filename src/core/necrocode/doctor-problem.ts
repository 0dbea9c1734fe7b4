// One thing that the doctor has found.
import { UserError, messageOf, wordsOf, type Words } from '../base/errors.ts';
import type { Language } from '../base/text.ts';

export interface DoctorProblem {
  severity: 'error' | 'warning';
  /** What is wrong, and the way out. */
  words: Readonly<Record<Language, Words>>;
  /** A file, a slot, a program. */
  place: string;
  /** True when `doctor --fix` does it. */
  is_mendable: boolean;
}

/** What would be refused, and nobody but the person can change. */
export function problemOf(error: unknown, place: string): DoctorProblem {
  const words = error instanceof UserError ? wordsOf(error) : inEnglish({ message: messageOf(error) });
  return { severity: 'error', words, place, is_mendable: false };
}

/** For what is met so seldom that nobody has translated it. */
export function inEnglish(words: Words): Record<Language, Words> {
  return { en: words, ja: words };
}
