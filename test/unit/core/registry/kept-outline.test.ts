// The outline in the snapshot is either what folding the log gives, or is not used.
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { systemClock } from '../../../../src/core/base/clock.ts';
import { outlineStatus } from '../../../../src/core/model/view-status.ts';
import { realDisk } from '../../../../src/core/registry/disk.ts';
import { keptOutline } from '../../../../src/core/registry/kept-outline.ts';
import { loadRegistry } from '../../../../src/core/registry/load.ts';
import { pathsIn, type RegistryPaths } from '../../../../src/core/registry/paths.ts';
import { readOutline, readState } from '../../../../src/core/registry/read.ts';
import { seal, unseal } from '../../../../src/core/registry/seal.ts';
import { takeOver } from '../../../../src/core/registry/take-over.ts';
import { agentPaused, attemptOf, startedSpec } from '../../../support/registry-events.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

function open(paths: RegistryPaths, segmentLinesMax = 1000) {
  return takeOver({ paths, disk: realDisk, clock: systemClock, segmentLinesMax });
}

/** Two specs, one of a Japanese title, at rest: the log ends where the snapshot was taken. */
async function writeRegistry(paths: RegistryPaths): Promise<void> {
  await using registry = await open(paths);
  const [planned, ...rest] = startedSpec('chat-app', 3);
  assert.equal(planned?.type, 'SpecPlanned');
  await registry.append([{ ...planned, data: { ...planned.data, title: 'チャット アプリ 😀' } }, ...rest]);
  await registry.append([...attemptOf('chat-app', '1').slice(0, 5), agentPaused('kiro', 5000)]);
  await registry.append(startedSpec('shop', 2));
  await registry.snapshot();
}

/** The lines of the newest snapshot as objects, without their seals. */
function snapshotLines(paths: RegistryPaths): Record<string, unknown>[] {
  const lines = readFileSync(paths.snapshot, 'utf8').trimEnd().split('\n');
  return lines.map((line) => unseal(Buffer.from(line)) as Record<string, unknown>);
}

function writeSnapshot(paths: RegistryPaths, lines: readonly object[]): void {
  writeFileSync(paths.snapshot, lines.map((line) => `${seal(line)}\n`).join(''));
}

function foldedOutline(paths: RegistryPaths) {
  return outlineStatus(loadRegistry(paths, realDisk).state);
}

