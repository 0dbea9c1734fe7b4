import assert from 'node:assert/strict';
import type { World } from '../../../../../src/core/dispatcher/actions.ts';
import { decide } from '../../../../../src/core/dispatcher/decide.ts';
import { describeAction, failure, node, sha, story, world, type Story } from '../../../../support/builders.ts';

function check({ state }: Story, expected: string[], around: World = world()): void {
  assert.deepEqual(decide(state, around).map(describeAction), expected);
}

const chain = () => [node('1'), node('2', { dependencies: ['1'] }), node('3', { dependencies: ['2'] })];

describe('how a run ends: it', () => {
  describe('cancels', () => {
    const cancelRun = { spec_id: 'chat', type: 'CancelRequested' as const, data: { by: 'a person' } };
    const cancelTask = { ...cancelRun, task_id: '1' };
    const merged = { number: 1, merge_sha: sha };
    const rows: [string, () => Story, string[]][] = [
      ['a waiting task', () => story(chain()).tell(cancelTask), ['append(TaskCancelled 1)']],
      [
        'a ready task',
        () =>
          story([node('1')])
            .ready('1')
            .tell(cancelTask),
        ['append(TaskCancelled 1)'],
      ],
      [
        'a running task, by its runner',
        () =>
          story([node('1')])
            .ready('1')
            .start('1')
            .tell(cancelTask),
        ['stop_attempt 1'],
      ],
      [
        'a stopped task',
        () =>
          story([node('1')])
            .ready('1')
            .start('1')
            .tell(cancelTask)
            .fail('1', failure('cancelled')),
        ['append(TaskCancelled 1)'],
      ],
      [
        'a verified task before it is delivered',
        () =>
          story([node('1')])
            .ready('1')
            .start('1')
            .succeed('1')
            .tell(cancelTask),
        ['append(TaskCancelled 1)'],
      ],
      [
        'a task in review',
        () =>
          story([node('1')])
            .ready('1')
            .review('1', 1)
            .tell(cancelTask),
        ['append(TaskCancelled 1)'],
      ],
      [
        'nothing that has landed already',
        () =>
          story([node('1')])
            .ready('1')
            .review('1', 1)
            .tell(cancelTask, { spec_id: 'chat', type: 'PRMerged', data: merged }),
        ['append(TaskCompleted 1)'],
      ],
      [
        'a whole run',
        () => story(chain()).tell(cancelRun),
        ['append(TaskCancelled 1, TaskCancelled 2, TaskCancelled 3)'],
      ],
    ];
    for (const [title, tale, expected] of rows) {
      it(title, () => check(tale(), expected, world({ followed: ['chat/1/1'] })));
    }

    it('ends the run as cancelled once nothing of it lives', () => {
      const tale = story([node('1')]).tell(cancelRun);
      tale.tell({ spec_id: 'chat', task_id: '1', type: 'TaskCancelled', data: { reason: '' } });
      check(tale, ['finish_run cancelled']);
    });

    it('waits for the train that holds the pull request', () => {
      const tale = story([node('1')])
        .ready('1')
        .review('1', 1);
      tale.tell(cancelTask, {
        spec_id: 'chat',
        task_id: '1',
        type: 'IntegrationStarted',
        data: { number: 1, tip: sha, head: sha },
      });
      check(tale, [], world({ inFlight: ['integrate:chat:1'] }));
    });
  });

  describe('finishes a run', () => {
    const rows: [string, () => Story, Parameters<typeof world>[0], string[]][] = [
      [
        'completed, when all is done',
        () =>
          story([node('1')])
            .ready('1')
            .done('1', 1),
        {},
        ['finish_run completed'],
      ],
      [
        'completed, when the plan was done before',
        () => story([node('1', { status: 'done' })]),
        {},
        ['finish_run completed'],
      ],
      ['once', () => story([]), { inFlight: ['finish_run:chat:run-chat'] }, []],
      ['not while work is in flight', () => story([]), { inFlight: ['integrate:chat:1'] }, []],
      ['not while a task waits for its time', () => story([node('1')]).tell(laterReady(5000)), {}, []],
      [
        'cancelled, when a person cancelled all that there was',
        () => story([node('1')]).tell({ spec_id: 'chat', task_id: '1', type: 'TaskCancelled', data: { reason: '' } }),
        {},
        ['finish_run cancelled'],
      ],
    ];
    for (const [title, tale, around, expected] of rows) it(title, () => check(tale(), expected, world(around)));

    it('and then has nothing more to say', () => {
      const tale = story([]).tell({ spec_id: 'chat', type: 'RunFinished', data: { outcome: 'completed' } });
      check(tale, []);
    });
  });
});

function laterReady(not_before: number) {
  return { spec_id: 'chat', task_id: '1', type: 'TaskReady' as const, data: { not_before } };
}
