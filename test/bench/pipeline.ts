// What the pipeline costs beside the work itself: a hundred tasks that each write one file, with two workers, from the first
// request to the last merge, against a shell that does the same git commands and runs the same agent, two at once.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { assertNobodyLeft } from '../support/tidy.ts';
import { runGit, testRepository } from '../support/repository.ts';
import { assertStatus, testRun } from '../support/runs.ts';
import { comparePairs, type BenchRow } from './compare.ts';

const workers = 2;
const pairs = 1;
const agent = resolve(import.meta.dirname, '../support/agents/succeeds.mjs');

export async function benchPipeline(tasks = 100): Promise<BenchRow[]> {
  const name = `${tasks} tasks of one file, ${workers} workers (ms; peer: the same git commands in a shell)`;
  return [
    await comparePairs(
      { name, gate: 1.3, pairs },
      () => runPipeline(tasks),
      () => runShell(tasks),
    ),
  ];
}

async function runPipeline(tasks: number): Promise<void> {
  await using run = await testRun({ agent: [process.execPath, agent], settings: { verify: ['git --version'] } });
  run.plan(Array.from({ length: tasks }, (_, n) => ({ id: String(n + 1) })));
  assertStatus(await run.necrocode('execute', 'demo', '--workers', String(workers)), 0);
  await assertNobodyLeft(run);
}

/** Both halves at once; only the merge is done one at a time, under a lock. */
const script = `
set -eu
slot() {
  git worktree add --quiet --detach "$1" main
  for task in $(seq "$2" ${workers} "$3"); do
    tip=$(git rev-parse necrocode/demo)
    git -C "$1" reset --quiet --hard "$tip"
    git -C "$1" clean -ffdxq
    (cd "$1" && NECROCODE_TASK_ID=$task "$NODE" "$AGENT" > /dev/null && git --version > /dev/null)
    git -C "$1" add --all
    git -C "$1" commit --quiet --message "Task $task"
    head=$(git -C "$1" rev-parse HEAD)
    git diff --numstat "$tip" "$head" > /dev/null
    git update-ref "refs/heads/feature/task-$task" "$head"
    (
      flock 9
      tip=$(git rev-parse necrocode/demo)
      tree=$(git merge-tree --write-tree "$tip" "$head")
      merge=$(git commit-tree -p "$tip" -p "$head" -m "Merge $task" "$tree")
      git -C "$1" reset --quiet --hard "$merge"
      (cd "$1" && git --version > /dev/null)
      git update-ref refs/heads/necrocode/demo "$merge" "$tip"
    ) 9> .git/train.lock
    git update-ref -d "refs/heads/feature/task-$task"
  done
}
git branch necrocode/demo main
for n in $(seq 1 ${workers}); do slot "$SLOTS/$n" "$n" "$1" & pids="\${pids:-} $!"; done
for pid in $pids; do wait "$pid"; done
`;

function runShell(tasks: number): void {
  using repository = testRepository();
  repository.commit({ 'README.md': 'hello\n' });
  const slots = join(repository.folder, 'slots');
  mkdirSync(slots);
  writeFileSync(join(repository.folder, 'peer.sh'), script);
  runGit(['config', 'user.name', 'Alice'], repository.mainWorktree);
  runGit(['config', 'user.email', 'alice@example.org'], repository.mainWorktree);
  execFileSync('bash', [join(repository.folder, 'peer.sh'), String(tasks)], {
    cwd: repository.mainWorktree,
    env: { ...process.env, NODE: process.execPath, AGENT: agent, SLOTS: slots },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
