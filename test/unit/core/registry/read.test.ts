import assert from 'node:assert/strict';
import { systemClock } from '../../../../src/core/base/clock.ts';
import { realDisk } from '../../../../src/core/registry/disk.ts';
import { pathsIn } from '../../../../src/core/registry/paths.ts';
import { followEvents, queryEvents, type EventQuery } from '../../../../src/core/registry/registry.ts';
import { takeOver } from '../../../../src/core/registry/take-over.ts';
import { collect } from '../../../support/collect.ts';
import { agentPaused, attemptOf, startedSpec } from '../../../support/registry-events.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

function openSmall(dir: string) {
  return takeOver({ paths: pathsIn(dir), disk: realDisk, clock: systemClock, segmentLinesMax: 5 });
}

describe('followEvents', () => {
  it('shows what is there and what comes, each once and in order, across rotations and owners', async () => {
    using folder = temporaryFolder();
    const signal = AbortSignal.timeout(20_000);
    {
      await using registry = await openSmall(folder.path);
      for (let i = 1; i <= 12; i++) await registry.append([agentPaused('a', i)]);
    }
    const following = collect(followEvents(folder.path, { sinceSeq: 3, signal, pollMs: 20 }), 47);
    for (let owner = 0; owner < 2; owner++) {
      await using registry = await openSmall(folder.path);
      for (let i = 0; i < 20; i++) await registry.append([agentPaused('b', i)]);
    }
    const seqs = (await following).map(({ seq }) => seq);
    assert.deepEqual(
      seqs,
      Array.from({ length: 47 }, (_, i) => i + 4),
    );
  });

  it('begins before there is a registry, and ends with its signal', async () => {
    using folder = temporaryFolder();
    const stop = new AbortController();
    const events: number[] = [];
    const following = (async () => {
      for await (const { seq } of followEvents(folder.path, { signal: stop.signal, pollMs: 20 })) {
        events.push(seq);
        if (seq === 2) stop.abort();
      }
    })();
    await using registry = await openSmall(folder.path);
    await registry.append([agentPaused('a'), agentPaused('b')]);
    await following;
    assert.deepEqual(events, [1, 2]);
  });
});

describe('queryEvents', () => {
  it('gives the events that match, in order', async () => {
    using folder = temporaryFolder();
    let now = 1000;
    const clock = { ...systemClock, now: () => now };
    await using registry = await takeOver({ paths: pathsIn(folder.path), disk: realDisk, clock, segmentLinesMax: 5 });
    await registry.append(startedSpec('one', 2));
    now = 2000;
    await registry.append(startedSpec('two', 2));
    now = 3000;
    await registry.append(attemptOf('one', '1'));
    await registry.append(attemptOf('two', '2'));

    const check = async (query: EventQuery, expected: number[]) => {
      const events = await collect(queryEvents(folder.path, query));
      assert.deepEqual(
        events.map(({ seq }) => seq),
        expected,
        JSON.stringify(query),
      );
    };
    await check({ spec: 'one' }, [1, 2, 3, 4, 9, 10, 11, 12, 13, 14, 15, 16]);
    await check({ spec: 'two', task: '2' }, [7, 17, 18, 19, 20, 21, 22, 23, 24]);
    await check({ types: ['TaskAssigned', 'RunStarted'] }, [4, 8, 10, 18]);
    await check({ types: ['TaskAssigned'], sinceSeq: 10 }, [18]);
    await check({ sinceAt: 2000, untilAt: 2999 }, [5, 6, 7, 8]);
    await check({ sinceSeq: 21 }, [22, 23, 24]);
    await check({ limit: 2 }, [1, 2]);
    await check({ limit: 0 }, []);
    await check({ spec: 'on' }, []);
  });
});
