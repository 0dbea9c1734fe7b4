import assert from 'node:assert/strict';
import { NotYet, Unavailable } from '../../../../src/core/base/unavailable.ts';
import { noteDone, noteForgeLost } from '../../../../src/core/dispatcher/perform/forge-lost.ts';
import { integrate } from '../../../../src/core/dispatcher/perform/integrate.ts';
import { node, sha, story } from '../../../support/builders.ts';
import { dispatchOver } from '../../../support/dispatch.ts';

const deliver = { kind: 'deliver_attempt', key: 'k', spec_id: 'chat', task_id: '1', attempt: 1 } as const;
const away = new Unavailable('GitHub does not answer.', { waitMs: 60_000 });

function onGithub(forge: 'github' | 'local' = 'github') {
  return dispatchOver(
    story([node('1')], { run: { forge } })
      .ready('1')
      .review('1', 1),
  );
}

describe('a forge out of reach', () => {
  it('is told once, however often it is found so', async () => {
    const { dispatch, log } = onGithub();
    await noteForgeLost(dispatch, away);
    await noteForgeLost(dispatch, away);
    assert.deepEqual(log, ['ForgeLost']);
  });

  it('is not worth a word while the wait is short', async () => {
    const { dispatch, log } = onGithub();
    await noteForgeLost(dispatch, new Unavailable('GitHub wants to be asked less often.', { waitMs: 2000 }));
    assert.deepEqual(log, []);
  });

  it('is none that answers with a no', async () => {
    const { dispatch, log } = onGithub();
    await noteForgeLost(dispatch, new NotYet('The check "ci" is expected.', 60_000));
    assert.deepEqual(log, []);
  });

  it('is back as soon as something was done that needs it', async () => {
    const { dispatch, log } = onGithub();
    await noteForgeLost(dispatch, away);
    await noteDone(dispatch, { kind: 'release_slot', key: 'k', slot: 'slot-1' });
    assert.deepEqual(log, ['ForgeLost'], 'A slot needs no forge.');
    await noteDone(dispatch, { kind: 'finish_run', key: 'k', spec_id: 'chat', outcome: 'failed' });
    assert.deepEqual(log, ['ForgeLost'], 'Neither does a run that has failed.');
    await noteDone(dispatch, deliver);
    await noteDone(dispatch, deliver);
    assert.deepEqual(log, ['ForgeLost', 'ForgeBack']);
  });

  it('is still away when something was delivered elsewhere', async () => {
    const { dispatch, log } = onGithub('local');
    await noteForgeLost(dispatch, away);
    await noteDone(dispatch, deliver);
    assert.deepEqual(log, ['ForgeLost']);
  });
});

describe('a train that finds its task gone back', () => {
  it('leaves it alone', async () => {
    const told = story([node('1')])
      .ready('1')
      .review('1', 1);
    const { dispatch, log } = dispatchOver(told, {
      repository: {
        // While it looks for the tip, somebody asks for changes.
        branchSha: () => {
          const of = { run_id: 'run-chat', spec_id: 'chat', task_id: '1' };
          if (told.task('1').state === 'review') {
            const retry_of = { kind: 'changes_requested', message: 'Shorter.' } as const;
            told.tell({ ...of, type: 'TaskReady', data: { retry_of } });
          }
          return Promise.resolve(sha);
        },
      },
    });
    await integrate(dispatch, { kind: 'integrate', key: 'k', spec_id: 'chat', number: 1 });
    assert.deepEqual(log, []);
  });
});
