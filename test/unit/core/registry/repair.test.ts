// `doctor` and `doctor --fix`: every damage is named, and after the repair the registry is whole and can be written.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../../src/core/base/clock.ts';
import { realDisk } from '../../../../src/core/registry/disk.ts';
import { pathsIn, type RegistryPaths } from '../../../../src/core/registry/paths.ts';
import { examineRegistry, openRegistry, queryEvents, repairRegistry } from '../../../../src/core/registry/registry.ts';
import { seal } from '../../../../src/core/registry/seal.ts';
import { takeOver } from '../../../../src/core/registry/take-over.ts';
import { collect } from '../../../support/collect.ts';
import { agentPaused } from '../../../support/registry-events.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const agents = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

/** Seven events in three segments of three, with a snapshot after `snapshotAt` of them. */
async function write(paths: RegistryPaths, snapshotAt?: number): Promise<void> {
  await using registry = await takeOver({ paths, disk: realDisk, clock: systemClock, segmentLinesMax: 3 });
  for (const [i, agent] of agents.entries()) {
    await registry.append([agentPaused(agent)]);
    if (i + 1 === snapshotAt) await registry.snapshot();
  }
}

function damage(path: string, at = 30): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

/** Other words in a snapshot, under seals that hold. */
function falsify(path: string, from: string, to: string): void {
  const lines = readFileSync(path, 'utf8').replace(from, to).trimEnd().split('\n');
  const sealed = lines.map((line) => seal(JSON.parse(line.replace(/,"crc":"\w+"\}$/, '}')) as object));
  writeFileSync(path, `${sealed.join('\n')}\n`);
}

interface Case {
  name: string;
  snapshotAt?: number;
  harm: (paths: RegistryPaths) => void;
  found: string[];
  /** What the state knows afterwards. */
  kept: string[];
  /** Found again after the repair. */
  left?: string[];
}

const cases: Case[] = [
  { name: 'nothing wrong', harm: () => {}, found: [], kept: agents },
  {
    name: 'a torn record',
    harm: ({ events }) => truncateSync(events, 50),
    found: ['torn_record'],
    kept: agents.slice(0, 6),
  },
  {
    name: 'damage in the middle of the log',
    harm: ({ dir }) => damage(join(dir, 'events-000002.jsonl')),
    found: ['damaged_record'],
    kept: agents.slice(0, 3),
  },
  {
    name: 'damage that the snapshot makes up for',
    snapshotAt: 5,
    harm: ({ dir }) => damage(join(dir, 'events-000001.jsonl')),
    found: ['damaged_history'],
    kept: agents,
  },
  {
    name: 'damage after the snapshot',
    snapshotAt: 2,
    harm: ({ dir }) => damage(join(dir, 'events-000002.jsonl')),
    found: ['damaged_record'],
    kept: agents.slice(0, 3),
  },
  {
    name: 'a segment that is gone',
    harm: ({ dir }) => rmSync(join(dir, 'events-000001.jsonl')),
    found: ['missing_segment'],
    kept: [],
  },
  {
    name: 'the newest finished segment gone',
    harm: ({ dir }) => rmSync(join(dir, 'events-000002.jsonl')),
    found: ['missing_record'],
    kept: agents.slice(0, 3),
  },
  {
    name: 'a log that is shorter than its snapshot',
    snapshotAt: 7,
    harm: ({ events }) => truncateSync(events, 0),
    found: ['shrunk_log'],
    kept: agents,
  },
  {
    name: 'a log that is gone',
    snapshotAt: 7,
    harm: ({ dir }) => readdirSync(dir).forEach((name) => name.startsWith('events') && rmSync(join(dir, name))),
    found: ['shrunk_log', 'damaged_history', 'damaged_history'],
    kept: agents,
    left: ['damaged_history', 'damaged_history'],
  },
  {
    name: 'a damaged snapshot',
    snapshotAt: 4,
    harm: ({ snapshot }) => damage(snapshot),
    found: ['damaged_snapshot'],
    kept: agents,
  },
  {
    name: 'a snapshot that says something else than the log',
    snapshotAt: 4,
    harm: ({ snapshot }) => falsify(snapshot, '["b",1]', '["b",2]'),
    found: ['differing_snapshot'],
    kept: agents,
  },
  {
    name: 'a snapshot with the outline of another state',
    snapshotAt: 4,
    harm: ({ snapshot }) => falsify(snapshot, '"agent":"b","until":1', '"agent":"b","until":2'),
    found: ['differing_snapshot'],
    kept: agents,
  },
  {
    name: 'a bad request',
    harm: ({ inbox }) => writeFileSync(join(inbox, '1700000000000-0123456789abcdef.json'), '{}'),
    found: ['bad_request'],
    kept: agents,
  },
];

describe('examining and repairing a registry', () => {
  for (const { name, snapshotAt, harm, found, kept, left = [] } of cases) {
    it(`deals with ${name}`, async () => {
      using folder = temporaryFolder();
      const paths = pathsIn(folder.path);
      await write(paths, snapshotAt);
      harm(paths);
      const kinds = async () => (await examineRegistry(folder.path)).map(({ kind }) => kind);
      assert.deepEqual(await kinds(), found);
      assert.deepEqual(await kinds(), found, 'examining changes nothing');

      const done = await repairRegistry(folder.path);
      assert.match(done.at(-1) ?? '', /The registry goes on with event \d+ in epoch \d+\./);
      assert.deepEqual(await kinds(), left);
      await using registry = await openRegistry({ dir: folder.path });
      await registry?.append([agentPaused('z')]);
      assert.deepEqual([...(registry?.state.paused_agents.keys() ?? [])], [...kept, 'z']);
      const [last] = (await collect(queryEvents(folder.path))).slice(-1);
      assert.equal(last?.seq, kept.length + 1);
    });
  }

  it('does not repair what a controller owns', async () => {
    using folder = temporaryFolder();
    await using registry = await openRegistry({ dir: folder.path });
    assert.ok(registry);
    await assert.rejects(repairRegistry(folder.path), { name: 'UserError' });
  });
});
