import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { systemClock } from '../../../../src/core/base/clock.ts';
import { realDisk } from '../../../../src/core/registry/disk.ts';
import { pathsIn } from '../../../../src/core/registry/paths.ts';
import { openRegistry, registryPaths } from '../../../../src/core/registry/registry.ts';
import { takeOver } from '../../../../src/core/registry/take-over.ts';
import type { NewEvent, RegistryEvent } from '../../../../src/core/model/events.ts';
import { agentPaused, attemptOf, completed, startedSpec } from '../../../support/registry-events.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('owned registry', () => {
  it('gives every event the next number and its own epoch', async () => {
    using folder = temporaryFolder();
    for (const epoch of [1, 2, 3]) {
      await using registry = await takeOver({ paths: pathsIn(folder.path), disk: realDisk, clock: systemClock });
      const appended = await registry.append([agentPaused('a'), agentPaused('b')]);
      assert.deepEqual(
        appended.map((event) => [event.seq, event.epoch]),
        [
          [epoch * 2 - 1, epoch],
          [epoch * 2, epoch],
        ],
      );
    }
  });

  it('writes nothing of a batch of which one event cannot be true', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    await using registry = await takeOver({ paths, disk: realDisk, clock: systemClock });
    await registry.append(startedSpec('chat-app', 2));
    const before = readFileSync(paths.events);
    const alongside = registry.append([agentPaused('alongside')]);
    await assert.rejects(registry.append([...attemptOf('chat-app', '1').slice(0, 2), completed('chat-app', '1')]), {
      name: 'InvariantError',
    });
    assert.equal(registry.state.specs.get('chat-app')?.tasks.get('1')?.state, 'blocked');
    assert.equal(registry.state.paused_agents.has('alongside'), true);
    const [event] = await alongside;
    assert.equal(event?.seq, registry.state.seq);
    assert.equal(readFileSync(paths.events).subarray(before.length).toString().split('\n').length, 2);
  });

  it('refuses an event that its schema does not know', async () => {
    using folder = temporaryFolder();
    await using registry = await takeOver({ paths: pathsIn(folder.path), disk: realDisk, clock: systemClock });
    const wrong = { type: 'AgentPaused', data: { agent: 'kiro' } } as unknown as NewEvent;
    await assert.rejects(registry.append([wrong]), { name: 'ZodError' });
    assert.equal(registry.state.seq, 0);
  });

  it('lets callers at once share their syncs', async () => {
    using folder = temporaryFolder();
    let syncs = 0;
    const sync = (fd: number) => {
      syncs += 1;
      return realDisk.sync(fd);
    };
    await using registry = await takeOver({
      paths: pathsIn(folder.path),
      disk: { ...realDisk, sync },
      clock: systemClock,
    });
    syncs = 0;
    const appended = await Promise.all(Array.from({ length: 64 }, (_, i) => registry.append([agentPaused(`a${i}`)])));
    assert.deepEqual(
      appended.map(([event]) => event?.seq),
      Array.from({ length: 64 }, (_, i) => i + 1),
    );
    assert.equal(syncs, 1);
  });

  it('tells listeners after the sync, and is not disturbed by one that throws', async () => {
    using folder = temporaryFolder();
    const troubles: unknown[] = [];
    const heard: RegistryEvent[] = [];
    await using registry = await takeOver({
      paths: pathsIn(folder.path),
      disk: realDisk,
      clock: systemClock,
      onTrouble: (error) => troubles.push(error),
    });
    registry.onAppended(() => {
      throw new Error('a broken view');
    });
    const listening = registry.onAppended((events) => heard.push(...events));
    const appended = await registry.append([agentPaused('a')]);
    listening[Symbol.dispose]();
    await registry.append([agentPaused('b')]);
    assert.deepEqual(heard, appended);
    assert.equal(troubles.length, 2);
  });

  it('rotates its log and loses nothing', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    await using registry = await takeOver({ paths, disk: realDisk, clock: systemClock, segmentLinesMax: 10 });
    for (let i = 0; i < 35; i++) await registry.append([agentPaused('a', i)]);
    assert.deepEqual(
      readdirSync(folder.path).filter((name) => name.startsWith('events')),
      ['events-000001.jsonl', 'events-000002.jsonl', 'events-000003.jsonl', 'events.jsonl'],
    );
    assert.equal(readFileSync(paths.events, 'utf8').split('\n').length, 6);
  });

  it('writes a snapshot when enough has happened', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    {
      await using registry = await takeOver({ paths, disk: realDisk, clock: systemClock, snapshotEventsMax: 20 });
      for (let i = 0; i < 25; i++) await registry.append([agentPaused('a', i)]);
    }
    assert.notEqual(realDisk.mark(paths.snapshot), undefined);
  });

  it('fences itself off when somebody else has written', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    await using registry = await takeOver({ paths, disk: realDisk, clock: systemClock });
    await registry.append([agentPaused('a')]);
    await using usurper = await takeOver({ paths, disk: realDisk, clock: systemClock });
    await usurper.append([agentPaused('b')]);
    await assert.rejects(registry.append([agentPaused('late')]), { name: 'FencedError' });
    await assert.rejects(registry.append([agentPaused('later')]), { name: 'FencedError' });
    await usurper.append([agentPaused('c')]);
    assert.deepEqual([...usurper.state.paused_agents.keys()], ['a', 'b', 'c']);
    appendFileSync(paths.events, 'x');
    await assert.rejects(usurper.append([agentPaused('d')]), { name: 'FencedError' });
  });

  it('finds out without an append that somebody has written to the log or taken it away, and no other time', async () => {
    const deeds = [
      (path: string) => appendFileSync(path, '{"seq":'),
      (path: string) => rmSync(path),
      (path: string) => writeFileSync(path, ''),
    ];
    for (const deed of deeds) {
      using folder = temporaryFolder();
      const paths = pathsIn(folder.path);
      await using registry = await takeOver({ paths, disk: realDisk, clock: systemClock, segmentLinesMax: 2 });
      for (let i = 0; i < 5; i++) {
        const appending = registry.append([agentPaused('a', i)]);
        // It looks while that is on its way, too.
        while ((await Promise.race([appending, setImmediate()])) === undefined) {
          assert.equal(registry.check(), undefined);
        }
        assert.equal(registry.check(), undefined);
      }
      deed(paths.events);
      assert.equal(registry.failure, undefined);
      assert.equal(registry.check()?.name, 'FencedError');
      await assert.rejects(registry.append([agentPaused('late')]), { name: 'FencedError' });
    }
  });

  it('fences itself off when somebody else has rotated, though its own file is as it was', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    const options = { paths, disk: realDisk, clock: systemClock, segmentLinesMax: 1 };
    await using registry = await takeOver(options);
    await registry.append([agentPaused('a')]);
    await using usurper = await takeOver(options);
    await usurper.append([agentPaused('b')]);
    await assert.rejects(registry.append([agentPaused('late')]), { name: 'FencedError' });
  });
});

describe('openRegistry', () => {
  it('lets one owner in at a time', async () => {
    using folder = temporaryFolder();
    const { dir, artifacts } = registryPaths(folder.path);
    assert.equal(artifacts, `${folder.path}/.kiro/artifacts`);
    {
      await using first = await openRegistry({ dir });
      assert.ok(first);
      assert.equal(await openRegistry({ dir }), undefined);
    }
    await using second = await openRegistry({ dir });
    assert.equal(second?.epoch, 2);
  });

  it('leaves the lock free when it cannot open', async () => {
    using folder = temporaryFolder();
    const disk = {
      ...realDisk,
      list: () => {
        throw new Error('EIO');
      },
    };
    await assert.rejects(openRegistry({ dir: folder.path, disk }), /EIO/);
    await using registry = await openRegistry({ dir: folder.path });
    assert.ok(registry);
  });
});
