// Damage, wherever it may be: what is torn at the end is cut off and kept, anything else makes the registry read-only.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { systemClock } from '../../../../src/core/base/clock.ts';
import { realDisk } from '../../../../src/core/registry/disk.ts';
import { loadRegistry } from '../../../../src/core/registry/load.ts';
import { pathsIn, type RegistryPaths } from '../../../../src/core/registry/paths.ts';
import { readState } from '../../../../src/core/registry/read.ts';
import { seal } from '../../../../src/core/registry/seal.ts';
import { freezeState } from '../../../../src/core/registry/snapshot.ts';
import { takeOver } from '../../../../src/core/registry/take-over.ts';
import { agentPaused, attemptOf, startedSpec } from '../../../support/registry-events.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

function open(paths: RegistryPaths, segmentLinesMax = 1000) {
  return takeOver({ paths, disk: realDisk, clock: systemClock, segmentLinesMax });
}

/** A log of `agents.length` events, one agent paused by each. */
async function writeAgents(paths: RegistryPaths, agents: string[], segmentLinesMax?: number): Promise<void> {
  await using registry = await open(paths, segmentLinesMax);
  for (const agent of agents) await registry.append([agentPaused(agent)]);
}

function agentsIn(paths: RegistryPaths): { agents: string[]; kinds: string[] } {
  const { state, problems } = loadRegistry(paths, realDisk);
  return { agents: [...state.paused_agents.keys()], kinds: problems.map(({ kind }) => kind) };
}

