// A slot pool on a test repository, with what the tests of the pool ask of it.
import { existsSync, readdirSync } from 'node:fs';
import { createQueue } from '../../../../src/core/base/git-queue.ts';
import { allowedEnvironment } from '../../../../src/core/base/environment.ts';
import { slotSettingsSchema, type SlotSettings } from '../../../../src/core/model/settings.ts';
import { openSlotPool, type SlotPool } from '../../../../src/core/slots/slots.ts';
import { runGit, testRepository, type TestRepository } from '../../../support/repository.ts';

export interface PoolFixture extends AsyncDisposable {
  repository: TestRepository;
  pool: SlotPool;
  /** The first commit. */
  base: string;
  /** What the pool has reported. */
  reports: string[];
  /** Asks for a slot; a branch only when named. */
  acquire(wanted?: Partial<Parameters<SlotPool['acquire']>[0]>): ReturnType<SlotPool['acquire']>;
  /** A pool as the next controller would open it. */
  reopen(settings?: Partial<SlotSettings>): Promise<SlotPool>;
}

export const firstFiles = {
  'README.md': '# Test\n',
  'src/a.txt': 'one\ntwo\nthree\n',
  'src/b.txt': 'b\n',
  '.gitignore': 'node_modules/\n*.log\n.env\n',
};

export interface Arrangement {
  initArgs?: readonly string[];
  /** Brings the repository into the state that the test is about. */
  arrange?: (repository: TestRepository) => void;
}

export async function poolFixture(
  settings: Partial<SlotSettings> = {},
  { initArgs = [], arrange }: Arrangement = {},
): Promise<PoolFixture> {
  const repository = testRepository({ initArgs });
  const base = repository.commit(firstFiles);
  arrange?.(repository);
  const reports: string[] = [];
  const open = (changed: Partial<SlotSettings> = {}): Promise<SlotPool> =>
    openSlotPool({
      ...repository,
      settings: slotSettingsSchema.parse({ ...settings, ...changed }),
      queue: createQueue(),
      env: allowedEnvironment(process.env),
      report: (error, what) => void reports.push(`${what}: ${String(error)}`),
    });
  const opened: SlotPool[] = [await open()];
  const pool = opened[0]!;
  return {
    ...{ repository, pool, base, reports },
    acquire: (wanted) =>
      pool.acquire({ base, branch: undefined, holder: 'chat/1/1', signal: new AbortController().signal, ...wanted }),
    reopen: async (changed) => {
      const next = await open(changed);
      opened.push(next);
      return next;
    },
    [Symbol.asyncDispose]: async () => {
      for (const one of opened) await one[Symbol.asyncDispose]();
      repository[Symbol.dispose]();
    },
  };
}

/** What git says is not as it was committed, ignored files too. */
export function dirtOf(path: string): string {
  return runGit(['status', '--porcelain', '--ignored'], path);
}

/** Git directories of linked worktrees that the repository knows. */
export function gitDirsOf({ commonDir }: TestRepository): string[] {
  const worktrees = `${commonDir}/worktrees`;
  return existsSync(worktrees) ? readdirSync(worktrees).sort() : [];
}
