import assert from 'node:assert/strict';
import {
  beginMemory,
  gatherMs,
  noticesFor,
  perMinuteMax,
  type Circumstances,
  type Memory,
} from '../../../../src/extension/notices/notices-for.ts';
import { failure, node, sha, story, type Story } from '../../../support/builders.ts';

const start = 1_000_000;

/** A person's window over a story: what happens is heard, time passes, and what is shown is noted. */
function windowOver(tale: Story, fields: Partial<Circumstances> = {}) {
  let memory: Memory = beginMemory(tale.state);
  let heard = tale.events.length;
  const shown: string[] = [];
  const self = {
    shown,
    circumstances: { level: 'important' as const, mayShow: true, toldUntil: 0, ...fields } as Omit<
      Circumstances,
      'now'
    >,
    look(now: number) {
      const told = noticesFor(tale.events.slice(heard), tale.state, memory, { ...self.circumstances, now });
      heard = tale.events.length;
      memory = told.memory;
      for (const { kind, notices } of told.show) shown.push(notices.length === 1 ? kind : `${kind} ×${notices.length}`);
      return told.nextAt;
    },
    /** Hears everything, and then waits until there is nothing more to tell. */
    settle(now: number) {
      for (let next = self.look(now); next !== undefined; next = self.look(next)) assert.ok(next < now + 3_600_000);
      return shown;
    },
  };
  return self;
}

const nodes = Array.from({ length: 30 }, (_, at) => node(String(at + 1)));
const ids = nodes.map(({ id }) => id);
const direct = () =>
  story(nodes, { run: { delivery: 'direct' } })
    .at(start)
    .ready(...ids);
const train = () =>
  story(nodes)
    .at(start)
    .ready(...ids);
const failed = (tale: Story, id: string) =>
  tale.tell({ spec_id: 'chat', task_id: id, type: 'TaskFailed', data: { failure: failure('verify_failed') } });
const ended = (tale: Story, fields: object = {}) =>
  tale.tell({ spec_id: 'chat', type: 'RunFinished', data: { outcome: 'completed', ...fields } });
const finalPull = { number: 90, title: 'all', head: 'necrocode/chat', base: 'main', head_sha: sha, is_final: true };