describe('the outline that a snapshot keeps', () => {
  it('is what folding the log gives, with all specs and their titles', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    await writeRegistry(paths);
    const kept = keptOutline(paths.dir);
    assert.deepEqual(kept, foldedOutline(paths));
    assert.deepEqual(
      kept?.specs.map(({ title }) => title),
      ['チャット アプリ 😀', 'shop'],
    );
    assert.equal(kept?.live.length, 1);
    rmSync(paths.snapshot);
    const { outline } = await readOutline(paths.dir);
    assert.deepEqual(outline, kept);
  });

  it('is found again after another owner has come and gone without a word', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    await writeRegistry(paths);
    {
      await using _registry = await open(paths);
    }
    assert.deepEqual(keptOutline(paths.dir), foldedOutline(paths));
  });

  const changes: [string, (paths: RegistryPaths) => void | Promise<void>][] = [
    ['an event was appended', (paths) => append(paths)],
    ['the log was rotated', (paths) => append(paths, 1)],
    ['a record is being written', ({ events }) => appendFileSync(events, '{"seq":')],
    ['the log was cut', ({ events }) => truncateSync(events, 10)],
    ['the log is gone', ({ events }) => rmSync(events)],
    ['the segment was closed', ({ events, dir }) => renameSync(events, `${dir}/events-000001.jsonl`)],
    ['the snapshot is gone', ({ snapshot }) => rmSync(snapshot)],
    ['the snapshot is empty', ({ snapshot }) => writeFileSync(snapshot, '')],
  ];
  for (const [what, change] of changes) {
    it(`is not used when ${what}`, async () => {
      using folder = temporaryFolder();
      const paths = pathsIn(folder.path);
      await writeRegistry(paths);
      await change(paths);
      assert.equal(keptOutline(paths.dir), undefined);
      const [{ outline, problems }, read] = [await readOutline(paths.dir), await readState(paths.dir)];
      assert.deepEqual(outline, outlineStatus(read.state));
      assert.deepEqual(problems, read.problems);
    });
  }

  async function append(paths: RegistryPaths, segmentLinesMax?: number): Promise<void> {
    await using registry = await open(paths, segmentLinesMax);
    await registry.append([agentPaused('claude', 9000)]);
  }

  it('is not used when any of its bytes is wrong, and the state is read all the same', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    await writeRegistry(paths);
    const whole = readFileSync(paths.snapshot);
    const expected = foldedOutline(paths);
    for (let i = 0; i <= whole.indexOf(10); i += 7) {
      const flipped = Buffer.from(whole);
      flipped[i] = (flipped[i] ?? 0) ^ (1 << (i % 8));
      writeFileSync(paths.snapshot, flipped);
      assert.equal(keptOutline(paths.dir), undefined, `byte ${i}`);
      const { outline, problems } = await readOutline(paths.dir);
      assert.deepEqual(outline, expected);
      assert.deepEqual(
        problems.map(({ kind }) => kind),
        ['damaged_snapshot'],
      );
    }
  });

  it('is not used in another format, older or newer', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    await writeRegistry(paths);
    const [head = {}, body = {}] = snapshotLines(paths);
    writeSnapshot(paths, [{ ...head, outline: { ...(head['outline'] as object), format: 99 } }, body]);
    assert.equal(keptOutline(paths.dir), undefined);
    writeSnapshot(paths, [{ ...head, format: 99 }, body]);
    assert.throws(() => keptOutline(paths.dir), { name: 'UserError', message: /format 99/ });
  });
});

describe('a snapshot', () => {
  it('of the first format, one line without an outline, is still read', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    await writeRegistry(paths);
    const { state } = loadRegistry(paths, realDisk);
    const [head, body] = snapshotLines(paths);
    writeSnapshot(paths, [{ format: 1, position: head?.['position'], state: body?.['state'] }]);
    assert.equal(keptOutline(paths.dir), undefined);
    const loaded = loadRegistry(paths, realDisk);
    assert.equal(loaded.snapshotSeq, state.seq);
    assert.deepEqual(loaded.state, state);
    assert.deepEqual(loaded.problems, []);
  });

  it('whose second line is damaged or missing is not read', async () => {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    await writeRegistry(paths);
    const { state } = loadRegistry(paths, realDisk);
    const whole = readFileSync(paths.snapshot);
    const headEnd = whole.indexOf(10);
    for (const end of [headEnd, headEnd + 1, headEnd + 100, whole.length - 2]) {
      writeFileSync(paths.snapshot, whole.subarray(0, end));
      const loaded = loadRegistry(paths, realDisk);
      assert.equal(loaded.snapshotSeq, 0, `cut at ${end}`);
      assert.deepEqual(loaded.state, state);
      assert.deepEqual(
        loaded.problems.map(({ kind }) => kind),
        ['damaged_snapshot'],
      );
    }
  });
});

describe('an owner that leaves', () => {
  /** Plans `count` tasks, comes again to append one event, and says whether the outline is at hand then. */
  async function isKept(count: number): Promise<boolean> {
    using folder = temporaryFolder();
    const paths = pathsIn(folder.path);
    {
      await using registry = await open(paths, 10_000);
      await registry.append(startedSpec('chat-app', count));
    }
    {
      await using registry = await open(paths, 10_000);
      await registry.append([agentPaused('kiro')]);
    }
    const kept = keptOutline(paths.dir);
    if (kept !== undefined) assert.deepEqual(kept, foldedOutline(paths));
    return kept !== undefined;
  }

  it('keeps an outline of a large state whatever it has appended, and of a small one when that pays', async () => {
    assert.equal(await isKept(1000), true);
    assert.equal(await isKept(10), false);
  });
});
