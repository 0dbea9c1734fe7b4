// What the command line costs where it is called most: `--version`, and `status` of a spec with ten thousand tasks, against an
// empty program of the same Node.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { openRegistry } from '../../src/core/registry/registry.ts';
import { locate } from '../../src/core/necrocode.ts';
import { testRepository } from '../support/repository.ts';
import { programs } from '../support/runs.ts';
import { startedSpec } from '../support/registry-events.ts';
import { comparePairs, type BenchRow } from './compare.ts';

const cli = join(programs, 'cli.mjs');
const pairs = 15;
const tasks = 10_000;

export async function benchStatus(): Promise<BenchRow[]> {
  using repository = testRepository();
  repository.commit({ 'README.md': 'hello\n' });
  const { registryDir } = await locate(repository.mainWorktree);
  await fill(registryDir);
  const run = (...args: string[]) =>
    execFileSync(process.execPath, args, { cwd: repository.mainWorktree, stdio: ['ignore', 'ignore', 'inherit'] });
  const empty = () => run('-e', '0');
  const compare = (name: string, gate: number, ...words: string[]) =>
    comparePairs({ name, gate, pairs }, () => run(cli, ...words), empty);
  run(cli, 'status');
  return [
    await compare('necrocode --version (ms; peer: node -e 0)', 1.3, '--version'),
    await compare('necrocode status, 10,000 tasks (ms; peer: node -e 0)', 2, 'status'),
    await compare(
      'necrocode status chat-app --json, 10,000 tasks (ms; peer: node -e 0)',
      4,
      'status',
      'chat-app',
      '--json',
    ),
  ];
}

/** What a controller would have left: it must be gone, or the commands would ask it. */
async function fill(dir: string): Promise<void> {
  await using registry = await openRegistry({ dir });
  await registry?.append(startedSpec('chat-app', tasks));
}
