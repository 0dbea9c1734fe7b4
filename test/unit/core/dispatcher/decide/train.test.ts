import assert from 'node:assert/strict';
import { decide } from '../../../../../src/core/dispatcher/decide.ts';
import { node, sha, short, story, world, type Story, type StoryOptions } from '../../../../support/builders.ts';

function next({ state }: Story, inFlight: string[] = []): number | string | undefined {
  for (const action of decide(state, world({ inFlight }))) {
    if (action.kind === 'integrate') return action.number;
    if (action.kind === 'append') return action.events.map(({ type }) => type).join();
  }
  return undefined;
}

const two = (options?: StoryOptions) =>
  story([node('1'), node('2')], options)
    .ready('1', '2')
    .review('1', 1)
    .review('2', 2);
const begun = { spec_id: 'chat', type: 'IntegrationStarted' as const, data: { number: 1, tip: sha, head: sha } };

describe('the train', () => {
  it('takes one pull request at a time', () => {
    assert.equal(next(two()), 1);
    assert.equal(next(two(), ['integrate:chat:1']), undefined);
    assert.equal(next(two().tell(begun), ['integrate:chat:1']), undefined);
  });

  it('takes first what has the fewest forecast conflicts', () => {
    const nodes = [node('1'), node('2'), node('3')];
    const tale = story(nodes).ready('1', '2', '3').review('1', 1).review('2', 2).review('3', 3);
    const pairs = [
      { tasks: ['1', '2'] as [string, string], files: ['a'] },
      { tasks: ['1', '3'] as [string, string], files: ['a'] },
      { tasks: ['1', '2'] as [string, string], files: ['b'] },
    ];
    tale.tell({ spec_id: 'chat', type: 'ConflictForecast', data: { pairs } });
    assert.equal(next(tale), 3);
  });

  it('then takes what most work waits for, then the oldest', () => {
    const nodes = [node('1'), node('2'), node('3', { dependencies: ['2'] })];
    assert.equal(next(story(nodes).ready('1', '2').review('1', 1).review('2', 2)), 2);
    assert.equal(
      next(
        story([node('1'), node('2')])
          .ready('1', '2')
          .review('2', 2)
          .at(5)
          .review('1', 1),
      ),
      2,
    );
  });

  it('leaves to a person what review has stopped, and everything under direct delivery', () => {
    assert.equal(next(two({ run: { delivery: 'direct' } })), undefined);
    const finding = { kind: 'secret' as const, severity: 'blocking' as const, message: 'a key' };
    const of = { spec_id: 'chat', task_id: '1', attempt: 1 };
    assert.equal(next(two().tell({ ...of, type: 'ReviewFinished', data: { findings: [finding] } })), 2);
  });

  it('completes the task of a pull request that a person has merged, and gives up that of a closed one', () => {
    const direct = () => two({ run: { delivery: 'direct' } });
    const merged = { number: 1, merge_sha: sha };
    assert.equal(next(direct().tell({ spec_id: 'chat', type: 'PRMerged', data: merged })), 'TaskCompleted');
    const closed = { number: 1, reason: 'no' };
    assert.equal(next(direct().tell({ spec_id: 'chat', type: 'PRClosed', data: closed })), 'TaskCancelled');
  });

  it('has the task of a closed pull request done again where the settings say so, as long as attempts are left', () => {
    const closed = { spec_id: 'chat', type: 'PRClosed' as const, data: { number: 1, reason: 'no' } };
    const judged = (attempts_max: number) => {
      const settings = { github: { on_close: 'retry' as const }, retry: { attempts_max } };
      const actions = decide(two({ run: { forge: 'github' } }).tell(closed).state, world({ settings }));
      return actions.flatMap((action) => (action.kind === 'append' ? action.events.map(short) : []));
    };
    assert.deepEqual(judged(2), ['TaskReady 1']);
    assert.deepEqual(judged(1), ['TaskCancelled 1']);
  });

  it('lets a cancelled task go only when its step is over, from the moment that the step is decided', () => {
    const tale = two().tell({ spec_id: 'chat', task_id: '1', type: 'CancelRequested', data: { by: 'a person' } });
    const eventsOf = (inFlight: string[]) =>
      decide(tale.state, world({ inFlight })).flatMap((action) => (action.kind === 'append' ? action.events : []));
    assert.deepEqual(eventsOf(['integrate:chat:1']), []);
    assert.deepEqual(eventsOf([]).map(short), ['TaskCancelled 1']);
  });

  it('closes a step that its controller did not live to end', () => {
    assert.equal(next(two().tell(begun)), 'IntegrationFinished');
  });
});
