// What must be true after every run, however it went: no process, no registry to mend, a sound repository, only slots as further
// worktrees and all of them at rest, and nothing of the user's changed but the boxes of finished tasks.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { TestRun } from './runs.ts';
import type { TestRepository } from './repository.ts';

const leaveMsMax = 20_000;

export interface UserTraces {
  state: ReturnType<TestRepository['userState']>;
  index: string;
  stash: string;
}

/** What belongs to the user: HEAD, index, files, config, branches. What lies below .kiro/ is compared by its status only. */
export function userTraces(repository: TestRepository): UserTraces {
  const { git } = repository;
  const state = repository.userState();
  const status = state.status
    .split('\n')
    .filter((line) => !line.startsWith('?? .kiro/'))
    .join('\n');
  return {
    state: { ...state, status },
    index: git(['ls-files', '--stage']),
    stash: git(['for-each-ref', 'refs/stash']),
  };
}

export async function assertTidy(run: TestRun, before: UserTraces, ticks: readonly string[]): Promise<void> {
  await assertNobodyLeft(run);
  const doctor = await run.necrocode('doctor', '--json');
  const { problems } = JSON.parse(doctor.stdout) as { problems: { place: string }[] };
  // What the repository is by itself (shallow, without a commit) was so before.
  const left = problems.filter(({ place }) => place !== run.repository.mainWorktree);
  assert.deepEqual(left, [], 'The doctor has found something.');
  const { git } = run.repository;
  assert.equal(git(['fsck', '--no-dangling', '--no-progress']), '', 'The repository is damaged.');
  assertSlotsAtRest(run);
  const { state, ...rest } = userTraces(run.repository);
  const ticked = ticks.map((file) => ` M ${file}`);
  const status = state.status.split('\n').filter((line) => !ticked.includes(line));
  assert.deepEqual(
    { ...rest, state: { ...state, status: status.join('\n') } },
    before,
    'Something of the user’s was touched.',
  );
}

/** The controller leaves by itself within a second or so; runners have ended before it. */
export async function assertNobodyLeft(run: TestRun): Promise<void> {
  const deadline = Date.now() + leaveMsMax;
  while (run.processes().length > 0 && Date.now() < deadline) await delay(20);
  assert.deepEqual(run.processes(), [], 'Processes are left behind.');
}

/** Nobody holds a slot any more, so each that git knows is clean and on no branch; what stands aside git does not know. */
function assertSlotsAtRest({ repository: { git, mainWorktree }, home }: TestRun): void {
  for (const entry of git(['worktree', 'list', '--porcelain', '-z']).split('\0\0').filter(Boolean)) {
    const [path = '', ...lines] = entry.split('\0').map((line) => line.replace(/^worktree /, ''));
    if (path === mainWorktree) continue;
    assert.ok(path.startsWith(home), `${path} is a worktree that is no slot.`);
    assert.ok(lines.includes('detached'), `${path} is still on a branch.`);
    assert.equal(git(['status', '--porcelain'], path), '', `${path} is not clean.`);
  }
}
