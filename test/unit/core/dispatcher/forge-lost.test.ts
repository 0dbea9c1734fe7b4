import assert from 'node:assert/strict';
import { NotYet, Unavailable } from '../../../../src/core/base/unavailable.ts';
import { noteForgeBack, noteForgeLost } from '../../../../src/core/dispatcher/perform/forge-lost.ts';
import { integrate } from '../../../../src/core/dispatcher/perform/integrate.ts';
import { node, sha, story } from '../../../support/builders.ts';
import { dispatchOver } from '../../../support/dispatch.ts';

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

  it('is back as soon as it has done something, and that is told once', async () => {
    const { dispatch, log } = onGithub();
    await noteForgeBack(dispatch);
    await noteForgeLost(dispatch, away);
    await noteForgeBack(dispatch);
    await noteForgeBack(dispatch);
    assert.deepEqual(log, ['ForgeLost', 'ForgeBack']);
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
