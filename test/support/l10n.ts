// The editor's translations for tests without an editor: English as it stands in the code, and Japanese as it is shipped.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { L10n } from '../../src/extension/localize.ts';

function translator(bundle: Readonly<Record<string, string>>): L10n {
  return {
    t: (message, ...values) =>
      (bundle[message] ?? message).replace(/\{(\d+)\}/g, (found, at: string) => String(values[Number(at)] ?? found)),
  };
}

export const english = translator({});

export function japanese(): L10n {
  const path = join(import.meta.dirname, '../../l10n/bundle.l10n.ja.json');
  return translator(JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>);
}
