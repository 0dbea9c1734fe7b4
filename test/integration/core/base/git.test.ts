import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Cancelled, CommandError, InvariantError, UserError } from '../../../../src/core/base/errors.ts';
import { gitVersion, openGit, readUserGitConfig } from '../../../../src/core/base/git.ts';
import { author, temporaryFolder, temporaryRepository, type Repository } from './places.ts';

async function commitFile(repository: Repository, name: string, text: string): Promise<string> {
  await writeFile(join(repository.path, name), text);
  await repository.git.write(['add', '--', name]);
  await repository.git.write(['commit', '--quiet', '-m', `change ${name}`]);
  return (await repository.git.read(['rev-parse', 'HEAD'])).stdout.trim();
}

describe('calling git', () => {
  it('gives back output, errors and exit status both ways', async () => {
    await using repository = await temporaryRepository();
    await commitFile(repository, 'a', 'a\n');
    for (const ask of [repository.git.read, repository.git.write]) {
      assert.deepEqual(await ask(['log', '--format=%an <%ae>']), {
        ...{ stdout: `${author.name} <${author.email}>\n`, stderr: '', exitCode: 0 },
      });
      assert.equal((await ask(['diff', '--quiet', 'HEAD'])).exitCode, 0);
      assert.equal((await ask(['rev-parse', '--verify', '--quiet', 'none'], { okExitCodes: [0, 1] })).exitCode, 1);
      await assert.rejects(
        ask(['rev-parse', '--verify', 'none']),
        (error) =>
          error instanceof CommandError && error.exitCode === 128 && /Needed a single revision/.test(error.lastOutput),
      );
    }
  });

  it('passes input and names with any characters', async () => {
    await using repository = await temporaryRepository();
    const { stdout } = await repository.git.write(['hash-object', '--stdin'], { input: 'hello\n' });
    assert.equal(stdout.trim(), 'ce013625030ba8dba906f756967f9e9ca394464a');
    await writeFile(join(repository.path, '日本 "x".txt'), '');
    assert.equal((await repository.git.read(['ls-files', '-z', '--others'])).stdout, '日本 "x".txt\0');
  });

  it('is called off by the signal of the call and by that of the repository', async () => {
    await using repository = await temporaryRepository();
    const signal = AbortSignal.abort(new Cancelled('stop'));
    for (const ask of [repository.git.read, repository.git.write])
      await assert.rejects(ask(['status'], { signal }), /stop/);
    await assert.rejects(openGit({ cwd: repository.path, signal }).read(['status']), Cancelled);
    const controller = new AbortController();
    const waiting = repository.git.write(['-c', 'alias.wait=!sleep 600', 'wait'], { signal: controller.signal });
    setImmediate(() => controller.abort(new Cancelled('enough')));
    await assert.rejects(waiting, /enough/);
  });

  it('never takes longer than its timeout', async () => {
    await using repository = await temporaryRepository();
    const isTimeout = (error: unknown) => error instanceof CommandError && error.isTimedOut;
    // Waits for input that never comes.
    await assert.rejects(repository.git.read(['cat-file', '--batch'], { timeoutMs: 50 }), isTimeout);
    await assert.rejects(repository.git.write(['-c', 'alias.wait=!sleep 600', 'wait'], { timeoutMs: 50 }), isTimeout);
  });

  it('says so when the folder is not there', async () => {
    await assert.rejects(openGit({ cwd: '/no/such/folder' }).read(['status']), UserError);
  });

  it("runs nothing that the repository's configuration names", async () => {
    await using repository = await temporaryRepository();
    const trap = join(repository.path, '.git', 'trap');
    const sprung = join(repository.path, '.git', 'sprung');
    await writeFile(trap, `#!/bin/sh\necho "$0" >> ${sprung}\n`);
    await chmod(trap, 0o755);
    await mkdir(join(repository.path, '.git', 'hooks'), { recursive: true });
    for (const hook of ['pre-commit', 'post-commit', 'post-checkout', 'reference-transaction', 'prepare-commit-msg']) {
      await writeFile(join(repository.path, '.git', 'hooks', hook), await readFile(trap), { mode: 0o755 });
    }
    const config = [
      'core.fsmonitor',
      'core.sshCommand',
      'core.editor',
      'core.pager',
      'core.askPass',
      'credential.helper',
      'diff.external',
      'diff.evil.command',
      'diff.evil.textconv',
      'gpg.program',
      'sequence.editor',
      'alias.status',
    ];
    for (const key of config) await repository.git.write(['config', key, key === 'alias.status' ? `!${trap}` : trap]);
    for (const key of ['commit.gpgSign', 'log.showSignature']) await repository.git.write(['config', key, 'true']);
    await writeFile(join(repository.path, '.gitattributes'), '* diff=evil\n');

    const first = await commitFile(repository, 'a', 'one\n');
    await commitFile(repository, 'a', 'two\n');
    await writeFile(join(repository.path, 'a'), 'three\n');
    await repository.git.read(['status', '--porcelain']);
    await repository.git.read(['diff']);
    await repository.git.read(['log', '-p', '-1']);
    await repository.git.read(['show', 'HEAD']);
    await repository.git.read(['diff-tree', '-p', first, 'HEAD']);
    await repository.git.write(['commit', '--amend', '--quiet', '--no-edit']);
    await repository.git.write(['checkout', '--quiet', '--force', '-b', 'other']);
    await assert.rejects(repository.git.write(['ls-remote', 'ssh://user@127.0.0.1:1/x']));
    await assert.rejects(repository.git.write(['ls-remote', `ext::${trap}`]));
    assert.equal(existsSync(sprung), false, existsSync(sprung) ? await readFile(sprung, 'utf8') : '');
  });

  it('speaks to a local folder only when that is allowed', async () => {
    await using repository = await temporaryRepository();
    await commitFile(repository, 'a', 'a');
    await using other = await temporaryFolder();
    const args = ['ls-remote', '--', repository.path];
    await assert.rejects(openGit({ cwd: other.path }).write(args), CommandError);
    const allowed = openGit({ cwd: other.path, isFileProtocolAllowed: true });
    assert.match((await allowed.write(args)).stdout, /refs\/heads\/main/);
  });

  it("can be given an own git folder, which the folder's `.git` cannot replace", async () => {
    await using repository = await temporaryRepository();
    await commitFile(repository, 'a', 'a');
    await using slot = await temporaryFolder();
    await writeFile(join(slot.path, '.git'), 'gitdir: /nowhere\n');
    const git = openGit({ cwd: slot.path, gitDir: join(repository.path, '.git'), workTree: slot.path });
    assert.match((await git.read(['status', '--porcelain'])).stdout, /^ D a$/m);
    await git.write(['checkout', '--quiet', '--', 'a']);
    assert.equal(await readFile(join(slot.path, 'a'), 'utf8'), 'a');
  });

  it('takes configuration for one call, and none past the hardening', async () => {
    await using repository = await temporaryRepository();
    const { stdout } = await repository.git.write(['config', '--get', 'my.key'], { config: [['my.key', 'value']] });
    assert.equal(stdout, 'value\n');
    await assert.rejects(repository.git.write(['status'], { env: { GIT_CONFIG_COUNT: '0' } }), InvariantError);
  });

  it("knows its version and the user's own settings", async () => {
    await using repository = await temporaryRepository();
    assert.ok((await gitVersion()).major >= 2);
    assert.equal(await readUserGitConfig(repository.path, 'necrocode.none'), undefined);
    await repository.git.write(['config', '--local', 'necrocode.name', 'A\nB']);
    assert.equal(await readUserGitConfig(repository.path, 'necrocode.name'), 'A\nB');
    await assert.rejects(readUserGitConfig(repository.path, '--list'), InvariantError);
  });
});
