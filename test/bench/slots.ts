// How quick the slot pool and the conflict radar are, against the plain git commands that do the same: on a repository of 20,000
// files, in memory where the machine has a file system for that. Pairs are interleaved and medians of ratios are told.
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allowedEnvironment } from '../../src/core/base/environment.ts';
import { createQueue } from '../../src/core/base/git-queue.ts';
import { slotSettingsSchema } from '../../src/core/model/settings.ts';
import { openSlotPool, type SlotPool } from '../../src/core/slots/slots.ts';
import { openRepository } from '../../src/core/train/train.ts';
import { runGit } from '../support/repository.ts';

export interface BenchResult {
  name: string;
  /** Milliseconds, medians. */
  ours: number;
  peer: number;
  /** Median of the ratios of the pairs. */
  ratio: number;
  /** The ratio at most; undefined where it is only reported. */
  gate: number | undefined;
}

interface Ground extends Disposable {
  mainWorktree: string;
  commonDir: string;
  folder: string;
  /** The first commit, and one in which 200 files differ. */
  commits: [string, string];
}

const files = 20_000;
/** Of the quick measurements, and of the slow ones. */
const quickPairs = 7;
const pairs = 3;
const heads = 16;

export async function benchSlots(): Promise<BenchResult[]> {
  using ground = makeGround();
  return [...(await benchWarm(ground)), await benchEmptyPool(ground), await benchForecast(ground)];
}

/** 50 files changed and 200 added by the last holder, 200 files different at the next base. */
async function benchWarm(ground: Ground): Promise<BenchResult[]> {
  await using pool = await openPool(ground, 'warm');
  const times = {
    warm: [] as number[],
    same: [] as number[],
    release: [] as number[],
    add: [] as number[],
    raw: [] as number[],
  };
  await pool.release((await acquire(pool, ground.commits[0])).path);
  for (let pair = 0; pair < quickPairs; pair += 1) {
    const [base, next] = pair % 2 === 0 ? ground.commits : ground.commits.toReversed();
    const held = await acquire(pool, base!);
    makeDirty(held.folder);
    times.release.push(await timed(() => pool.release(held.path)));
    times.warm.push(await timed(async () => void (await acquire(pool, next!))));
    await pool.release('slot-1');
    times.same.push(await timed(async () => void (await acquire(pool, next!))));
    await pool.release('slot-1');

    const path = join(ground.folder, `plain-${pair}`);
    times.add.push(
      await timed(async () => runGit(['worktree', 'add', '--quiet', '--detach', path, base!], ground.mainWorktree)),
    );
    makeDirty(path);
    times.raw.push(
      await timed(async () => {
        runGit(['reset', '--quiet', '--hard', next!], path);
        runGit(['clean', '-ffdxq'], path);
      }),
    );
    runGit(['worktree', 'remove', '--force', path], ground.mainWorktree);
  }
  return [
    result('slot: warm acquire, 200 files differ / git worktree add', times.warm, times.add, 0.25),
    result('slot: warm acquire, same tree / git worktree add', times.same, times.add, 0.1),
    result('slot: release, 50 dirty + 200 new, saved / git reset + clean', times.release, times.raw, undefined),
  ];
}

/** Sixteen at once from nothing, against sixteen in a row. */
async function benchEmptyPool(ground: Ground): Promise<BenchResult> {
  const ours: number[] = [];
  const peer: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    await using pool = await openPool(ground, `empty-${pair}`);
    ours.push(
      await timed(async () => {
        await Promise.all(Array.from({ length: heads }, () => acquire(pool, ground.commits[0])));
      }),
    );
    removeFolder(join(ground.folder, `empty-${pair}`), ground);
    const paths = Array.from({ length: heads }, (_, n) => join(ground.folder, 'row', `${n}`));
    peer.push(
      await timed(async () => {
        for (const path of paths) {
          runGit(['worktree', 'add', '--quiet', '--detach', path, ground.commits[0]], ground.mainWorktree);
        }
      }),
    );
    removeFolder(join(ground.folder, 'row'), ground);
  }
  return result('slot: 16 at once, empty pool / 16 git worktree add in a row', ours, peer, 0.75);
}

async function benchForecast(ground: Ground): Promise<BenchResult> {
  const commits = Array.from({ length: heads }, (_, n) => ({ task_id: String(n), commit: commitBranch(ground, n) }));
  const all = commits.flatMap((a, n) => commits.slice(n + 1).map((b) => `${a.commit} ${b.commit}`));
  const input = join(ground.folder, 'pairs');
  writeFileSync(input, `${all.join('\n')}\n`);
  const ours: number[] = [];
  const peer: number[] = [];
  for (let pair = 0; pair < quickPairs; pair += 1) {
    // A new one each time: what has been looked at is kept.
    const repository = openRepository({ ...ground, slotsRoot: ground.folder, queue: createQueue() });
    ours.push(await timed(async () => void (await repository.forecast(commits))));
    const merge = ['-c', `alias.all=!git merge-tree --write-tree --stdin --name-only -z < '${input}'`, 'all'];
    peer.push(await timed(async () => void runGit(merge, ground.mainWorktree)));
  }
  return result('radar: 16 branches / one merge-tree of all 120 pairs', ours, peer, 1);
}

