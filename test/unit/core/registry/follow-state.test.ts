// Whoever follows a registry has, after every update, the very state that reading it would give.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../../src/core/base/clock.ts';
import { applyEvent } from '../../../../src/core/model/apply.ts';
import { emptyState, type State } from '../../../../src/core/model/state.ts';
import { realDisk } from '../../../../src/core/registry/disk.ts';
import { makeRegistryFolders, pathsIn } from '../../../../src/core/registry/paths.ts';
import { followState, readState, repairRegistry, type StateUpdate } from '../../../../src/core/registry/registry.ts';
import { seal } from '../../../../src/core/registry/seal.ts';
import { takeOver } from '../../../../src/core/registry/take-over.ts';
import { agentPaused, attemptOf, completed, startedSpec } from '../../../support/registry-events.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const deadlineMs = 20_000;

function open(dir: string) {
  return takeOver({ paths: pathsIn(dir), disk: realDisk, clock: systemClock, segmentLinesMax: 5 });
}

/** A replica that is fed by the updates, and can be waited for. */
function follow(dir: string, eventsMax?: number) {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(deadlineMs)]);
  const replica = { state: emptyState(), damage: undefined as string | undefined, anew: 0, largest: 0 };
  let wake = () => {};
  const take = (update: StateUpdate) => {
    if (update.kind === 'anew') {
      Object.assign(replica, { state: update.state, damage: update.damage, anew: replica.anew + 1 });
    } else {
      for (const event of update.events) applyEvent(replica.state, event);
      replica.largest = Math.max(replica.largest, update.events.length);
    }
    wake();
  };
  const following = (async () => {
    const options = { signal, pollMs: 20, ...(eventsMax === undefined ? {} : { eventsMax }) };
    for await (const update of followState(dir, options)) take(update);
    wake();
  })();
  return {
    replica,
    async until(isReached: (of: typeof replica) => boolean): Promise<void> {
      while (!isReached(replica)) {
        assert.ok(!signal.aborted, `waited in vain at event ${replica.state.seq}, ${String(replica.damage)}`);
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await following;
    },
  };
}

async function assertSame(state: State, dir: string): Promise<void> {
  assert.deepEqual(state, (await readState(dir)).state);
}

describe('followState', () => {
  it('gives the state once and then every event, across rotations and owners', async () => {
    using folder = temporaryFolder();
    {
      await using registry = await open(folder.path);
      await registry.append(startedSpec('chat', 3));
    }
    await using following = follow(folder.path);
    await following.until(({ anew }) => anew === 1);
    for (const task of ['1', '2', '3']) {
      await using registry = await open(folder.path);
      for (const event of attemptOf('chat', task)) await registry.append([event]);
      await registry.snapshot();
    }
    await following.until(({ state }) => state.seq === 29);
    assert.equal(following.replica.anew, 1);
    await assertSame(following.replica.state, folder.path);
  });

  it('sends no more events at once than it is told to', async () => {
    using folder = temporaryFolder();
    await using following = follow(folder.path, 4);
    await using registry = await open(folder.path);
    await registry.append(Array.from({ length: 40 }, (_, at) => agentPaused('kiro', at)));
    await following.until(({ state }) => state.seq === 40);
    assert.ok(following.replica.largest <= 4, String(following.replica.largest));
  });

  it('begins before there is a folder, and begins anew when the registry is removed or replaced', async () => {
    using folder = temporaryFolder();
    const dir = join(folder.path, 'deep', 'registry');
    await using following = follow(dir);
    await following.until(({ anew }) => anew === 1);
    {
      await using registry = await takeOver({ paths: preparedPaths(dir), disk: realDisk, clock: systemClock });
      await registry.append(startedSpec('one', 4));
    }
    await following.until(({ state }) => state.specs.has('one'));
    cpSync(dir, join(folder.path, 'kept'), { recursive: true });
    rmSync(dir, { recursive: true });
    await following.until(({ state }) => state.seq === 0);
    {
      await using registry = await takeOver({ paths: preparedPaths(dir), disk: realDisk, clock: systemClock });
      await registry.append(startedSpec('two', 9));
    }
    await following.until(({ state }) => state.specs.has('two') && state.seq === 11);
    assert.ok(!following.replica.state.specs.has('one'));
    renameSync(dir, join(folder.path, 'gone'));
    renameSync(join(folder.path, 'kept'), dir);
    await following.until(({ state }) => state.specs.has('one') && state.seq === 6);
    await assertSame(following.replica.state, dir);
  });

  it('notices that other words stand where it has read, however many bytes they are', async () => {
    using folder = temporaryFolder();
    const write = async (agent: string) => {
      await using registry = await takeOver({ paths: pathsIn(folder.path), disk: realDisk, clock: systemClock });
      await registry.append([agentPaused(agent), agentPaused(agent, 2)]);
    };
    await write('a');
    await using following = follow(folder.path);
    await following.until(({ state }) => state.paused_agents.has('a'));
    for (const name of ['events.jsonl', 'snapshot.json', 'owner.json'])
      rmSync(join(folder.path, name), { force: true });
    await write('b');
    await following.until(({ state }) => state.paused_agents.has('b'));
    assert.ok(!following.replica.state.paused_agents.has('a'));
  });

  it('says where the log is damaged, and goes on when it has been mended', async () => {
    using folder = temporaryFolder();
    {
      await using registry = await takeOver({ paths: pathsIn(folder.path), disk: realDisk, clock: systemClock });
      await registry.append([...startedSpec('chat', 2), ...attemptOf('chat', '1')]);
    }
    rmSync(join(folder.path, 'snapshot.json'), { force: true });
    await using following = follow(folder.path);
    await following.until(({ state }) => state.seq === 12);
    const log = join(folder.path, 'events.jsonl');
    const lines = readFileSync(log, 'utf8').split('\n');
    lines[6] = (lines[6] ?? '').replace('kiro', 'kira');
    writeFileSync(log, lines.join('\n'));
    writeFileSync(log, lines.slice(0, 9).join('\n'));
    await following.until(({ damage }) => damage !== undefined);
    assert.match(following.replica.damage ?? '', /^events\.jsonl:7 /);
    assert.equal(following.replica.state.seq, 6);
    await repairRegistry(folder.path);
    await following.until(({ damage }) => damage === undefined);
    await using registry = await takeOver({ paths: pathsIn(folder.path), disk: realDisk, clock: systemClock });
    await registry.append([...attemptOf('chat', '2'), completed('chat', '2')].slice(0, 3));
    await following.until(({ state }) => state.slots.has('slot-2'));
    await assertSame(following.replica.state, folder.path);
  });

  it('says that a newer version has written the registry', async () => {
    using folder = temporaryFolder();
    await (await open(folder.path))[Symbol.asyncDispose]();
    const owner = join(folder.path, 'owner.json');
    writeFileSync(owner, `${seal({ format: 99, epoch: 1, pid: 1, at: 1 })}\n`);
    await using following = follow(folder.path);
    await following.until(({ anew }) => anew === 1);
    assert.match(following.replica.damage ?? '', /format 99/);
  });
});

function preparedPaths(dir: string) {
  const paths = pathsIn(dir);
  makeRegistryFolders(paths);
  return paths;
}
