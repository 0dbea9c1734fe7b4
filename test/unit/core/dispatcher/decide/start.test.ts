import assert from 'node:assert/strict';
import { decide } from '../../../../../src/core/dispatcher/decide.ts';
import { agedAfterMs } from '../../../../../src/core/dispatcher/decide/priority.ts';
import { failure, node, story, world, type Story } from '../../../../support/builders.ts';

type Around = Parameters<typeof world>[0];

function started({ state }: Story, around: Around = {}) {
  return decide(state, world(around)).filter((action) => action.kind === 'start_attempt');
}

function check(tale: Story, expected: string[], around: Around = {}): void {
  assert.deepEqual(
    started(tale, around).map((action) => action.task_id),
    expected,
  );
}

const three = () => story([node('1'), node('2'), node('3')]).ready('1', '2', '3');
const live = (...ids: string[]) => ids.map((id) => `chat/${id}/1`);

describe('starting attempts', () => {
  it('starts no more than the run has workers', () => {
    check(story([node('1'), node('2'), node('3')], { run: { workers: 2 } }).ready('1', '2', '3'), ['1', '2']);
  });

  it('counts what lives and what is on its way', () => {
    check(three().start('1'), ['2', '3'], { followed: live('1') });
    check(three(), ['2', '3'], { inFlight: ['start_attempt:chat/1/1'] });
    check(three().start('1'), ['2', '3'], { followed: live('1'), inFlight: ['start_attempt:chat/1/1'] });
  });

  it('takes a worker for granted only while the runner lives', () => {
    const tale = story([node('1'), node('2')], { run: { workers: 1 } })
      .ready('1', '2')
      .review('1', 1);
    check(tale, ['2']);
  });

  it('follows the capacity where a run says auto', () => {
    const tale = () => story([node('1'), node('2')], { run: { workers: 'auto' } }).ready('1', '2');
    check(tale(), ['1'], { capacity: { workersAuto: 1 } });
    check(tale(), ['1', '2'], { capacity: { workersAuto: 2 } });
  });

  it('keeps to the limit of a pool, and takes the next pool', () => {
    const pools = new Map([
      ['local', { max: 1 }],
      ['box', { max: 1 }],
    ]);
    assert.deepEqual(
      started(three(), { capacity: { pools } }).map(({ task_id, pool }) => [task_id, pool]),
      [
        ['1', 'local'],
        ['2', 'box'],
      ],
    );
    check(three(), [], { capacity: { pools: new Map() } });
  });

  it('keeps to the limit of an agent', () => {
    check(three(), ['1', '2'], { settings: { agents: { kiro: { max_concurrency: 2 } } } });
  });

  it('waits for a resting agent and goes on with another', () => {
    const nodes = [node('1'), node('2', { required_skill: 'qa' }), node('3', { kind: 'checkpoint' })];
    const tale = story(nodes).ready('1', '2', '3');
    tale.tell({ type: 'AgentPaused', data: { agent: 'kiro', until: 5000, reason: '' } });
    check(tale, ['2', '3'], { settings: { skills: { qa: { agent: 'other' } } } });
    check(tale, ['1', '2', '3'], { now: 5000 });
  });

  it('waits for an agent whose quota another one has used up', () => {
    const tale = story([node('1'), node('2', { required_skill: 'qa' })]).ready('1', '2');
    tale.tell({ type: 'AgentPaused', data: { agent: 'kiro-v3', until: 5000, reason: '' } });
    const settings = { skills: { qa: { agent: 'other' } } };
    const quotas = new Map(['kiro', 'kiro-v3'].map((name) => [name, 'program:kiro-cli'] as const));
    check(tale, ['2'], { settings, quotas });
    check(tale, ['1', '2'], { settings, quotas, now: 5000 });
    check(tale, ['1', '2'], { settings });
  });

  it('waits until the time of a task has come', () => {
    const tale = story([node('1')]).tell({
      spec_id: 'chat',
      task_id: '1',
      type: 'TaskReady',
      data: { not_before: 2000 },
    });
    check(tale, [], { now: 1999 });
    check(tale, ['1'], { now: 2000 });
  });

  it('waits until the attempt before has given its slot back', () => {
    const tale = story([node('1')])
      .ready('1')
      .assign('1')
      .slot('1', 's1')
      .lose('1')
      .ready('1');
    check(tale, []);
    check(tale.tell({ type: 'SlotReleased', data: { slot: 's1' } }), ['1']);
  });

  it('tries a lost task in another pool, when there is one', () => {
    const tale = story([node('1')])
      .ready('1')
      .start('1')
      .lose('1')
      .ready('1');
    const pools = new Map([
      ['local', { max: 2 }],
      ['box', { max: 2 }],
    ]);
    assert.equal(started(tale, { capacity: { pools } })[0]?.pool, 'box');
    assert.equal(started(tale)[0]?.pool, 'local');
    assert.equal(started(tale)[0]?.attempt, 2);
  });

  const attended: [who: string, run: object, settings: object, expected: boolean][] = [
    ['an agent', {}, {}, false],
    ['a person when the run says so', { interactive: true }, {}, true],
    ['a person when the agent’s settings say so', {}, { agents: { kiro: { interactive: true } } }, true],
    ['an agent when the run says so', { interactive: false }, { agents: { kiro: { interactive: true } } }, false],
  ];
  for (const [who, run, settings, expected] of attended) {
    it(`gives a task to ${who}, but never a checkpoint to a person`, () => {
      const tale = story([node('1'), node('2', { kind: 'checkpoint' })], { run }).ready('1', '2');
      const actions = started(tale, { settings });
      assert.deepEqual(
        actions.map(({ is_attended }) => is_attended === true),
        [expected, false],
      );
    });
  }

  it('leaves a task with the person who took it over, until they give it up', () => {
    const takenOver = { spec_id: 'chat', task_id: '1', attempt: 1 };
    const tale = (is_final: boolean) =>
      story([node('1')])
        .ready('1')
        .start('1')
        .tell({ ...takenOver, type: 'PersonAwaited', data: { reason: 'taken_over' } })
        .fail('1', failure('cancelled', { is_final }))
        .ready('1');
    assert.equal(started(tale(false))[0]?.is_attended, true);
    assert.equal(started(tale(true))[0]?.is_attended, undefined);
  });

  it('holds nothing back for files that lie with a person', () => {
    const nodes = [node('1', { files: ['src/**'] }), node('2', { files: ['src/a.ts'] })];
    const tale = story(nodes).ready('1', '2').start('1');
    check(tale, [], { followed: live('1') });
    tale.tell({ spec_id: 'chat', task_id: '1', attempt: 1, type: 'PersonAwaited', data: { reason: 'attended' } });
    check(tale, ['2'], { followed: live('1') });
  });

  it('gives every live spirit its own number', () => {
    const tale = three().start('2', { agent_instance: 'general_spirit_1' });
    assert.deepEqual(
      started(tale, { followed: live('2') }).map((action) => action.agent_instance),
      ['general_spirit_2', 'general_spirit_3'],
    );
  });

  describe('orders the ready tasks', () => {
    const rows: [string, () => Story, string][] = [
      ['by explicit priority', () => story([node('1'), node('2', { priority: 1 })], one).ready('1', '2'), '2'],
      [
        'then by the longest path behind them',
        () => story([node('1'), node('2'), node('3', { dependencies: ['2'] })], one).ready('1', '2'),
        '2',
      ],
      [
        'then by age',
        () =>
          story([node('1'), node('2')], one)
            .at(1)
            .ready('2')
            .at(2)
            .ready('1'),
        '2',
      ],
      ['then by their place in the plan', () => story([node('1'), node('2')], one).ready('2', '1'), '1'],
      [
        'with priority before the longest path',
        () => story([node('1', { priority: 1 }), node('2'), node('3', { dependencies: ['2'] })], one).ready('1', '2'),
        '1',
      ],
    ];
    for (const [title, tale, expected] of rows) it(title, () => check(tale(), [expected]));
  });

  it('starts a task of low priority after a bounded wait, but few of them at a time', () => {
    const nodes = [node('low-1'), node('low-2'), node('high-1', { priority: 5 }), node('high-2', { priority: 5 })];
    const tale = () =>
      story(nodes, { run: { workers: 1 } })
        .ready('low-2', 'low-1')
        .at(agedAfterMs - 1)
        .ready('high-1', 'high-2');
    check(tale(), ['high-1'], { now: agedAfterMs - 1 });
    check(tale(), ['low-1'], { now: agedAfterMs });
    const two = story(nodes, { run: { workers: 2 } })
      .ready('low-2', 'low-1')
      .at(agedAfterMs)
      .ready('high-1', 'high-2');
    check(two, ['low-1', 'high-1'], { now: agedAfterMs });
  });

  it('shares the workers between runs of equal priority', () => {
    const a = story([node('a1'), node('a2'), node('a3')], { spec_id: 'a', run: { workers: 4 } }).ready(
      'a1',
      'a2',
      'a3',
    );
    const b = story([node('b1'), node('b2')], { spec_id: 'b', run: { workers: 4 }, beside: a }).ready('b1', 'b2');
    check(b, ['a1', 'b1', 'a2', 'b2']);
  });

  it('keeps each run to its own workers', () => {
    const a = story([node('a1'), node('a2')], { spec_id: 'a', run: { workers: 1 } }).ready('a1', 'a2');
    const b = story([node('b1'), node('b2')], { spec_id: 'b', run: { workers: 2 }, beside: a }).ready('b1', 'b2');
    check(b, ['a1', 'b1']);
  });

  describe('avoids foreseen conflicts', () => {
    const ui = { files: ['src/ui/**'] };
    const nodes = () => [node('1', ui), node('2', { files: ['src/ui/app.ts'] }), node('3', { files: ['docs/a.md'] })];

    it('by starting what does not overlap', () => check(story(nodes()).ready('1', '2', '3'), ['1', '3']));

    it('by waiting for live work, even with an idle worker', () => {
      check(story(nodes()).ready('1', '2').start('1'), [], { followed: live('1') });
    });

    it('by waiting for the train', () => check(story(nodes()).ready('1', '2').review('1', 1), []));

    it('but never by waiting for a person', () => {
      check(
        story(nodes(), { run: { delivery: 'direct' } })
          .ready('1', '2')
          .review('1', 1),
        ['2'],
      );
    });

    it('and not once the other work has landed', () => {
      check(story(nodes()).ready('1', '2').done('1', 1), ['2']);
      check(story(nodes()).ready('1', '2').start('1').fail('1', failure('agent_error')).ready('1'), ['1']);
    });
  });
});

const one = { run: { workers: 1 } };
