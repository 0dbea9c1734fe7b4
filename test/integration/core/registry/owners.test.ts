// Owners as real processes: killed at any moment, racing for the lock, stopped and overtaken.
import assert from 'node:assert/strict';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { examineRegistry, openRegistry, queryEvents, submitRequest } from '../../../../src/core/registry/registry.ts';
import { acquireKernelLock } from '../../../../src/core/base/kernel-lock.ts';
import { collect } from '../../../support/collect.ts';
import { seededRandom } from '../../../support/faulty-disk.ts';
import { agentPaused } from '../../../support/registry-events.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const program = fileURLToPath(new URL('../../../support/registry-writer.ts', import.meta.url));

interface Writer extends AsyncDisposable {
  child: ChildProcessByStdio<Writable, Readable, null>;
  /** The next line that it prints; undefined at its end. */
  next(): Promise<string | undefined>;
}

function startWriter(dir: string, ...args: string[]): Writer {
  const child = spawn(process.execPath, [program, dir, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    next: async () => {
      const { value, done } = await lines.next();
      return done === true ? undefined : value;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Thirty lives in one folder, each ended by a kill while it writes, rotates and takes snapshots. */
async function checkKills(seed: number): Promise<void> {
  using folder = temporaryFolder();
  const random = seededRandom(seed);
  const acked = new Set<number>();
  const live = async () => {
    await using writer = startWriter(folder.path);
    assert.equal(await writer.next(), 'open');
    const killing = wait(1 + random() * 30).then(() => writer.child.kill('SIGKILL'));
    for (let word = await writer.next(); word !== undefined; word = await writer.next()) acked.add(Number(word));
    await killing;
  };
  for (let kill = 0; kill < 30; kill++) await live();

  const problems = await examineRegistry(folder.path);
  assert.deepEqual(
    problems.filter(({ kind }) => kind !== 'torn_record'),
    [],
  );
  const seqs = (await collect(queryEvents(folder.path))).map(({ seq }) => seq);
  assert.deepEqual(
    seqs,
    seqs.map((_, i) => i + 1),
  );
  assert.ok(acked.size > 50, `only ${acked.size} events were acknowledged`);
  assert.ok(Math.max(...acked) <= seqs.length);
  await using registry = await openRegistry({ dir: folder.path });
  await registry?.append([agentPaused('afterwards')]);
}

describe('registry owners', () => {
  it('lose no acknowledged event to sixty kills', async () => {
    await Promise.all([checkKills(1), checkKills(2)]);
  });

  it('are one at a time, however they race', async () => {
    using folder = temporaryFolder();
    for (let round = 0; round < 50; round++) {
      const asked = await Promise.all([openRegistry({ dir: folder.path }), openRegistry({ dir: folder.path })]);
      assert.equal(asked.filter((registry) => registry !== undefined).length, 1);
      for (const registry of asked) await registry?.[Symbol.asyncDispose]();
    }
  });

  it('are one at a time across processes, and a killed one is replaced at once', async () => {
    using folder = temporaryFolder();
    for (let round = 0; round < 5; round++) {
      await using first = startWriter(folder.path);
      await using second = startWriter(folder.path);
      const words = [await first.next(), await second.next()].sort();
      assert.deepEqual(words, ['held', 'open']);
    }
    await using lock = await acquireKernelLock(folder.path);
    assert.ok(lock);
  });

  it('hear the doorbell of another process', async () => {
    using folder = temporaryFolder();
    await using writer = startWriter(folder.path);
    assert.equal(await writer.next(), 'open');
    const request = { kind: 'stop', request_id: 'q1', by: 'ann', at: 1700000000000 } as const;
    assert.equal(await submitRequest(folder.path, request), true);
  });

  it('write nothing more once they were stopped and another has taken over', async () => {
    using folder = temporaryFolder();
    await using stopped = startWriter(folder.path, '--unlocked');
    const ask = async () => {
      stopped.child.stdin.write('append\n');
      return stopped.next();
    };
    assert.equal(await stopped.next(), 'open');
    assert.equal(await ask(), '1');
    stopped.child.kill('SIGSTOP');
    {
      await using registry = await openRegistry({ dir: folder.path });
      await registry?.append([agentPaused('new owner')]);
    }
    stopped.child.kill('SIGCONT');
    assert.equal(await ask(), 'FencedError');
    assert.equal(await ask(), 'FencedError');
    const events = await collect(queryEvents(folder.path));
    assert.deepEqual(
      events.map(({ seq, epoch }) => [seq, epoch]),
      [
        [1, 1],
        [2, 2],
      ],
    );
  });
});
