import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Cancelled } from '../../../../src/core/base/errors.ts';
import { describeReason, performCleanUp, planCleanUp, type Remains } from '../../../../src/core/cleanup/cleanup.ts';
import { failure, node, sha, story, type Story } from '../../../support/builders.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const other = 'b'.repeat(40);
const day = 86_400_000;

function plan({ state }: Story, remains: Partial<Remains>) {
  const all = { branches: [], slots: [], attemptDirs: [], ...remains };
  return planCleanUp(state, { ...all, now: 100 * day, keepDays: 10 });
}

/** What becomes of one branch that stands on `at`. */
function fate(told: Story, branch: string, at = sha): string {
  const { deleteBranches, kept } = plan(told, { branches: [{ branch, sha: at }] });
  return [
    ...deleteBranches.map(({ reason }) => `deleted: ${reason}`),
    ...kept.map(({ reason }) => `kept: ${reason}`),
  ].join();
}

const started = (task_id: string) => ({
  ...{ type: 'RunnerStarted' as const, spec_id: 'chat', task_id, attempt: 1 },
  data: { pid: 7, start_time: '1', launch: 'launch' },
});

const two = () => story([node('1'), node('2')]).ready('1', '2');
const end = (told: Story) =>
  told.tell({ type: 'RunFinished', run_id: 'run-chat', spec_id: 'chat', data: { outcome: 'failed' } });

describe('planCleanUp', () => {
  describe('a branch', () => {
    const check = (title: string, actual: () => string, expected: string) =>
      it(title, () => assert.equal(actual(), expected));

    check('goes when it is merged', () => fate(two().done('1', 1), 'feature/1'), 'deleted: merged');
    check('stays when it has moved since', () => fate(two().done('1', 1), 'feature/1', other), 'kept: moved_since');
    check('stays while its task is in review', () => fate(two().review('1', 1), 'feature/1'), 'kept: in_use');
    check('stays while an attempt works on it', () => fate(two().start('1'), 'feature/1'), 'kept: in_use');
    check(
      'stays when it is that of a spec whose run has ended without a last pull request',
      () => {
        const ended = {
          run_id: 'run-chat',
          spec_id: 'chat',
          type: 'RunFinished',
          data: { outcome: 'failed' },
        } as const;
        return fate(two().tell(ended), 'necrocode/chat');
      },
      'kept: not_merged',
    );
    check('stays when nobody knows it', () => fate(two(), 'feature/9'), 'kept: unknown_owner');
    check('stays, when it was given up, with its work', () => fate(givenUp(), 'feature/1'), 'kept: not_merged');
    check('stays when the run integrates into it', () => fate(two(), 'necrocode/chat'), 'kept: in_use');
    check('goes with the last merge', () => fate(finished(), 'necrocode/chat'), 'deleted: merged');
  });

  it('releases the slots of settled attempts, and no other', () => {
    const told = story([node('1'), node('2'), node('3'), node('4')]).ready('1', '2', '3', '4');
    // 1 works, 2 waits for delivery in its slot, 3 is in review, 4 has failed.
    for (const id of ['1', '2', '3', '4']) told.assign(id).slot(id, `slot-${id}`).tell(started(id));
    told.succeed('2').succeed('3').fail('4', failure('agent_error'));
    const data = { number: 1, title: '3', head: 'feature/3', base: 'necrocode/chat', head_sha: sha };
    told.tell({ type: 'PROpened', spec_id: 'chat', task_id: '3', attempt: 1, data });
    const slots = ['slot-1', 'slot-2', 'slot-3', 'slot-4', 'slot-5'];
    const { releaseSlots, kept } = plan(told, { slots });
    assert.deepEqual(releaseSlots, [
      { slot: 'slot-3', reason: 'attempt_settled' },
      { slot: 'slot-4', reason: 'attempt_settled' },
    ]);
    assert.deepEqual(kept, [
      { what: 'slot-1', reason: 'in_use' },
      { what: 'slot-2', reason: 'in_use' },
    ]);
  });

  it('removes old folders of attempts that nobody needs', () => {
    const told = two().start('1').fail('1', failure('agent_error'));
    told.tell({ type: 'TaskReady', spec_id: 'chat', task_id: '1', data: {} }).done('2', 1).start('1');
    const dir = (task_id: string, attempt: number, age: number, spec_id = 'chat') => ({
      ...{ path: `/a/${spec_id}/${task_id}/${attempt}`, spec_id, task_id, attempt },
      changed_at: (100 - age) * day,
    });
    const attemptDirs = [dir('1', 1, 20), dir('1', 2, 20), dir('2', 1, 20), dir('2', 1, 5), dir('1', 1, 20, 'gone')];
    const { removeDirs, kept } = plan(told, { attemptDirs });
    assert.deepEqual(removeDirs, [
      { path: '/a/chat/1/1', reason: 'old' },
      { path: '/a/chat/2/1', reason: 'old' },
      { path: '/a/gone/1/1', reason: 'unknown_owner' },
    ]);
    assert.deepEqual(kept, [
      { what: '/a/chat/1/2', reason: 'in_use' },
      { what: '/a/chat/2/1', reason: 'recent' },
    ]);
  });

  it('says every reason in both languages', () => {
    assert.equal(describeReason('not_merged', 'en'), 'holds work that is not merged');
    assert.equal(describeReason('not_merged', 'ja'), '未マージの作業があります');
  });
});

