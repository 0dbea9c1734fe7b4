import assert from 'node:assert/strict';
import { loadMessages } from '../../../src/cli/messages/messages.ts';
import { chooseLanguage } from '../../../src/cli/language.ts';

/** `path → text`; functions are called with something of every kind that they may be given. */
function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    const told: unknown = Reflect.apply(value, undefined, value.toString().startsWith('({') ? [anything] : [2, 3]);
    return [[path, String(told)]];
  }
  if (Array.isArray(value)) return value.flatMap((one, at) => textsOf(one, `${path}.${at}`));
  return Object.entries(value as object).flatMap(([key, one]) => textsOf(one, `${path}.${key}`));
}

const anything = new Proxy({}, { get: (_, name) => (name === 'isFinal' ? true : 2) });

describe('the messages', () => {
  it('say everything in both languages', async () => {
    const [en, ja] = [new Map(textsOf(await loadMessages('en'))), new Map(textsOf(await loadMessages('ja')))];
    const names = (texts: Map<string, string>) =>
      [...texts.keys()].filter((path) => !path.includes('.details.')).sort();
    assert.deepEqual(names(ja), names(en));
    for (const [path, text] of [...en, ...ja]) {
      // No check, no word.
      if (!path.endsWith('.checks.none')) assert.notEqual(text.trim(), '', path);
      assert.ok(!/undefined|\[object|NaN/.test(text), `${path}: ${text}`);
    }
  });

  it('are really in Japanese', async () => {
    const same = new Set(['.columns.pull', '.columns.head']);
    for (const [path, text] of textsOf(await loadMessages('ja'))) {
      if (same.has(path) || path.endsWith('.checks.none')) continue;
      assert.match(text, /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u, path);
    }
  });
});

describe('the language', () => {
  const check = (argv: string[], env: Record<string, string>, expected: string) =>
    assert.equal(chooseLanguage(argv, env), expected, JSON.stringify({ argv, env }));

  it('is what was asked for, else what the environment says, else English', () => {
    check([], {}, 'en');
    check([], { LANG: 'ja_JP.UTF-8' }, 'ja');
    check([], { LANG: 'ja' }, 'ja');
    check([], { LANG: 'ja_JP.UTF-8', LC_ALL: 'C' }, 'en');
    check([], { LC_ALL: '', LANG: 'ja_JP' }, 'ja');
    check([], { LC_MESSAGES: 'ja_JP', LANG: 'en_US' }, 'ja');
    check([], { LANG: 'jam_JM' }, 'en');
    check(['--lang', 'en'], { LANG: 'ja_JP' }, 'en');
    check(['status', '--lang=ja'], {}, 'ja');
    check(['plan', '--', '--lang', 'ja'], {}, 'en');
    check(['--lang', 'fr'], { LANG: 'ja_JP' }, 'ja');
  });
});
