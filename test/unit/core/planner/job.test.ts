// What a person may ask for, and what is refused before any planning.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../../src/core/base/errors.ts';
import { readJob } from '../../../../src/core/planner/planner.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

async function check(text: string, expected: string): Promise<void> {
  assert.deepEqual(await readJob({ text }), { kind: 'sentence', text: expected });
}

async function checkRefused(input: Parameters<typeof readJob>[0], pattern: RegExp): Promise<void> {
  await assert.rejects(
    readJob(input),
    (error) => error instanceof UserError && pattern.test(`${error.message} ${error.hint ?? ''}`),
  );
}

describe('readJob of a sentence', () => {
  it('trims, composes and evens out line ends', async () => {
    await check('  a chat app \n', 'a chat app');
    await check('\uFEFFcafe\u0301\r\nmenu\rlist', 'café\nmenu\nlist');
    await check('a\tb', 'a\tb');
  });

  it('refuses nothing, and shows an example', async () => {
    for (const text of ['', ' \n\t ', '\uFEFF']) await checkRefused({ text }, /got nothing.*necrocode plan "/);
    await checkRefused({}, /Nothing was asked for.*necrocode plan "/);
  });

  it('refuses control characters by name, and half characters', async () => {
    await checkRefused({ text: 'a\u0000b' }, /U\+0000/);
    await checkRefused({ text: '\u001B[31mred' }, /U\+001B/);
    await checkRefused({ text: 'a\u0085b' }, /U\+0085/);
    await checkRefused({ text: 'a\uD83D' }, /half a character/);
  });

  it('takes 20000 characters and no more', async () => {
    await check('x'.repeat(20_000), 'x'.repeat(20_000));
    await checkRefused({ text: 'x'.repeat(20_001) }, /at most 20000 characters, got 20001/);
  });

  it('refuses a sentence together with --from', async () => {
    await checkRefused({ text: 'a', from: 'b' }, /got both/);
  });
});

describe('readJob of a file or folder', () => {
  it('reads the text of a file', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'job.md');
    writeFileSync(path, '# A shop\r\n\r\nwith carts\r\n');
    assert.deepEqual(await readJob({ from: path }), { kind: 'file', path, text: '# A shop\n\nwith carts' });
  });

  it('names a folder without looking into it', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'spec');
    mkdirSync(path);
    assert.deepEqual(await readJob({ from: path }), { kind: 'folder', path });
  });

  for (const [what, bytes, pattern] of [
    ['empty', '', /got nothing/],
    ['no UTF-8', Buffer.from([0x61, 0xff, 0xfe]), /UTF-8/],
    ['too large', Buffer.alloc(1_000_001, 'a'), /at most 1000000 bytes/],
    ['binary', Buffer.from('a\0b'), /U\+0000/],
  ] as const) {
    it(`refuses a file that is ${what}`, async () => {
      using folder = temporaryFolder();
      const from = join(folder.path, 'job.md');
      writeFileSync(from, bytes);
      await checkRefused({ from }, pattern);
    });
  }

  it('is looked for from the root of the repository too, as specs are spoken of', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, '.kiro/specs/shop');
    mkdirSync(path, { recursive: true });
    assert.deepEqual(await readJob({ from: '.kiro/specs/shop', root: folder.path }), { kind: 'folder', path });
  });

  it('says that a path does not exist', async () => {
    using folder = temporaryFolder();
    await checkRefused({ from: join(folder.path, 'nothing') }, /does not exist/);
  });
});