function givenUp(): Story {
  const told = two().review('1', 1);
  told.tell(
    { type: 'PRClosed', spec_id: 'chat', task_id: '1', data: { number: 1, reason: 'no' } },
    { type: 'TaskFailed', spec_id: 'chat', task_id: '1', data: { failure: failure('conflict') } },
  );
  return end(told);
}

function finished(): Story {
  const data = { number: 9, title: 'all', head: 'necrocode/chat', base: 'main', head_sha: sha, is_final: true };
  return end(two().tell({ type: 'PROpened', spec_id: 'chat', data })).tell({
    type: 'PRMerged',
    spec_id: 'chat',
    data: { number: 9, merge_sha: sha, by: 'ann' },
  });
}

describe('performCleanUp', () => {
  it('does what was planned, and goes on when one thing fails', async () => {
    using folder = temporaryFolder();
    const root = join(folder.path, '.kiro');
    const old = join(root, 'artifacts', 'chat', '1', '1');
    await mkdir(old, { recursive: true });
    await writeFile(join(old, 'x'), 'x');
    const released: string[] = [];
    const outcome = await performCleanUp(
      {
        releaseSlots: [
          { slot: 'slot-1', reason: 'attempt_settled' },
          { slot: 'slot-2', reason: 'attempt_settled' },
        ],
        deleteBranches: [
          { branch: 'feature/1', sha, reason: 'merged' },
          { branch: 'feature/2', sha, reason: 'merged' },
        ],
        removeDirs: [
          { path: folder.path, reason: 'old' },
          { path: old, reason: 'old' },
        ],
        kept: [],
      },
      {
        root,
        deleteBranch: async (branch) => branch === 'feature/1',
        releaseSlot: async (slot) => {
          if (slot === 'slot-1') throw new Error('dirty');
          released.push(slot);
        },
      },
    );
    assert.deepEqual(released, ['slot-2']);
    assert.deepEqual(outcome.done, ['slot-2', 'feature/1', old]);
    assert.deepEqual(
      outcome.problems.map(({ what }) => what),
      ['slot-1', 'feature/2', folder.path],
    );
    assert.ok(existsSync(root) && !existsSync(old));
  });

  it('stops between two things when it is told to', async () => {
    const stop = new AbortController();
    const deleted: string[] = [];
    const branches = ['a', 'b'].map((branch) => ({ branch, sha, reason: 'merged' as const }));
    const deleteBranch = async (branch: string) => {
      deleted.push(branch);
      stop.abort(new Cancelled('enough'));
      return true;
    };
    await assert.rejects(
      performCleanUp(
        { releaseSlots: [], deleteBranches: branches, removeDirs: [], kept: [] },
        { root: '/nowhere', deleteBranch, releaseSlot: async () => {}, signal: stop.signal },
      ),
      Cancelled,
    );
    assert.deepEqual(deleted, ['a']);
  });
});
