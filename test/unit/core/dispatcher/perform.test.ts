import assert from 'node:assert/strict';
import { decide } from '../../../../src/core/dispatcher/decide.ts';
import { answerOnly } from '../../../../src/core/dispatcher/loop.ts';
import { finishRun } from '../../../../src/core/dispatcher/perform/finish-run.ts';
import { giveUp } from '../../../../src/core/dispatcher/perform/give-up.ts';
import { startAttempt } from '../../../../src/core/dispatcher/perform/start-attempt.ts';
import { acceptMerge } from '../../../../src/core/dispatcher/requests/pulls.ts';
import { acceptStop } from '../../../../src/core/dispatcher/requests/steer.ts';
import { takeOver } from '../../../../src/core/dispatcher/take-over.ts';
import { UserError } from '../../../../src/core/base/errors.ts';
import type { Request } from '../../../../src/core/model/requests.ts';
import { failure, node, sha, story, world, type Story } from '../../../support/builders.ts';
import { dispatchOver, type Around } from '../../../support/dispatch.ts';

const of = { spec_id: 'chat', task_id: '1', attempt: 1 };
const begun = { spec_id: 'chat', type: 'IntegrationStarted' as const, data: { number: 1, tip: sha, head: sha } };
const asked = { request_id: 'a', by: 'a person', at: 0 };

const two = (): Story => story([node('1'), node('2')]).ready('1', '2');

describe('an action that keeps failing', () => {
  it('fails its own task, and leaves the step of another on the train', async () => {
    const { dispatch, log } = dispatchOver(two().review('1', 1).tell(begun).start('2').succeed('2'));
    await giveUp(dispatch, { kind: 'deliver_attempt', key: 'a', ...of, task_id: '2' }, new Error('no'));
    await giveUp(dispatch, { kind: 'integrate', key: 'b', spec_id: 'chat', number: 1 }, new Error('no'));
    assert.deepEqual(log, ['TaskFailed 2', 'IntegrationFinished 1', 'TaskFailed 1']);
  });

  it('ends an attempt that cannot be followed: first its runner, then its place', async () => {
    const { dispatch, log } = dispatchOver(two().start('1'));
    await giveUp(dispatch, { kind: 'adopt_attempt', key: 'a', ...of }, new Error('unreadable'));
    assert.deepEqual(log, ['stop', 'RunnerFinished 1']);
  });

  it('takes a slot out of use that cannot be given back, so that nothing waits for it any more', async () => {
    const tale = two().assign('1').slot('1', 's1').lose('1');
    const asksForIt = () => decide(tale.state, world()).some(({ kind }) => kind === 'release_slot');
    assert.equal(asksForIt(), true);
    const { dispatch, log } = dispatchOver(tale);
    await giveUp(dispatch, { kind: 'release_slot', key: 'a', slot: 's1' }, new Error('the disk is gone'));
    assert.deepEqual(log, ['SlotQuarantined']);
    assert.match(tale.state.slots.get('s1')?.reason ?? '', /release_slot kept failing: the disk is gone/);
    assert.equal(asksForIt(), false);
  });
});

describe('startAttempt', () => {
  it('kills a runner that it can start but not follow, before it gives up the place', async () => {
    const tale = two();
    const follow: Around['follow'] = () => {
      throw new Error('the log is a folder');
    };
    const { dispatch, log } = dispatchOver(tale, { follow });
    const action = decide(tale.state, world()).find(({ kind }) => kind === 'start_attempt');
    assert.ok(action?.kind === 'start_attempt');
    await startAttempt(dispatch, action);
    assert.deepEqual(log, ['TaskAssigned 1', 'SlotAllocated 1', 'launch', 'stop', 'RunnerFinished 1']);
    assert.equal(tale.task('1').attempts[0]?.failure?.kind, 'infra_lost');
  });
});

describe('finishRun', () => {
  const finish = { kind: 'finish_run', key: 'a', spec_id: 'chat', outcome: 'failed' } as const;
  const over = () =>
    two()
      .done('1', 1)
      .tell({ spec_id: 'chat', task_id: '2', type: 'TaskFailed', data: { failure: failure('conflict') } });

  it('records the outcome', async () => {
    const { dispatch, log } = dispatchOver(over());
    await finishRun(dispatch, finish);
    assert.deepEqual(log, ['RunFinished']);
  });

  it('lets the run go on when a person asks for a task again meanwhile', async () => {
    const tale = over();
    const retry = { spec_id: 'chat', task_id: '2', type: 'RetryRequested' as const, data: { by: 'a person' } };
    const { dispatch, log } = dispatchOver(tale, { tick: () => void tale.tell(retry) });
    await finishRun(dispatch, finish);
    assert.deepEqual(log, []);
  });
});

describe('takeOver', () => {
  it('ends the step of the train before it lets the slot pool clean what nobody holds', async () => {
    const { dispatch, log } = dispatchOver(two().review('1', 1).tell(begun));
    await takeOver(dispatch);
    assert.deepEqual(log, ['IntegrationFinished 1', 'adopt']);
  });
});

describe('a request', () => {
  it('to stop pauses all runs before it ends the first runner', async () => {
    const { dispatch, log } = dispatchOver(two().start('1'));
    await acceptStop(dispatch, { ...asked, kind: 'stop' });
    assert.deepEqual(log, ['RunPaused', 'stop', 'RunnerFinished 1', 'TaskReady 1']);
  });

  it('to merge is refused while the train has the pull request in hand', async () => {
    const merge = { ...asked, kind: 'merge', number: 1 } as const;
    const { dispatch, log } = dispatchOver(two().review('1', 1).tell(begun));
    await assert.rejects(acceptMerge(dispatch, merge), UserError);
    assert.deepEqual(log, []);
  });

  it('for work is told to whoever answers without a controller', async () => {
    const cases: [Request, boolean][] = [
      [{ ...asked, kind: 'pause', spec_id: 'chat' }, false],
      [{ ...asked, kind: 'execute', spec_id: 'chat' }, true],
    ];
    for (const [request, isWork] of cases) {
      const { dispatch } = dispatchOver(two(), { requests: [request] });
      assert.equal(await answerOnly(dispatch.ports), isWork);
    }
  });
});