describe('notices', () => {
  const check = (name: string, of: () => Story, happen: (tale: Story) => unknown, expected: string[]) =>
    it(name, () => {
      const tale = of();
      const window = windowOver(tale);
      happen(tale);
      assert.deepEqual(window.settle(start), expected);
    });

  check('tell of a pull request that is the person’s to merge', direct, (tale) => tale.review('1', 1), ['pull_ready']);
  check('leave alone what the train merges', train, (tale) => tale.review('1', 1), []);
  check('tell of a task that needs a person', train, (tale) => failed(tale.start('1'), '1'), ['task_failed']);
  check(
    'tell of a run’s end and its pull request in one message',
    train,
    (tale) => ended(tale.tell({ spec_id: 'chat', type: 'PROpened', data: finalPull }), { final_pr: 90 }),
    ['run_ended'],
  );
  check(
    'tell of an agent that rests',
    train,
    (tale) => tale.tell({ type: 'AgentPaused', data: { agent: 'kiro', until: start + 600_000, reason: 'quota' } }),
    ['agent_rests'],
  );
  check(
    'gather a burst into one message of each kind',
    direct,
    (tale) => {
      for (const [at, id] of ids.slice(0, 20).entries()) tale.review(id, at + 1);
      failed(tale.start('21'), '21');
      failed(tale.start('22'), '22');
    },
    ['task_failed ×2', 'pull_ready ×20'],
  );
  check(
    'do not tell what is over already',
    direct,
    (tale) => {
      tale.done('1', 1);
      failed(tale.start('2'), '2').tell({
        spec_id: 'chat',
        task_id: '2',
        type: 'RetryRequested',
        data: { by: 'alice' },
      });
    },
    [],
  );
  check(
    'wait for checks that are under way',
    direct,
    (tale) => {
      tale
        .review('1', 1)
        .tell({ spec_id: 'chat', type: 'CIStatusChanged', data: { number: 1, name: 'ci', state: 'pending' } });
    },
    [],
  );
  check(
    'tell when the last check has passed',
    direct,
    (tale) => {
      tale.review('1', 1);
      for (const state of ['pending', 'success'] as const)
        tale.tell({ spec_id: 'chat', type: 'CIStatusChanged', data: { number: 1, name: 'ci', state } });
    },
    ['pull_ready'],
  );
  check(
    'tell again of a pull request that was changed as asked, once',
    direct,
    (tale) => {
      tale
        .review('1', 1)
        .tell({ spec_id: 'chat', task_id: '1', type: 'TaskReady', data: { retry_of: failure('policy_violation') } });
      tale.start('1').succeed('1');
      tale.tell({ spec_id: 'chat', task_id: '1', attempt: 2, type: 'PRUpdated', data: { number: 1, head_sha: sha } });
    },
    ['pull_ready'],
  );

  it('do not tell what stood there when the window was opened', () => {
    const tale = direct().review('1', 1);
    const window = windowOver(tale);
    assert.deepEqual(window.settle(start), []);
    tale.review('2', 2);
    assert.deepEqual(window.settle(start + 1), ['pull_ready']);
  });

  it('never tell the same event twice', () => {
    const tale = direct();
    const window = windowOver(tale);
    tale.review('1', 1);
    window.settle(start);
    window.settle(start + 100_000);
    assert.deepEqual(window.shown, ['pull_ready']);
  });

  /** Checks of a pull request come one after the other, long after it was opened and told. */
  const pass = (tale: Story, number: number, name: string, state: 'pending' | 'success' = 'success') =>
    tale.tell({ spec_id: 'chat', type: 'CIStatusChanged', data: { number, name, state } });
  const update = (tale: Story, head_sha: string) =>
    tale.tell({ spec_id: 'chat', task_id: '1', type: 'PRUpdated', data: { number: 1, head_sha } });

  it('tell of a pull request once, however many of its checks pass', () => {
    const tale = direct();
    const window = windowOver(tale);
    tale.review('1', 1);
    window.settle(start);
    for (const [at, name] of ['build', 'lint'].entries()) {
      const now = start + 10_000 * (at + 1);
      pass(tale.at(now), 1, name, 'pending');
      window.settle(now);
      pass(tale.at(now + 5000), 1, name);
      window.settle(now + 5000);
    }
    assert.deepEqual(window.shown, ['pull_ready']);
  });

  it('tell of it again when its checks pass for another commit', () => {
    const tale = direct();
    const window = windowOver(tale);
    tale.review('1', 1);
    window.settle(start);
    for (const name of ['build', 'lint']) pass(update(tale.at(start + 10_000), 'b'.repeat(40)), 1, name);
    window.settle(start + 10_000);
    assert.deepEqual(window.shown, ['pull_ready', 'pull_ready']);
  });

  it('take a pull request that was ready when the window was opened as told', () => {
    const tale = direct().review('1', 1).review('2', 2);
    pass(tale, 2, 'build', 'pending');
    const window = windowOver(tale);
    pass(pass(tale.at(start + 10_000), 1, 'build'), 2, 'build');
    assert.deepEqual(window.settle(start + 10_000), ['pull_ready']);
  });

  it('leave out what another window has told, though another check has passed since', () => {
    const tale = direct();
    const away = windowOver(tale, { mayShow: false });
    tale.review('1', 1);
    away.look(start);
    pass(tale.at(start + 10_000), 1, 'build');
    away.look(start + 10_000);
    away.circumstances = { ...away.circumstances, mayShow: true, toldUntil: start };
    away.settle(start + 20_000);
    pass(tale.at(start + 30_000), 1, 'lint');
    assert.deepEqual(away.settle(start + 30_000), []);
  });

  it('leave out the pull request that the end of its run has told', () => {
    const tale = train();
    const window = windowOver(tale);
    ended(tale.tell({ spec_id: 'chat', type: 'PROpened', data: finalPull }), { final_pr: 90 });
    window.settle(start);
    pass(tale.at(start + 10_000), 90, 'build');
    assert.deepEqual(window.settle(start + 10_000), ['run_ended']);
  });

  it('tell once that a pull request of the train was opened', () => {
    const tale = train();
    const window = windowOver(tale, { level: 'all' });
    tale.review('1', 1);
    window.settle(start);
    pass(tale.at(start + 10_000), 1, 'build');
    assert.deepEqual(window.settle(start + 10_000), ['pull_opened']);
  });

  const hold = (tale: Story, reason: string | undefined, number = 1) =>
    tale.tell({
      ...{ spec_id: 'chat', task_id: String(number), type: 'IntegrationFinished' },
      data: { number, outcome: 'interrupted', ...(reason === undefined ? {} : { reason }) },
    });

  it('tell once for each reason that a pull request is not merged', () => {
    const tale = train().review('1', 1);
    const window = windowOver(tale);
    const reasons = [
      'review is required',
      'review is required',
      undefined,
      'the branch is protected',
      'review is required',
    ];
    for (const [at, reason] of reasons.entries()) {
      hold(tale.at(start + at * 100_000), reason);
      window.settle(start + at * 100_000);
    }
    assert.deepEqual(window.shown, ['merge_held', 'merge_held']);
  });

  it('do not tell of a held merge that is over, or that waits for its checks alone', () => {
    const tale = train().review('1', 1).review('2', 2).review('3', 3);
    const window = windowOver(tale);
    hold(hold(hold(tale, 'held', 1), 'held', 2), 'held', 3);
    tale.tell({ spec_id: 'chat', task_id: '1', type: 'PRMerged', data: { number: 1, merge_sha: sha } });
    hold(tale, undefined, 2);
    pass(tale, 3, 'build', 'pending');
    assert.deepEqual(window.settle(start), []);
    hold(pass(tale.at(start + 10_000), 3, 'build'), 'held', 3);
    assert.deepEqual(window.settle(start + 10_000), ['merge_held']);
  });

  const lose = (tale: Story, reason: string, hint?: string) =>
    tale.tell({ type: 'ForgeLost', data: { reason, ...(hint === undefined ? {} : { hint }) } });
  const onGithub = () => story(nodes, { run: { forge: 'github' } }).at(start);

  it('tell once for each loss that the sign-in was lost', () => {
    const tale = onGithub();
    const window = windowOver(tale);
    for (const reason of ['the sign-in is refused', 'it is still refused']) {
      lose(tale, reason, 'Sign in again.');
      window.settle(start);
    }
    assert.deepEqual(window.shown, ['forge_lost']);
    lose(tale.at(start + 100_000).tell({ type: 'ForgeBack', data: {} }), 'refused anew', 'Sign in again.');
    assert.deepEqual(window.settle(start + 100_000), ['forge_lost', 'forge_lost']);
  });

  check(
    'do not tell of a loss that is over',
    onGithub,
    (tale) => lose(tale, 'refused', 'Sign in.').tell({ type: 'ForgeBack', data: {} }),
    [],
  );
  check('do not tell of a forge that only does not answer', onGithub, (tale) => lose(tale, 'no answer'), []);
  check('do not tell of a lost forge that no run needs', train, (tale) => lose(tale, 'refused', 'Sign in.'), []);

  it('take a held merge and a lost sign-in that stood there when the window was opened as told', () => {
    const tale = lose(
      hold(
        onGithub()
          .ready(...ids)
          .review('1', 1),
        'held',
      ),
      'refused',
      'Sign in.',
    );
    const window = windowOver(tale);
    lose(hold(tale.at(start + 10_000), 'held'), 'still refused', 'Sign in.');
    assert.deepEqual(window.settle(start + 10_000), []);
  });

  it('wait a moment for what comes with it', () => {
    const tale = direct();
    const window = windowOver(tale);
    tale.review('1', 1);
    assert.equal(window.look(start), start + gatherMs);
    tale.at(start + 200).review('2', 2);
    assert.equal(window.look(start + 200), start + gatherMs);
    window.look(start + gatherMs);
    assert.deepEqual(window.shown, ['pull_ready ×2']);
  });

  it('come a few a minute at most; what waits is told together', () => {
    const tale = direct();
    const window = windowOver(tale);
    for (const [at, id] of ids.slice(0, 8).entries()) {
      const now = start + at * 3000;
      tale.at(now).review(id, at + 1);
      window.look(now);
      window.look(now + gatherMs);
    }
    assert.deepEqual(
      window.shown,
      Array.from({ length: perMinuteMax }, () => 'pull_ready'),
    );
    assert.deepEqual(window.settle(start + 30_000).slice(perMinuteMax), ['pull_ready ×4']);
  });

  it('are kept for the moment in which somebody looks, and left out when another window has told them', () => {
    const tale = direct();
    const away = windowOver(tale, { mayShow: false });
    tale.review('1', 1);
    assert.equal(away.look(start), undefined);
    tale.at(start + 5000).review('2', 2);
    away.look(start + 5000);
    away.circumstances = { ...away.circumstances, mayShow: true, toldUntil: start };
    assert.deepEqual(away.settle(start + 9000), ['pull_ready']);
  });

  it('come as much as one wishes', () => {
    const told = (level: Circumstances['level']) => {
      const tale = train();
      const window = windowOver(tale, { level });
      failed(tale.review('1', 1).start('2'), '2');
      return window.settle(start).join();
    };
    assert.equal(told('none'), '');
    assert.equal(told('important'), 'task_failed');
    assert.equal(told('all'), 'task_failed,pull_opened');
  });

  it('tell who waits for a person, but not the person who has just taken over', () => {
    const awaited = (reason: 'taken_over' | 'refused' | 'attended') => {
      const tale = train();
      const window = windowOver(tale);
      tale.start('1').tell({ spec_id: 'chat', task_id: '1', attempt: 1, type: 'PersonAwaited', data: { reason } });
      return window.settle(start).join();
    };
    assert.equal(awaited('attended'), 'person_awaited');
    assert.equal(awaited('refused'), 'person_awaited');
    assert.equal(awaited('taken_over'), '');
  });
});
