// Every operation that the registry asks of its disk fails once, in each way; the power is cut at each. Whatever was acknowledged
// must be there afterwards, and the next owner must be able to go on.
import assert from 'node:assert/strict';
import { realDisk, type Disk } from '../../../../src/core/registry/disk.ts';
import { loadRegistry } from '../../../../src/core/registry/load.ts';
import { pathsIn } from '../../../../src/core/registry/paths.ts';
import { isBlocking } from '../../../../src/core/registry/problems.ts';
import { queryEvents } from '../../../../src/core/registry/read.ts';
import { takeOver } from '../../../../src/core/registry/take-over.ts';
import { systemClock } from '../../../../src/core/base/clock.ts';
import type { RegistryEvent } from '../../../../src/core/model/events.ts';
import { collect } from '../../../support/collect.ts';
import { faultyDisk, seededRandom, type Fault } from '../../../support/faulty-disk.ts';
import { agentPaused, attemptOf, startedSpec } from '../../../support/registry-events.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const limits = { clock: systemClock, segmentLinesMax: 6, snapshotEventsMax: 9 };

/** A life of a registry with everything in it: batches, callers at once, rotations, snapshots, a second owner. */
async function live(dir: string, disk: Disk, acked: RegistryEvent[]): Promise<void> {
  for (const spec of ['one', 'two']) {
    await using registry = await takeOver({ paths: pathsIn(dir), disk, ...limits });
    const append = async (events: Parameters<typeof registry.append>[0]) => {
      acked.push(...(await registry.append(events)));
    };
    await append(startedSpec(spec, 3));
    const alongside = await Promise.allSettled(['a', 'b', 'c'].map((agent) => append([agentPaused(agent)])));
    for (const result of alongside) if (result.status === 'rejected') throw result.reason;
    await append(attemptOf(spec, '1'));
    await registry.snapshot();
    await registry.exportTasks();
    await append([agentPaused('d', 1, 'x'.repeat(3000))]);
  }
}

async function checkFault(fault: Fault, failAt: number, seed: number): Promise<boolean> {
  using folder = temporaryFolder();
  const disk = faultyDisk({ fault, failAt, random: seededRandom(seed * 1000 + failAt) });
  const acked: RegistryEvent[] = [];
  try {
    await live(folder.path, disk, acked);
  } catch (error) {
    if (disk.operations() < failAt) throw error;
  }
  disk.restore();

  const paths = pathsIn(folder.path);
  const { problems } = loadRegistry(paths, realDisk);
  assert.deepEqual(problems.filter(isBlocking), [], `${fault} at ${failAt}`);
  await using registry = await takeOver({
    paths,
    disk: faultyDisk({ fault, failAt: Infinity, random: Math.random }),
    ...limits,
  });
  await registry.append([agentPaused('afterwards')]);
  const stored = await collect(queryEvents(folder.path));
  assert.deepEqual(
    stored.map(({ seq }) => seq),
    stored.map((_, i) => i + 1),
    'numbers are dense',
  );
  for (const event of acked) assert.deepEqual(stored[event.seq - 1], event, `${fault} at ${failAt}`);
  assert.equal(stored.at(-1)?.type, 'AgentPaused');
  return disk.operations() >= failAt;
}

describe('registry under a failing disk', () => {
  const faults: Fault[] = ['EIO', 'ENOSPC', 'power cut'];
  for (const fault of faults) {
    it(`keeps every acknowledged event when any one operation meets ${fault}`, async () => {
      let tried = 0;
      const seeds = fault === 'power cut' ? [1, 2] : [1];
      for (const seed of seeds) {
        for (let failAt = 1; await checkFault(fault, failAt, seed); failAt++) tried += 1;
      }
      assert.ok(tried > 80 * seeds.length, `only ${tried} operations were tried`);
    });
  }

  it('goes on after a full disk, with nothing of the refused events in the log', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    const disk = { ...realDisk };
    await using registry = await takeOver({ paths, disk, ...limits });
    await registry.append([agentPaused('before')]);
    disk.write = (fd, bytes) => realDisk.write(fd, bytes.subarray(0, bytes.length >> 1));
    await assert.rejects(registry.append([agentPaused('refused')]), { name: 'WriteRefusedError' });
    assert.deepEqual([...registry.state.paused_agents.keys()], ['before']);
    disk.write = realDisk.write;
    await registry.append([agentPaused('after')]);
    assert.deepEqual([...registry.state.paused_agents.keys()], ['before', 'after']);
    assert.deepEqual(
      (await collect(queryEvents(folder.path))).map(({ seq, data }) => [seq, 'agent' in data && data.agent]),
      [
        [1, 'before'],
        [2, 'after'],
      ],
    );
  });

  it('writes nothing more once the disk has failed to confirm', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    const disk = { ...realDisk };
    await using registry = await takeOver({ paths, disk, ...limits });
    disk.sync = () => Promise.reject(new Error('EIO'));
    await assert.rejects(registry.append([agentPaused('lost')]), { name: 'PoisonedError' });
    disk.sync = realDisk.sync;
    await assert.rejects(registry.append([agentPaused('later')]), { name: 'PoisonedError' });
    assert.equal(registry.isReadOnly, true);
  });
});
