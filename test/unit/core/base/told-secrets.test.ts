import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { readToldSecrets, tellSecrets } from '../../../../src/core/base/told-secrets.ts';

describe('told secrets', () => {
  const check = async (text: string, expected: string[]) => {
    assert.deepEqual(await readToldSecrets(Readable.from([Buffer.from(text)])), expected);
  };

  it('arrive as they were told', () =>
    check(tellSecrets(['hunter22', '秘密の言葉"\n']), ['hunter22', '秘密の言葉"\n']));

  for (const [title, text] of [
    ['nothing', ''],
    ['text that is no JSON', 'hello'],
    ['another document', '{"protocol":"spirit/1"}'],
    ['a list of something else', '{"secrets":[1,null]}'],
    ['more than any environment holds', JSON.stringify({ secrets: ['x'.repeat(2_000_000)] })],
  ] as const) {
    it(`are none when the input is ${title}`, () => check(text, []));
  }

  it('are none on a terminal, which is not waited for', async () => {
    const terminal = Object.assign(new Readable({ read() {} }), { isTTY: true });
    assert.deepEqual(await readToldSecrets(terminal), []);
  });
});
