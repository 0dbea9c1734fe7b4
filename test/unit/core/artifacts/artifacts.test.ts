import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFile, link, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import {
  artifactsFolder,
  listArtifacts,
  readArtifact,
  saveFile,
  storeArtifact,
} from '../../../../src/core/artifacts/artifacts.ts';
import { UserError } from '../../../../src/core/base/errors.ts';
import { createRedactor } from '../../../../src/core/base/redact.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const secret = 'canary-93f2c1e7';
const redactor = createRedactor({ secrets: [secret] });
const clock = { now: () => 1000, monotonic: () => 0 };

function attemptIn(root: string) {
  const dir = artifactsFolder(root, { specId: 'chat', taskId: '1.2', attempt: 3 });
  const store = (name: string, content: string | Uint8Array, options: { bytesMax?: number } = {}) =>
    storeArtifact({ dir, kind: 'log', name, content, redactor, clock, ...options });
  return { dir, store };
}

describe('artifacts', () => {
  it('gives back the bytes that were stored, below spec, task and attempt', async () => {
    using root = temporaryFolder();
    const { dir, store } = attemptIn(root.path);
    const artifact = await store('logs/test.txt', 'all green\n');
    assert.equal(dir, join(root.path, 'chat', '1.2', '3'));
    assert.deepEqual(artifact, {
      kind: 'log',
      name: 'logs/test.txt',
      sha256: createHash('sha256').update('all green\n').digest('hex'),
      bytes: 10,
      created_at: 1000,
    });
    assert.equal((await readArtifact(dir, artifact)).toString(), 'all green\n');
  });

  it('redacts text and bytes before they reach the disk', async () => {
    using root = temporaryFolder();
    const { dir, store } = attemptIn(root.path);
    const binary = Buffer.concat([Buffer.from([0xff, 0xfe, 0x00]), Buffer.from(secret), Buffer.from([0x80])]);
    await store('a.txt', `token ${secret} and ${Buffer.from(secret).toString('base64')}`);
    await store('b.txt', Buffer.from(`日本語 ${secret}`));
    await store('c.bin', binary);
    assert.equal(await readFile(join(dir, 'a.txt'), 'utf8'), 'token [redacted] and [redacted]');
    assert.equal(await readFile(join(dir, 'b.txt'), 'utf8'), '日本語 [redacted]');
    const stored = await readFile(join(dir, 'c.bin'));
    assert.deepEqual([...stored.subarray(0, 3), stored.at(-1)], [0xff, 0xfe, 0x00, 0x80]);
    assert.ok(!stored.includes(secret));
  });

  it('keeps the beginning and the end of what is too long, and says how much is missing', async () => {
    using root = temporaryFolder();
    const { dir, store } = attemptIn(root.path);
    const artifact = await store('long.txt', `first ${'.'.repeat(5000)} last`, { bytesMax: 200 });
    const text = (await readArtifact(dir, artifact)).toString();
    assert.match(text, /^first \.+\n\[… 4811 bytes left out …\]\n\.+ last$/);
    assert.ok(artifact.bytes < 300);
  });

  for (const name of [
    '../up.txt',
    '/etc/passwd',
    'a/../../b',
    'a\\b',
    '.hidden',
    'a//b',
    '',
    'x\0y',
    'a\nb',
    'index.jsonl',
    'trailing.',
    '-rf',
    'n'.repeat(301),
  ]) {
    it(`refuses the name ${JSON.stringify(name.slice(0, 30))}`, async () => {
      using root = temporaryFolder();
      await assert.rejects(attemptIn(root.path).store(name, 'x'), UserError);
    });
  }

  it('does not write through a link that leads out', async () => {
    using root = temporaryFolder();
    const { dir, store } = attemptIn(root.path);
    const outside = join(root.path, 'outside');
    await mkdir(outside);
    await mkdir(dir, { recursive: true });
    await writeFile(join(root.path, 'key'), 'private');
    await symlink(outside, join(dir, 'logs'));
    await symlink(join(root.path, 'key'), join(dir, 'a.txt'));
    await assert.rejects(store('logs/x.txt', 'x'), UserError);
    await store('a.txt', 'replaced');
    assert.equal(await readFile(join(root.path, 'key'), 'utf8'), 'private');
    assert.equal(await readFile(join(dir, 'a.txt'), 'utf8'), 'replaced');
  });

  const damages: { what: string; damage: (path: string, other: string) => Promise<unknown>; says: RegExp }[] = [
    { what: 'changed', damage: (path) => appendFile(path, '!'), says: /was changed/ },
    { what: 'removed', damage: (path) => rm(path), says: /is gone/ },
    { what: 'replaced by a link', damage: (path, other) => rm(path).then(() => symlink(other, path)), says: /link/ },
    {
      what: 'replaced by a hard link',
      damage: (path, other) => rm(path).then(() => link(other, path)),
      says: /changed/,
    },
    {
      what: 'replaced by a pipe',
      damage: (path) => rm(path).then(() => execFileSync('mkfifo', [path])),
      says: /no plain file/,
    },
    { what: 'replaced by a folder', damage: (path) => rm(path).then(() => mkdir(path)), says: /no plain file/ },
  ];
  for (const { what, damage, says } of damages) {
    it(`does not read an artifact that was ${what}`, async () => {
      using root = temporaryFolder();
      const { dir, store } = attemptIn(root.path);
      const artifact = await store('a.txt', 'mine');
      await writeFile(join(root.path, 'other'), 'private key');
      await damage(join(dir, 'a.txt'), join(root.path, 'other'));
      await assert.rejects(
        readArtifact(dir, artifact),
        (error) => error instanceof UserError && says.test(error.message),
      );
    });
  }

  it('lists what was stored at the same time, and of a name only the latest', async () => {
    using root = temporaryFolder();
    const { dir, store } = attemptIn(root.path);
    await Promise.all(Array.from({ length: 20 }, (_, n) => store(`${n}.txt`, `content ${n}`)));
    await store('3.txt', 'again');
    await saveFile({ dir, name: 'note.md', text: 'hello', redactor, clock });
    const listed = await listArtifacts(dir);
    assert.equal(listed.length, 21);
    assert.deepEqual(
      listed.slice(-2).map(({ name, kind, bytes }) => ({ name, kind, bytes })),
      [
        { name: '3.txt', kind: 'log', bytes: 5 },
        { name: 'note.md', kind: 'file', bytes: 5 },
      ],
    );
  });

  it('lists what is whole when a crash has torn the index, and what came after', async () => {
    using root = temporaryFolder();
    const { dir, store } = attemptIn(root.path);
    await store('a.txt', 'a');
    await appendFile(join(dir, 'index.jsonl'), '{"kind":"log","na');
    await store('b.txt', 'b');
    assert.deepEqual(
      (await listArtifacts(dir)).map(({ name }) => name),
      ['a.txt', 'b.txt'],
    );
  });

  it('lists nothing where nothing was stored', async () => {
    using root = temporaryFolder();
    assert.deepEqual(await listArtifacts(join(root.path, 'nowhere')), []);
  });
});
