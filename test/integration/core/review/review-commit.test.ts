import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openGit } from '../../../../src/core/base/git.ts';
import { taskSchema } from '../../../../src/core/model/task.ts';
import { reviewCommit } from '../../../../src/core/review/review.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const task = taskSchema.parse({ id: '1', title: 'x', files: ['docs/**', '*.md'] });
const token = `ghp_${'a1B2'.repeat(9)}`;

async function repository(path: string) {
  const git = openGit({ cwd: path, author: { name: 'Test', email: 'test@example.org' } });
  await git.write(['init', '--quiet', '--initial-branch=main']);
  const commit = async (files: Record<string, string | Buffer | undefined>): Promise<string> => {
    for (const [name, content] of Object.entries(files)) {
      if (content === undefined) await rm(join(path, name));
      else await writeFile(join(path, name), content);
    }
    await git.write(['add', '-A']);
    await git.write(['commit', '--quiet', '--allow-empty', '-m', 'x']);
    return (await git.write(['rev-parse', 'HEAD'])).stdout.trim();
  };
  return { git, commit };
}

describe('reviewCommit', () => {
  it('reviews what a commit changes on its base, in real names', async () => {
    using folder = temporaryFolder();
    const { git, commit } = await repository(folder.path);
    const base = await commit({ 'a.test.ts': "it('a', f);\n", 'b.md': 'b\n' });
    const head = await commit({
      'a.test.ts': undefined,
      '日本 語.md': '<<<<<<< HEAD\nx\n>>>>>>> y\n',
      'tab\t.txt': 'x\n',
    });
    const findings = await reviewCommit(git, { base, commit: head, task, linesMax: 100 });
    assert.deepEqual(
      findings.map(({ kind, file, line }) => [kind, file, line]),
      [
        ['conflict_marker', '日本 語.md', 1],
        ['conflict_marker', '日本 語.md', 3],
        ['test_deleted', 'a.test.ts', undefined],
        ['outside_boundary', 'tab .txt', undefined],
      ],
    );
  });

  it('looks into files that attributes or bytes declare to be binary', async () => {
    using folder = temporaryFolder();
    const { git, commit } = await repository(folder.path);
    const base = await commit({});
    const head = await commit({
      '.gitattributes': '*.env -diff\n',
      'a.env': `K=${token}\n`,
      'b.bin': Buffer.concat([Buffer.from([0, 1, 2, 255]), Buffer.from(` ${token}\n`)]),
    });
    const findings = await reviewCommit(git, { base, commit: head, task, linesMax: 100 });
    const stopped = findings.filter(({ severity }) => severity === 'blocking').map(({ kind, file }) => [kind, file]);
    assert.deepEqual(stopped, [
      ['secret', 'a.env'],
      ['secret', 'b.bin'],
    ]);
  });

  it('stops a change that is too large to be looked through', async () => {
    using folder = temporaryFolder();
    const { git, commit } = await repository(folder.path);
    const base = await commit({});
    const head = await commit({ 'a.md': 'x\n'.repeat(3000) });
    const small = { base, commit: head, task, linesMax: 10_000, patchBytesMax: 4000 };
    assert.deepEqual(
      (await reviewCommit(git, small)).map(({ kind, severity }) => [kind, severity]),
      [['too_large', 'blocking']],
    );
    assert.deepEqual(await reviewCommit(git, { ...small, patchBytesMax: 40_000 }), []);
  });
});
