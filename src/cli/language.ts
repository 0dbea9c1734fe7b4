// Which language the command line speaks: `--lang`, else what the environment says, else English.
import type { Language } from '../core/base/text.ts';

/** Looked up before the arguments are parsed, because help and mistakes are told in it too. */
export function chooseLanguage(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Language {
  const asked = askedLanguage(argv);
  if (asked !== undefined) return asked;
  // The first that is set decides, as everywhere.
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value !== undefined && value !== '');
  return locale !== undefined && /^ja([_.-]|$)/i.test(locale) ? 'ja' : 'en';
}

function askedLanguage(argv: readonly string[]): Language | undefined {
  const end = argv.indexOf('--');
  const options = end === -1 ? argv : argv.slice(0, end);
  for (const [index, word] of options.entries()) {
    const value = word === '--lang' ? options[index + 1] : /^--lang=(.*)$/.exec(word)?.[1];
    if (value === 'en' || value === 'ja') return value;
  }
  return undefined;
}
