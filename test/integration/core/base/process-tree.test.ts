import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { InvariantError } from '../../../../src/core/base/errors.ts';
import { identify, isAlive, readProcess } from '../../../../src/core/base/process-identity.ts';
import { findMarked, killTree, markerVariable } from '../../../../src/core/base/process-tree.ts';

interface Tree extends AsyncDisposable {
  child: ChildProcess;
  pid: number;
  marker: string;
}

/** Starts a script in a group of its own and waits until it prints that it is up. */
async function startTree(name: string, script: string): Promise<Tree> {
  const marker = `${name}-${String(process.pid)}`;
  const env = { PATH: process.env['PATH'] ?? '', [markerVariable]: marker };
  const child = spawn('sh', ['-c', script], { env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  child.stdout.destroy();
  const pid = child.pid!;
  return {
    child,
    pid,
    marker,
    [Symbol.asyncDispose]: async () => void (await killTree({ group: pid, marker }, { graceMs: 0 })),
  };
}

describe('the identity of a process', () => {
  it('is the same as long as it lives, and never that of another with its pid', async () => {
    await using tree = await startTree('identity', 'echo up; exec sleep 600');
    const identity = identify(tree.pid)!;
    assert.deepEqual(identify(tree.pid), identity);
    assert.ok(isAlive(identity));
    assert.ok(!isAlive({ ...identity, startTime: '1' }));
    assert.ok(!isAlive({ ...identity, bootId: 'another boot' }));
    await killTree({ identity }, { graceMs: 2000 });
    assert.ok(!isAlive(identity));
    assert.equal(identify(2 ** 30), undefined);
  });

  it('survives a program name with spaces and parentheses', async () => {
    await using tree = await startTree(
      'comm',
      `printf 'a) R 1' > /proc/self/comm; echo up; while :; do sleep 0.05; done`,
    );
    assert.equal(readProcess(tree.pid)?.group, tree.pid);
  });
});

describe('ending a tree of processes', () => {
  it('ends a group, what left it with setsid, and what ignores TERM', async () => {
    const script = `trap "" TERM; (setsid sh -c 'trap "" TERM; sleep 600 & sleep 600' &); sleep 600 & echo up; sleep 600; sleep 600`;
    await using tree = await startTree('stubborn', script);
    const { killed, survivors } = await killTree({ group: tree.pid, marker: tree.marker }, { graceMs: 100 });
    assert.deepEqual(survivors, []);
    assert.ok(killed >= 4, String(killed));
    assert.deepEqual(findMarked(tree.marker), []);
  });

  it('ends what forks faster than one pass can see', async () => {
    await using tree = await startTree('forks', 'echo up; while :; do (sleep 0.05; sleep 0.05) & sleep 0.002; done');
    const { survivors } = await killTree({ marker: tree.marker }, { graceMs: 0 });
    assert.deepEqual(survivors, []);
    assert.deepEqual(findMarked(tree.marker), []);
  });

  it('ends what was stopped', async () => {
    await using tree = await startTree('stopped', 'echo up; exec sleep 600');
    tree.child.kill('SIGSTOP');
    await killTree({ group: tree.pid }, { graceMs: 5000 });
    assert.equal(identify(tree.pid), undefined);
  });

  it('touches nobody when the pid has passed to another process', async () => {
    await using tree = await startTree('reused', 'echo up; exec sleep 600');
    const former = { ...identify(tree.pid)!, startTime: '1' };
    assert.deepEqual(await killTree({ group: tree.pid, identity: former }, { graceMs: 0 }), {
      killed: 0,
      survivors: [],
    });
    assert.ok(identify(tree.pid) !== undefined);
  });

  it('finds by a marker also the parts of it, and by a part nothing else', async () => {
    await using whole = await startTree('whole', 'echo up; exec sleep 600');
    await using _part = await startTree('part', `export ${markerVariable}=${whole.marker}:check; echo up; sleep 600`);
    await killTree({ marker: `${whole.marker}:check` }, { graceMs: 2000 });
    assert.deepEqual(
      findMarked(whole.marker).map(({ pid }) => pid),
      [whole.pid],
    );
  });

  it('finds nobody by an unknown marker or a marker that is only the beginning of one', async () => {
    await using tree = await startTree('marked', 'echo up; exec sleep 600');
    assert.equal(findMarked(tree.marker).length, 1);
    assert.deepEqual(findMarked(tree.marker.slice(0, -1)), []);
    assert.deepEqual(await killTree({ marker: 'nobody-has-this' }, { graceMs: 5000 }), { killed: 0, survivors: [] });
  });

  it('refuses our own group and those that mean everybody', async () => {
    for (const group of [readProcess(process.pid)!.group, 1, 0, -1]) {
      await assert.rejects(killTree({ group }, { graceMs: 0 }), InvariantError);
    }
  });

  it('cuts the grace short when it is called off, but still kills', async () => {
    await using tree = await startTree('grace', 'trap "" TERM; echo up; while :; do sleep 0.05; done');
    const { survivors } = await killTree({ group: tree.pid }, { graceMs: 600_000, signal: AbortSignal.abort() });
    assert.deepEqual(survivors, []);
    assert.equal(identify(tree.pid), undefined);
  });
});