describe('loading a registry', () => {
  it('finds an empty state where there is nothing', async () => {
    using folder = temporaryFolder();
    const { state, problems } = await readState(`${folder.path}/none`);
    assert.equal(state.seq, 0);
    assert.deepEqual(problems, []);
  });

  it('gives the state that the owner had, from events alone and from snapshot and tail', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    await using registry = await open(paths, 7);
    await registry.append(startedSpec('chat-app', 5));
    await registry.append(attemptOf('chat-app', '2'));
    await registry.snapshot();
    await registry.append(attemptOf('chat-app', '4'));
    assert.equal(freezeState(loadRegistry(paths, realDisk).state), freezeState(registry.state));
    rmSync(paths.snapshot);
    assert.equal(freezeState(loadRegistry(paths, realDisk).state), freezeState(registry.state));
  });

  it('loses nothing but the last record wherever that is cut, and the next owner keeps the rest of it', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    await writeAgents(paths, ['a', 'b', 'c']);
    const whole = readFileSync(paths.events);
    const lastStart = whole.lastIndexOf(10, whole.length - 2) + 1;
    for (let cut = lastStart; cut < whole.length; cut++) {
      writeFileSync(paths.events, whole.subarray(0, cut));
      const kinds = cut === lastStart ? [] : ['torn_record'];
      assert.deepEqual(agentsIn(paths), { agents: ['a', 'b'], kinds }, `cut at ${cut}`);
    }
    {
      await using registry = await open(paths);
      assert.deepEqual(
        registry.problems.map(({ kind }) => kind),
        ['torn_record'],
      );
      await registry.append([agentPaused('d')]);
    }
    assert.deepEqual(agentsIn(paths), { agents: ['a', 'b', 'd'], kinds: [] });
    const [kept] = readdirSync(paths.quarantine);
    assert.deepEqual(readFileSync(`${paths.quarantine}/${kept}`), whole.subarray(lastStart, -1));
  });

  it('never takes a flipped bit for the truth, and never cuts off more than the last record for one', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    await writeAgents(paths, ['a', 'b', 'c']);
    const whole = readFileSync(paths.events);
    const lastStart = whole.lastIndexOf(10, whole.length - 2) + 1;
    const bounds = [0, whole.indexOf(10) + 1, lastStart];
    for (let i = 0; i < whole.length; i++) {
      const flipped = Buffer.from(whole);
      flipped[i] = (flipped[i] ?? 0) ^ (1 << (i % 8));
      writeFileSync(paths.events, flipped);
      const record = bounds.filter((start) => start <= i).length - 1;
      const kinds = record === 2 ? ['torn_record'] : ['damaged_record'];
      assert.deepEqual(agentsIn(paths), { agents: ['a', 'b', 'c'].slice(0, record), kinds }, `byte ${i}`);
      const place = loadRegistry(paths, realDisk).problems[0]?.place;
      assert.deepEqual(place, { file: 'events.jsonl', line: record + 1, offset: bounds[record] });
    }
  });

  it('opens read-only when damage is not at the end, and leaves the file as it is', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    await writeAgents(paths, ['a', 'b', 'c']);
    const damaged = readFileSync(paths.events);
    damaged[20] = 0;
    writeFileSync(paths.events, damaged);
    await using registry = await open(paths);
    assert.equal(registry.isReadOnly, true);
    await assert.rejects(registry.append([agentPaused('d')]), {
      name: 'UserError',
      message: /events\.jsonl:1 \(byte 0\)/,
      hint: /doctor --fix/,
    });
    assert.deepEqual(readFileSync(paths.events), damaged);
  });

  it('names a missing record, a missing segment and a log that is shorter than its snapshot', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    await writeAgents(paths, ['a', 'b', 'c', 'd', 'e', 'f'], 2);
    const whole = readFileSync(paths.events);
    writeFileSync(paths.events, whole.subarray(whole.indexOf(10) + 1));
    assert.deepEqual(agentsIn(paths), { agents: ['a', 'b', 'c', 'd'], kinds: ['missing_record'] });
    writeFileSync(paths.events, whole);
    rmSync(`${paths.dir}/events-000001.jsonl`);
    assert.deepEqual(agentsIn(paths), { agents: [], kinds: ['missing_segment'] });
  });

  it('does not go on from a snapshot that knows more than the log', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    {
      await using registry = await open(paths);
      await registry.append([agentPaused('a')]);
      await registry.append([agentPaused('b')]);
      await registry.snapshot();
    }
    truncateSync(paths.events, readFileSync(paths.events).indexOf(10) + 1);
    assert.deepEqual(agentsIn(paths), { agents: ['a', 'b'], kinds: ['shrunk_log'] });
  });

  it('falls back to the snapshot before when the newest does not match its checksum', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    await using registry = await open(paths);
    for (const agent of ['a', 'b', 'c']) {
      await registry.append([agentPaused(agent)]);
      if (agent !== 'c') await registry.snapshot();
    }
    const damaged = readFileSync(paths.snapshot);
    damaged[damaged.length >> 1] = 1;
    writeFileSync(paths.snapshot, damaged);
    assert.deepEqual(agentsIn(paths), { agents: ['a', 'b', 'c'], kinds: ['damaged_snapshot'] });
    assert.equal(loadRegistry(paths, realDisk).snapshotSeq, 1);
  });

  it('passes over what an owner wrote after it was replaced', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    await writeAgents(paths, ['a']);
    await writeAgents(paths, ['b']);
    const stale = seal({ seq: 3, epoch: 1, at: 1, type: 'AgentPaused', data: agentPaused('ghost').data });
    writeFileSync(paths.events, `${stale}\n`, { flag: 'a' });
    assert.deepEqual(agentsIn(paths), { agents: ['a', 'b'], kinds: ['stale_record'] });
    await writeAgents(paths, ['c']);
    assert.deepEqual(agentsIn(paths), { agents: ['a', 'b', 'c'], kinds: ['stale_record'] });
  });

  it('refuses what a newer version has written, and names the version', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    await writeAgents(paths, ['a']);
    for (const path of [paths.owner, paths.snapshot]) {
      writeFileSync(path, `${seal({ format: 9, epoch: 1 })}\n`);
      assert.throws(() => loadRegistry(paths, realDisk), { name: 'UserError', message: /format 9/ });
      rmSync(path);
    }
  });

  it('takes no notice of an edited tasks.jsonl', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    {
      await using registry = await open(paths);
      await registry.append(startedSpec('chat-app', 2));
      await registry.exportTasks();
    }
    const lines = readFileSync(paths.tasks, 'utf8').trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line) as { task_id: string; state: string }).map((t) => [t.task_id, t.state]),
      [
        ['1', 'blocked'],
        ['2', 'blocked'],
      ],
    );
    writeFileSync(paths.tasks, '\uFEFF<<<<<<< HEAD\r\n');
    assert.deepEqual(agentsIn(paths).kinds, []);
  });
});