function makeGround(): Ground {
  const parent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const folder = realpathSync(mkdtempSync(join(parent, 'necrocode-bench-')));
  const mainWorktree = join(folder, 'main');
  mkdirSync(mainWorktree);
  runGit(['init', '--quiet', '--initial-branch=main'], mainWorktree);
  for (let n = 0; n < files; n += 1) {
    if (n % 100 === 0) mkdirSync(join(mainWorktree, `d${Math.floor(n / 100)}`));
    writeFileSync(join(mainWorktree, nameOf(n)), sourceText(n));
  }
  const commit = (): string => {
    runGit(['add', '--all'], mainWorktree);
    runGit(['commit', '--quiet', '--message', 'Files'], mainWorktree);
    return runGit(['rev-parse', 'HEAD'], mainWorktree);
  };
  const first = commit();
  runGit(['repack', '--quiet', '-a', '-d'], mainWorktree);
  for (let n = 0; n < 200; n += 1) writeFileSync(join(mainWorktree, nameOf(n * 97)), `changed ${n}\n`);
  const second = commit();
  return {
    ...{ folder, mainWorktree, commonDir: join(mainWorktree, '.git'), commits: [first, second] },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** About 2.8 kB that compress like source code does. */
function sourceText(seed: number): string {
  let chance = seed + 1;
  const word = (): string => {
    chance = (chance * 1_103_515_245 + 12_345) % 2_147_483_648;
    return `word${(chance >> 8) % 700}`;
  };
  return (
    Array.from({ length: 70 }, () => `  ${word()}(${word()}, ${word()}) {}\n`).join('') +
    `// ${seed} ${'x'.repeat(400)}\n`
  );
}

/** Three files each; every fifth branch shares one with the next. */
function commitBranch({ mainWorktree, folder, commits: [base] }: Ground, n: number): string {
  const run = (args: string[]) => runGit(args, mainWorktree, { GIT_INDEX_FILE: join(folder, 'index') });
  run(['read-tree', base]);
  writeFileSync(join(folder, 'blob'), `branch ${n}\n`);
  const blob = run(['hash-object', '-w', join(folder, 'blob')]);
  for (const file of [n * 300, n * 300 + 7, n % 5 === 0 ? (n + 1) * 300 : n * 300 + 9]) {
    run(['update-index', '--cacheinfo', `100644,${blob},${nameOf(file)}`]);
  }
  return run(['commit-tree', '-p', base, '-m', 'Branch', run(['write-tree'])]);
}

function openPool({ mainWorktree, commonDir, folder }: Ground, name: string): Promise<SlotPool> {
  return openSlotPool({
    ...{ mainWorktree, commonDir, root: join(folder, name), settings: slotSettingsSchema.parse({}) },
    ...{ queue: createQueue(), env: allowedEnvironment(process.env), report: (error) => console.error(error) },
  });
}

async function acquire(pool: SlotPool, base: string): Promise<{ path: string; folder: string }> {
  const { signal } = new AbortController();
  const { place } = await pool.acquire({ base, branch: undefined, holder: 'bench', signal });
  return { path: place.name, folder: place.path };
}

function makeDirty(folder: string): void {
  for (let n = 0; n < 50; n += 1) writeFileSync(join(folder, nameOf(n * 311 + 1)), `dirty ${n} ${Math.random()}\n`);
  mkdirSync(join(folder, 'new'), { recursive: true });
  for (let n = 0; n < 200; n += 1) writeFileSync(join(folder, 'new', `${n}.txt`), `new ${n} ${Math.random()}\n`);
}

/** Plain removal and one prune: what it costs is not measured. */
function removeFolder(path: string, { mainWorktree }: Ground): void {
  rmSync(path, { recursive: true, force: true });
  runGit(['worktree', 'prune', '--expire=now'], mainWorktree);
}

function nameOf(n: number): string {
  return `d${Math.floor(n / 100)}/f${n}.txt`;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function result(name: string, ours: readonly number[], peer: readonly number[], gate: number | undefined): BenchResult {
  const ratios = ours.map((value, at) => value / (peer[at] ?? Number.NaN));
  return { name, ours: median(ours), peer: median(peer), ratio: median(ratios), gate };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) / 2;
}
