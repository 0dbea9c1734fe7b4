import assert from 'node:assert/strict';
import { InvariantError } from '../../../../src/core/base/errors.ts';
import { applyEvent } from '../../../../src/core/model/apply.ts';
import { eventTypes, type EventData, type EventType, type NewEvent } from '../../../../src/core/model/events.ts';
import {
  emptyState,
  fromSnapshot,
  liveAttempt,
  toSnapshot,
  type TaskStateName,
} from '../../../../src/core/model/state.ts';
import { failure, node, sha, story, type Story } from '../../../support/builders.ts';

const of = { spec_id: 'chat', task_id: '1', attempt: 1 };
const tale = () => story([node('1'), node('2', { dependencies: ['1'] })]);
const cancelled = { ...of, type: 'TaskCancelled' as const, data: { reason: '' } };

/** A task in each state, by the shortest way. */
const stories: Record<TaskStateName, () => Story> = {
  blocked: tale,
  ready: () => tale().ready('1'),
  assigned: () => tale().ready('1').assign('1'),
  running: () => tale().ready('1').start('1'),
  verifying: () => tale().ready('1').start('1').succeed('1'),
  review: () => tale().ready('1').review('1', 1),
  done: () => tale().ready('1').done('1', 1),
  failed: () => tale().tell({ ...of, type: 'TaskFailed', data: { failure: failure('conflict') } }),
  cancelled: () => tale().tell(cancelled),
};

const verification = { ok: true, round: 1, commands: [] };

/** Events about one task, and the states in which each may come. */
const steps: { [K in EventType]?: [data: EventData<K>, from: TaskStateName[]] } = {
  TaskReady: [{}, ['blocked', 'verifying', 'review']],
  TaskAssigned: [{ agent: 'kiro', pool: 'local', branch: 'b', base_sha: sha, launch: 'l' }, ['ready']],
  SlotAllocated: [{ slot: 's', path: '/s', is_warm: true, duration_ms: 1 }, ['assigned']],
  RunnerStarted: [{ pid: 1, start_time: '', launch: 'l' }, ['assigned']],
  PersonAwaited: [{ reason: 'attended' }, ['running', 'verifying']],
  PersonAnswered: [{ verdict: 'done', by: '' }, ['running', 'verifying']],
  VerificationStarted: [{ round: 1 }, ['running', 'verifying']],
  VerificationFinished: [{ verification }, ['running', 'verifying']],
  RunnerFinished: [{ outcome: 'succeeded' }, ['assigned', 'running']],
  RunnerLost: [{ reason: '' }, ['assigned', 'running']],
  TaskBlocked: [{ by: ['2'], reason: '' }, ['blocked']],
  TaskFailed: [{ failure: failure('conflict') }, ['blocked', 'ready', 'assigned', 'running', 'verifying', 'review']],
  TaskCompleted: [{}, ['verifying', 'review']],
  TaskCancelled: [{ reason: '' }, ['blocked', 'ready', 'assigned', 'running', 'verifying', 'review']],
  RetryRequested: [{ by: '' }, ['blocked', 'ready', 'failed', 'cancelled']],
  CancelRequested: [{ by: '' }, ['blocked', 'ready', 'assigned', 'running', 'verifying', 'review']],
};

