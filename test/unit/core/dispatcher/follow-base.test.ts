import assert from 'node:assert/strict';
import { finishRun } from '../../../../src/core/dispatcher/perform/finish-run.ts';
import { viewStatus } from '../../../../src/core/model/view-status.ts';
import { node, sha, story } from '../../../support/builders.ts';
import { dispatchOver } from '../../../support/dispatch.ts';

// What becomes of the base while a run delivers to a branch of its own, where the base is here too.

const [moved, again, tip] = ['1'.repeat(40), '2'.repeat(40), '3'.repeat(40)];

/** All is done; the base stands on `base`, and does not merge in these files. */
function finishing() {
  const now = { base: sha, files: [] as string[], isForced: false };
  const tale = story([node('1')])
    .ready('1')
    .done('1', 1);
  tale.tell({ type: 'BaseMoved', spec_id: 'chat', data: { from: sha, sha: tip } });
  const { dispatch, log } = dispatchOver(tale, {
    repository: {
      branchSha: (branch) => Promise.resolve(branch === 'main' ? now.base : tip),
      isAncestor: (commit, of) => Promise.resolve(of === tip ? commit === sha : !now.isForced),
      merge: () =>
        Promise.resolve(
          now.files.length === 0
            ? { kind: 'merged', commit: sha, tree: sha }
            : { kind: 'conflict', files: now.files, evidence: '' },
        ),
    },
  });
  const finish = async (): Promise<string[]> => {
    log.length = 0;
    await finishRun(dispatch, { kind: 'finish_run', key: 'finish', spec_id: 'chat', outcome: 'completed' });
    return [...log];
  };
  const begin = () => {
    const { run } = tale.state.specs.get('chat')!;
    if (run !== undefined) run.state = 'running';
  };
  const reasons = () =>
    viewStatus(tale.state, { now: 0 }).needs.flatMap((need) => (need.kind === 'merge_held' ? [need.reason] : []));
  return { now, finish, begin, reasons, run: () => tale.state.specs.get('chat')!.run };
}

describe('the base of a run that ends', () => {
  it('is nothing to speak of where it stands as it did', async () => {
    const { finish, reasons } = finishing();
    assert.deepEqual(await finish(), ['PROpened', 'RunFinished']);
    assert.deepEqual(reasons(), []);
  });

  it('is told of once when it has moved, and needs nobody while the two merge', async () => {
    const { now, finish, begin, reasons, run } = finishing();
    now.base = moved;
    assert.deepEqual(await finish(), ['BaseMoved', 'PROpened', 'RunFinished']);
    assert.deepEqual(run()?.base_moved, { sha: moved, is_forced: false });
    assert.equal(run()?.tip_sha, tip, 'The branch of the run stays where it is.');
    assert.deepEqual(reasons(), []);
    begin();
    assert.deepEqual(await finish(), ['update', 'PRUpdated', 'RunFinished']);
  });

  it('needs a person as long as the two do not merge', async () => {
    const { now, finish, begin, reasons } = finishing();
    Object.assign(now, { base: moved, files: ['a.ts', 'b.ts'] });
    assert.deepEqual(await finish(), [
      'BaseMoved',
      'PROpened',
      'ConflictDetected',
      'IntegrationFinished',
      'RunFinished',
    ]);
    assert.deepEqual(reasons(), [
      'main has moved since the run began, and does not merge with necrocode/chat: a.ts, b.ts. Merge main into necrocode/chat and solve it there.',
    ]);
    begin();
    Object.assign(now, { base: again, files: [], isForced: true });
    assert.deepEqual(await finish(), ['BaseMoved', 'update', 'PRUpdated', 'IntegrationFinished', 'RunFinished']);
    assert.deepEqual(reasons(), []);
  });

  it('is called rewritten where it has lost what the run began on', async () => {
    const { now, finish, reasons, run } = finishing();
    Object.assign(now, { base: moved, files: ['a.ts'], isForced: true });
    await finish();
    assert.equal(run()?.base_moved?.is_forced, true);
    assert.match(reasons().join(), /^main was rewritten since the run began/);
  });
});
