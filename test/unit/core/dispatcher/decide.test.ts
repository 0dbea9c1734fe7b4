import assert from 'node:assert/strict';
import type { World } from '../../../../src/core/dispatcher/actions.ts';
import { decide, nextDue } from '../../../../src/core/dispatcher/decide.ts';
import { fromSnapshot, toSnapshot } from '../../../../src/core/model/state.ts';
import { describeAction, failure, node, sha, short, story, world, type Story } from '../../../support/builders.ts';

function check({ state }: Story, expected: string[], around: World = world()): void {
  assert.deepEqual(decide(state, around).map(describeAction), expected);
}

const chain = () => [node('1'), node('2', { dependencies: ['1'] }), node('3', { dependencies: ['2'] })];

describe('decide', () => {
  describe('opens edges', () => {
    it('announces the tasks that wait for nothing, in one batch', () => {
      check(story([node('1'), node('2'), node('3', { dependencies: ['1', '2'] })]), [
        'append(TaskReady 1, TaskReady 2)',
      ]);
    });

    it('opens an edge when the dependency is done, and not a state earlier', () => {
      const tale = story(chain()).ready('1').review('1', 1);
      check(tale, ['integrate #1']);
      tale.tell(
        { spec_id: 'chat', task_id: '1', type: 'PRMerged', data: { number: 1, merge_sha: sha } },
        { spec_id: 'chat', task_id: '1', type: 'TaskCompleted', data: {} },
      );
      check(tale, ['append(TaskReady 2)']);
    });

    it('counts what the plan has settled as done', () => {
      const nodes = [node('1', { status: 'done' }), node('2', { status: 'skipped' })];
      check(story([...nodes, node('3', { dependencies: ['1', '2'] })]), ['append(TaskReady 3)']);
    });

    it('says once, and through everything in between, that a failed task stands in the way', () => {
      const tale = story(chain()).ready('1').start('1').fail('1', failure('policy_violation'));
      check(tale, ['append(TaskFailed 1)']);
      tale.tell({ spec_id: 'chat', task_id: '1', type: 'TaskFailed', data: { failure: failure('policy_violation') } });
      const [action] = decide(tale.state, world());
      assert.ok(action?.kind === 'append');
      assert.deepEqual(
        action.events.map((event) => event.data),
        [
          { by: ['1'], reason: '1 has failed.' },
          { by: ['1'], reason: '1 has failed.' },
        ],
      );
      tale.tell(...action.events);
      check(tale, ['finish_run failed']);
    });

    it('takes the cause back when a person asks for the failed task again', () => {
      const blocked = { by: ['1'], reason: '1 has failed.' };
      const tale = story([node('1'), node('2', { dependencies: ['1'] })])
        .tell({ spec_id: 'chat', task_id: '1', type: 'TaskFailed', data: { failure: failure('conflict') } })
        .tell({ spec_id: 'chat', task_id: '2', type: 'TaskBlocked', data: blocked })
        .tell({ spec_id: 'chat', task_id: '1', type: 'RetryRequested', data: { by: 'a person' } });
      check(tale, ['append(TaskReady 1, TaskBlocked 2)']);
    });

    it('under --only runs the chosen tasks and blocks those that need another one', () => {
      const nodes = [node('1'), node('2', { dependencies: ['1'] }), node('3'), node('4')];
      const tale = story(nodes, { run: { only: ['2', '3'] } });
      const [action] = decide(tale.state, world());
      assert.ok(action?.kind === 'append');
      assert.deepEqual(action.events.map(short), ['TaskBlocked 2', 'TaskReady 3']);
      assert.deepEqual(action.events[0]?.data, { by: ['1'], reason: '1 is not done and not chosen for this run.' });
      tale.tell(...action.events).done('3', 1);
      check(tale, ['finish_run failed']);
    });

    it('never opens an edge to a task that does not exist', () => {
      const tale = story([node('1', { dependencies: ['ghost'] })]);
      check(tale, ['append(TaskBlocked 1)']);
      tale.tell({ spec_id: 'chat', task_id: '1', type: 'TaskBlocked', data: { by: ['ghost'], reason: '' } });
      check(tale, ['finish_run failed']);
    });

    it('notes nothing while an earlier batch is on its way to the disk', () => {
      check(story([node('1')]), [], world({ inFlight: ['append:chat:2'] }));
    });
  });

  describe('looks after attempts', () => {
    const running = () =>
      story([node('1')])
        .ready('1')
        .start('1');
    const key = 'chat/1/1';
    const rows: [string, () => Story, Parameters<typeof world>[0], string[]][] = [
      ['leaves a followed one alone', running, { followed: [key] }, []],
      ['adopts one that nobody follows', running, {}, ['adopt_attempt 1']],
      ['does not adopt twice', running, { inFlight: [`adopt_attempt:${key}`] }, []],
      ['does not adopt what is just being started', running, { inFlight: [`start_attempt:${key}`] }, []],
      [
        'looks for a silent one, even while its start is in flight',
        running,
        { followed: [key], silent: new Set([key]), inFlight: [`start_attempt:${key}`] },
        ['probe_attempt 1'],
      ],
      [
        'gives a slot the time to be made',
        () =>
          story([node('1')])
            .ready('1')
            .assign('1'),
        { followed: [key], silent: new Set([key]) },
        [],
      ],
      [
        'looks after all for a runner that never spoke',
        () =>
          story([node('1')])
            .ready('1')
            .assign('1'),
        { followed: [key], silent: new Set([key]), now: 3_600_000 },
        ['probe_attempt 1'],
      ],
      ['delivers a verified commit', () => running().succeed('1'), {}, ['deliver_attempt 1']],
      ['delivers it once', () => running().succeed('1'), { inFlight: [`deliver_attempt:${key}`] }, []],
      [
        'completes a checkpoint that has passed',
        () =>
          story([node('1', { kind: 'checkpoint' })])
            .ready('1')
            .start('1')
            .succeed('1'),
        {},
        ['append(TaskCompleted 1)'],
      ],
      ['tries again after a loss', () => running().lose('1'), {}, ['append(TaskReady 1)']],
      [
        'lets the agent rest when its quota is used up',
        () => running().fail('1', failure('quota', { reset_at: 9000 })),
        {},
        ['append(AgentPaused 1, TaskReady 1)'],
      ],
    ];
    for (const [title, tale, around, expected] of rows) it(title, () => check(tale(), expected, world(around)));
  });

  describe('gives slots back', () => {
    const held = () =>
      story([node('1'), node('2')])
        .ready('1')
        .assign('1')
        .slot('1', 's1');
    const start = { spec_id: 'chat', task_id: '1', attempt: 1 };
    const rows: [string, () => Story, Parameters<typeof world>[0], boolean][] = [
      ['keeps that of a live attempt', held, {}, false],
      ['keeps it until the commit is delivered', () => held().succeed('1'), {}, false],
      [
        'keeps it while its attempt is being stopped',
        () => held().lose('1'),
        { inFlight: ['stop_attempt:chat/1/1'] },
        false,
      ],
      ['releases it after a failure', () => held().lose('1'), {}, true],
      ['does not release it twice', () => held().lose('1'), { inFlight: ['release_slot:s1'] }, false],
      [
        'releases it once the pull request is open',
        () =>
          held()
            .succeed('1')
            .tell({ ...start, type: 'PROpened', data: { number: 1, title: '', head: 'h', base: 'b', head_sha: sha } }),
        {},
        true,
      ],
      [
        'releases it when the task is given up while the commit waits',
        () =>
          held()
            .succeed('1')
            .tell({ ...start, type: 'TaskCancelled', data: { reason: '' } }),
        {},
        true,
      ],
    ];
    for (const [title, tale, around, isReleased] of rows) {
      it(title, () => {
        const kinds = decide(tale().state, world({ followed: ['chat/1/1'], ...around })).map(describeAction);
        assert.equal(kinds.includes('release_slot s1'), isReleased);
      });
    }
  });

  it('lets a paused run deliver what was running, but starts and integrates nothing', () => {
    const tale = story([node('1'), node('2'), node('3')])
      .ready('1', '2', '3')
      .review('1', 1)
      .start('2')
      .succeed('2');
    tale.tell({ spec_id: 'chat', type: 'RunPaused', data: { by: 'a person' } });
    check(tale, ['deliver_attempt 2']);
  });

  it('forecasts conflicts where branches have changed, once at a time', () => {
    const tale = story([node('1')])
      .ready('1')
      .start('1');
    const around = { followed: ['chat/1/1'], forecastDue: new Set(['chat']) };
    check(tale, ['forecast_conflicts chat'], world(around));
    check(tale, [], world({ ...around, inFlight: ['forecast_conflicts:chat'] }));
  });

  it('gives the same answer for a state that was saved and read again, and changes nothing', () => {
    const tale = story(chain()).ready('1').start('1').lose('1');
    const before = JSON.stringify(toSnapshot(tale.state));
    const answer = decide(tale.state, world());
    assert.equal(JSON.stringify(toSnapshot(tale.state)), before);
    assert.deepEqual(decide(fromSnapshot(JSON.parse(before)), world()), answer);
  });

  it('sees a changed plan at once', () => {
    const tale = story([node('1'), node('2', { dependencies: ['1'] })]);
    decide(tale.state, world());
    const data = { taskset_version: 2, node: node('2') };
    tale.tell({ spec_id: 'chat', task_id: '2', type: 'TaskUpdated', data });
    check(tale, ['append(TaskReady 1, TaskReady 2)']);
  });
});

describe('nextDue', () => {
  const rows: [string, () => Story, number | undefined][] = [
    ['nothing, when time changes nothing', () => story([node('1')]).ready('1'), undefined],
    ['the end of a back-off', () => story([node('1')]).tell(laterReady(5000)), 5000],
    ['nothing that has passed', () => story([node('1')]).tell(laterReady(500)), undefined],
    [
      'the end of a pause, when that is sooner',
      () =>
        story([node('1')])
          .tell(laterReady(5000))
          .tell({ type: 'AgentPaused', data: { agent: 'kiro', until: 3000, reason: '' } }),
      3000,
    ],
  ];
  for (const [title, tale, expected] of rows) {
    it(`names ${title}`, () => assert.equal(nextDue(tale().state, 1000), expected));
  }
});

function laterReady(not_before: number) {
  return { spec_id: 'chat', task_id: '1', type: 'TaskReady' as const, data: { not_before } };
}