describe('applyEvent', () => {
  for (const [type, step] of Object.entries(steps)) {
    const [data, from] = step;
    it(`lets ${type} come from ${from.join(', ')} and from nowhere else, where it changes nothing`, () => {
      for (const [state, make] of Object.entries(stories)) {
        const here = make();
        const before = JSON.stringify(toSnapshot(here.state));
        const event = { ...of, type, data } as NewEvent;
        if (from.includes(state as TaskStateName)) here.tell(event);
        else {
          assert.throws(() => here.tell(event), InvariantError, `${type} from ${state}`);
          assert.equal(JSON.stringify(toSnapshot(here.state)), before);
        }
      }
    });
  }

  it('refuses a gap, and a number that was there before', () => {
    const { state } = tale();
    for (const seq of [state.seq, state.seq + 2]) {
      const event = { type: 'ControllerStopped', data: { reason: '' }, seq, epoch: 1, at: 0 } as const;
      assert.throws(() => applyEvent(state, event), /numbers are dense/);
    }
  });

  const refusals: [string, () => Story, NewEvent][] = [
    ['an unknown spec', tale, { ...cancelled, spec_id: 'ghost' }],
    ['an unknown task', tale, { ...cancelled, task_id: 'ghost' }],
    [
      'an attempt that is not the latest',
      stories.running,
      { ...of, attempt: 2, type: 'RunnerLost', data: { reason: '' } },
    ],
    ['an end that comes twice', stories.verifying, { ...of, type: 'RunnerLost', data: { reason: '' } }],
    ['an attempt out of its order', stories.ready, assigned(2)],
    ['a second try while the first lives', stories.running, { ...of, type: 'TaskReady', data: {} }],
    ['a second run beside the first', tale, { spec_id: 'chat', run_id: 'r2', type: 'RunStarted', data: runData() }],
    ['a taskset that is not newer', tale, { spec_id: 'chat', type: 'SpecPlanned', data: planData(1) }],
    [
      'a task that exists',
      tale,
      { spec_id: 'chat', task_id: '1', type: 'TaskCreated', data: { taskset_version: 1, node: node('1') } },
    ],
    ['a merge of what is merged', stories.done, { ...of, type: 'PRMerged', data: { number: 1, merge_sha: sha } }],
    ['a pull request for what is not verified', stories.running, opened(1)],
    ['a pull request number that is taken', stories.review, opened(1)],
    [
      'the train at an unknown pull request',
      tale,
      { spec_id: 'chat', type: 'IntegrationStarted', data: { number: 9, tip: sha, head: sha } },
    ],
    ['a resumed run that was not paused', tale, { spec_id: 'chat', type: 'RunResumed', data: { by: '' } }],
  ];
  for (const [title, make, event] of refusals) {
    it(`refuses ${title}`, () => assert.throws(() => make().tell(event), InvariantError));
  }

  it('closes the live attempt of a task that is given up', () => {
    for (const event of [cancelled, { ...of, type: 'TaskFailed' as const, data: { failure: failure('quota') } }]) {
      assert.equal(liveAttempt(stories.running().tell(event).task('1')), undefined);
    }
  });

  it('begins the attempts of a failed task anew when it is asked for again', () => {
    const again = tale().ready('1').start('1').fail('1', failure('conflict'));
    again.tell({ ...of, type: 'TaskFailed', data: { failure: failure('conflict') } });
    again.tell({ ...of, type: 'RetryRequested', data: { by: 'a person' } });
    const { state, attempts, free_attempts, failure: gone } = again.task('1');
    assert.deepEqual([state, attempts.length, free_attempts, gone], ['blocked', 1, 1, undefined]);
  });

  it('starts what comes next on top of what a person has merged into the branch of the run, and of nothing else', () => {
    const merge_sha = 'f'.repeat(40);
    const told = tale().ready('1').review('1', 1);
    const tip = () => told.state.specs.get('chat')?.run?.tip_sha;
    const final = { number: 2, title: 'all', head: 'necrocode/chat', base: 'main', head_sha: sha, is_final: true };
    told.tell({ spec_id: 'chat', type: 'PROpened', data: final });
    told.tell({ spec_id: 'chat', type: 'PRMerged', data: { number: 2, merge_sha } });
    assert.equal(tip(), sha);
    told.tell({ ...of, type: 'PRMerged', data: { number: 1, merge_sha } });
    assert.equal(tip(), merge_sha);
  });

  it('goes back to running when verification fails, and remembers how far the runner was heard', () => {
    const red = stories.running().tell({
      ...of,
      type: 'VerificationFinished',
      data: { verification: { ...verification, ok: false }, offset: 120 },
    });
    assert.equal(red.task('1').state, 'running');
    assert.equal(red.task('1').attempts[0]?.runner?.offset, 120);
  });

  it('knows from when to when an attempt waits for a person, why, and where their work is kept', () => {
    const theirs = stories.running();
    const attempt = () => theirs.task('1').attempts[0];
    theirs.at(5).tell({ ...of, type: 'PersonAwaited', data: { reason: 'taken_over', session: 's' } });
    assert.deepEqual(attempt()?.awaits_person, { since: 5, reason: 'taken_over' });
    theirs.tell({ ...of, type: 'PersonAnswered', data: { verdict: 'done', by: 'me' } });
    theirs.tell({ ...of, type: 'VerificationStarted', data: { round: 2 } });
    assert.deepEqual([attempt()?.awaits_person, attempt()?.is_attended], [undefined, true]);
    const found = failure('verify_failed', { message: 'Red.' });
    theirs.at(9).tell({ ...of, type: 'PersonAwaited', data: { reason: 'refused', failure: found } });
    assert.deepEqual(attempt()?.awaits_person, { since: 9, reason: 'refused', message: 'Red.' });
    assert.equal(theirs.task('1').state, 'running');
    theirs.tell({ ...of, type: 'RunnerLost', data: { reason: '' } });
    theirs.tell({ ...of, type: 'SlotReleased', data: { slot: 's1', rescue_ref: 'refs/necrocode/rescue/1' } });
    assert.deepEqual([attempt()?.awaits_person, attempt()?.rescue_ref], [undefined, 'refs/necrocode/rescue/1']);
  });

  it('tries again in a new run what an earlier one gave up, and keeps what it finished', () => {
    const nodes = [node('1'), node('2'), node('3')];
    const first = story(nodes).ready('1', '2', '3').done('1', 1);
    first.tell(
      { spec_id: 'chat', task_id: '2', type: 'TaskCancelled', data: { reason: '' } },
      { spec_id: 'chat', type: 'RunFinished', data: { outcome: 'failed' } },
      { spec_id: 'chat', run_id: 'r2', type: 'RunStarted', data: runData() },
    );
    assert.deepEqual(
      nodes.map(({ id }) => first.task(id).state),
      ['done', 'blocked', 'blocked'],
    );
  });

  it('knows every event type', () => {
    const untold = eventTypes.filter((type) => {
      try {
        applyEvent(emptyState(), { type, data: {}, seq: 1, epoch: 1, at: 0 } as never);
        return false;
      } catch (error) {
        return !(error instanceof InvariantError) || /is no event of/.test(error.message);
      }
    });
    assert.deepEqual(untold, []);
  });
});

