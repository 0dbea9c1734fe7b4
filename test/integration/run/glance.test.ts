// `necrocode status` has a short way, past the parser and past the log. Nobody must be able to tell which way was taken.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { locate } from '../../../src/core/necrocode.ts';
import { openRegistry, registryPaths } from '../../../src/core/registry/registry.ts';
import { agentPaused, attemptOf, startedSpec } from '../../support/registry-events.ts';
import { testRepository } from '../../support/repository.ts';
import { programs } from '../../support/runs.ts';

interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

function necrocode(cwd: string, words: readonly string[], nodeOptions: readonly string[] = []): Ended {
  const argv = [...nodeOptions, join(programs, 'cli.mjs'), ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
    ...{ cwd, encoding: 'utf8', env: { ...process.env, LC_ALL: 'ja_JP.UTF-8' } },
  });
  return { status, stdout, stderr };
}

/** The same status, by the short way and by the long one, without the times that go by meanwhile. */
function statusOf(cwd: string): Ended {
  const [short, long] = [['status'], ['status', '--all']].map((words) => {
    const ended = necrocode(cwd, words);
    return { ...ended, stdout: ended.stdout.replace(/ +\d[\d: hms]*$/gm, '') };
  });
  assert.ok(short);
  assert.deepEqual(short, long);
  return short;
}

describe('the status at a glance', () => {
  const repository = testRepository();
  const { mainWorktree } = repository;
  const { events, snapshot } = registryPaths(mainWorktree);
  after(() => repository[Symbol.dispose]());

  it('is that of the log: before anything is planned, after a snapshot, after later events, without the snapshot', async () => {
    repository.commit({ 'README.md': 'hello\n' });
    assert.match(statusOf(mainWorktree).stdout, /necrocode plan/);
    const { registryDir: dir } = await locate(mainWorktree);
    {
      await using registry = await openRegistry({ dir });
      await registry?.append([...startedSpec('chat-app', 3), ...startedSpec('買い物', 2)]);
      await registry?.append(attemptOf('chat-app', '1').slice(0, 5));
      await registry?.snapshot();
    }
    const atRest = statusOf(mainWorktree);
    assert.equal(atRest.status, 0);
    assert.match(atRest.stdout, /chat-app +chat-app .* 0\/3 +実行中/);
    assert.match(atRest.stdout, /買い物/);
    assert.match(atRest.stdout, /Build part 1 部品/);
    {
      await using registry = await openRegistry({ dir });
      await registry?.append([agentPaused('kiro', Date.now() + 3_600_000)]);
    }
    const later = statusOf(mainWorktree);
    assert.notEqual(later.stdout, atRest.stdout);
    rmSync(snapshot);
    assert.equal(statusOf(mainWorktree).stdout, later.stdout);
  });

  it('warns in one line of a damaged registry', () => {
    const bytes = readFileSync(events);
    bytes[bytes.indexOf(10) + 30] = 0;
    writeFileSync(events, bytes);
    const { status, stderr } = statusOf(mainWorktree);
    assert.equal(status, 0);
    assert.match(stderr, /^! [^\n]*events\.jsonl:2 [^\n]*necrocode doctor[^\n]*\n$/);
  });

  it('tells where no repository is as every command does', () => {
    assert.equal(statusOf('/').status, 1);
  });
});

describe('the program', () => {
  it('tells an old Node that it is too old, and where a newer one is, having loaded nothing that it cannot read', () => {
    const old = 'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"20.1.0"}})';
    const { status, stdout, stderr } = necrocode('/', ['--version'], ['--import', old]);
    assert.deepEqual({ status, stdout }, { status: 1, stdout: '' });
    const [told, way, ...rest] = stderr.split('\n');
    assert.match(told!, /^NecroCode needs Node 22 or newer, this is v[\d.]+\.$/);
    assert.match(way!, /^Use the one beside it: .*node_modules\/node\/bin\/node .*cli\.mjs …$/);
    assert.deepEqual(rest, ['']);
    const imports = readFileSync(join(programs, 'cli.mjs'), 'utf8').matchAll(/\bimport(?:[^("';]*from)?\s*"([^"]+)"/g);
    assert.deepEqual(
      [...imports].map(([, path]) => path),
      ['node:fs'],
    );
  });
});
