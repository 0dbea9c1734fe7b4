import assert from 'node:assert/strict';
import { viewPulls } from '../../../../src/core/model/view-pulls.ts';
import { viewRun } from '../../../../src/core/model/view-run.ts';
import { viewTimeline } from '../../../../src/core/model/view-timeline.ts';
import { failure, node, story, type Story } from '../../../support/builders.ts';

const specOf = ({ state }: Story) => state.specs.get('chat')!;

describe('the view of a run', () => {
  it('adds up what the attempts took, and how long the run has lasted', () => {
    const chat = story([node('1'), node('2')])
      .ready('1', '2')
      .at(1000)
      .start('1')
      .start('2');
    chat.at(4000).succeed('1');
    const run = viewRun(specOf(chat), { now: 6000 });
    assert.deepEqual([run.elapsed_ms, run.work_ms, run.attempts, run.lanes], [6000, 3000 + 5000, 2, 2]);
    assert.deepEqual(
      run.tasks.map((task) => task.work_ms),
      [3000, 5000],
    );
  });

  it('keeps an attempt in its lane while others come and go', () => {
    const chat = story([node('1'), node('2'), node('3')])
      .ready('1', '2', '3')
      .start('1')
      .start('2');
    chat.at(1000).succeed('1').start('3');
    const lanes = viewRun(specOf(chat), { now: 2000 }).live.map(({ task_id, lane }) => [task_id, lane]);
    assert.deepEqual(lanes, [
      ['3', 1],
      ['2', 2],
    ]);
  });

  it('counts the chosen tasks apart from those of the whole spec', () => {
    const chat = story([node('1'), node('2')], { run: { only: ['2'] } })
      .ready('2')
      .done('2', 1);
    const { chosen, counts, total } = viewRun(specOf(chat), { now: 0 });
    assert.deepEqual([chosen.total, chosen.counts.done, chosen.counts.blocked], [1, 1, 0]);
    assert.deepEqual([total, counts.done, counts.blocked], [2, 1, 1]);
  });

  it('says of each task what stands in its way and where its pull request is', () => {
    const chat = story([node('1'), node('2', { dependencies: ['1'] })])
      .ready('1')
      .review('1', 4);
    const [first, second] = viewRun(specOf(chat), { now: 0 }).tasks;
    assert.deepEqual([first?.pr, first?.state, second?.dependencies], [4, 'review', ['1']]);
  });
});

describe('the view of the time line', () => {
  it('has nothing to say of a spec that was never run', () => {
    const chat = story([node('1')]);
    const { run: _run, ...planned } = specOf(chat);
    assert.equal(viewTimeline(planned, { now: 0 }), undefined);
  });

  it('puts attempts that overlap into different lanes, and uses a lane again', () => {
    const chat = story([node('1'), node('2'), node('3')])
      .ready('1', '2', '3')
      .start('1')
      .at(100)
      .start('2');
    chat.at(300).succeed('1').at(400).start('3').at(500).succeed('2').succeed('3');
    const view = viewTimeline(specOf(chat), { now: 9999 });
    assert.deepEqual(
      view?.rows.map(({ task_id, lane, start, end }) => [task_id, lane, start, end]),
      [
        ['1', 1, 0, 300],
        ['2', 2, 100, 500],
        ['3', 1, 400, 500],
      ],
    );
    assert.equal(view?.lanes, 2);
  });

  it('never lets two attempts of one lane overlap', () => {
    const ids = Array.from({ length: 12 }, (_, n) => String(n));
    const chat = story(ids.map((id) => node(id))).ready(...ids);
    for (const [n, id] of ids.entries()) {
      chat.at(n * 10).start(id);
      if (n >= 3) chat.at(n * 10 + 5).succeed(ids[n - 3]!);
    }
    const view = viewTimeline(specOf(chat), { now: 1000 });
    for (const one of view!.rows) {
      for (const other of view!.rows) {
        if (one === other || one.lane !== other.lane) continue;
        assert.ok(one.end <= other.start || other.end <= one.start, `${one.task_id} overlaps ${other.task_id}`);
      }
    }
    assert.equal(view?.lanes, 4);
  });

  it('shows a failed attempt and the one after it', () => {
    const chat = story([node('1')])
      .ready('1')
      .start('1')
      .at(50)
      .fail('1', failure('agent_error'));
    const of = { run_id: 'run-chat', spec_id: 'chat', task_id: '1' };
    chat
      .tell({ ...of, type: 'TaskReady', data: { retry_of: failure('agent_error') } })
      .at(80)
      .start('1');
    const rows = viewTimeline(specOf(chat), { now: 100 })?.rows;
    assert.deepEqual(
      rows?.map(({ attempt, outcome, end }) => [attempt, outcome, end]),
      [
        [1, 'failed', 50],
        [2, 'at_work', 100],
      ],
    );
  });
});

describe('the view of the pull requests', () => {
  it('has the newest first, with the worst of its checks', () => {
    const chat = story([node('1'), node('2')])
      .ready('1', '2')
      .review('1', 1)
      .review('2', 2);
    const check = (name: string, state: 'success' | 'failure' | 'pending') =>
      ({ type: 'CIStatusChanged', spec_id: 'chat', data: { number: 1, name, state } }) as const;
    chat.tell(check('build', 'success'), check('test', 'failure'), check('lint', 'pending'));
    const rows = viewPulls(chat.state);
    assert.deepEqual(
      rows.map(({ number, checks }) => [number, checks]),
      [
        [2, 'none'],
        [1, 'failure'],
      ],
    );
  });

  it('can be asked for the open ones, or for those of one spec', () => {
    const chat = story([node('1'), node('2')])
      .ready('1', '2')
      .done('1', 1)
      .review('2', 2);
    assert.deepEqual(
      viewPulls(chat.state, { state: 'open' }).map(({ number }) => number),
      [2],
    );
    assert.deepEqual(viewPulls(chat.state, { spec: 'shop' }), []);
  });
});