describe('a snapshot', () => {
  it('gives back the state that it was taken of, after any event', () => {
    const full = tale().ready('1').assign('1').slot('1', 's1');
    full.tell({ ...of, type: 'RunnerStarted', data: { pid: 1, start_time: '', launch: 'l' } }).succeed('1');
    full.tell(opened(1), { type: 'AgentPaused', data: { agent: 'kiro', until: 5, reason: '' } });
    full.tell({ spec_id: 'chat', type: 'ConflictForecast', data: { pairs: [{ tasks: ['1', '2'], files: ['a'] }] } });
    full.tell({ type: 'SlotQuarantined', data: { slot: 's1', reason: 'dirty' } });
    const state = emptyState();
    for (const event of full.events) {
      applyEvent(state, event);
      assert.deepEqual(fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(state)))), state);
    }
    assert.deepEqual(state, full.state);
  });
});

function assigned(attempt: number): NewEvent {
  const data = { agent: 'kiro', pool: 'local', branch: 'b', base_sha: sha, launch: 'l' };
  return { ...of, attempt, type: 'TaskAssigned', data };
}

function opened(number: number): NewEvent {
  return { ...of, type: 'PROpened', data: { number, title: '', head: 'h', base: 'b', head_sha: sha } };
}

function runData(): EventData<'RunStarted'> {
  const refs = { base_ref: 'refs/heads/main', base_sha: sha, tip_sha: sha, integration_branch: 'necrocode/chat' };
  return { ...refs, delivery: 'integration', forge: 'local', workers: 1, agent: 'kiro', verify: [] };
}

function planData(taskset_version: number): EventData<'SpecPlanned'> {
  return { taskset_version, title: '', planner: '', tasks: 0, plan_sha256: 'a'.repeat(64) };
}
