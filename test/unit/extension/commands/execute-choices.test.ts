import assert from 'node:assert/strict';
import { agentRows, asWorkers, stepRows, wishesSchema } from '../../../../src/extension/commands/execute-choices.ts';
import { english, japanese } from '../../../support/l10n.ts';

const usual = { workers: 'auto', agent: 'auto', delivery: 'integration' } as const;

describe('the list that starts a run', () => {
  const rowsOf = (wishes: object, isGoingOn = false) =>
    stepRows({ wishes, usual, isGoingOn }, english).map(({ label, description }) => `${label}: ${description}`);

  it('starts it with its first row, as the settings say', () => {
    assert.deepEqual(rowsOf({}), [
      '$(play) Start: as many workers as this machine carries · the first agent that can be used · one pull request at the end',
      '$(organization) Workers: as many workers as this machine carries',
      '$(hubot) Agent: the first agent that can be used',
      '$(git-merge) Delivery: one pull request at the end',
    ]);
  });

  it('says what was chosen otherwise', () => {
    assert.equal(
      rowsOf({ workers: 1, agent: 'kiro', delivery: 'direct' })[0],
      '$(play) Start: 1 worker · kiro · a pull request for each task, merged by you',
    );
  });

  it('keeps the delivery of a run that goes on', () => {
    const rows = rowsOf({ workers: 3, delivery: 'direct' }, true);
    assert.equal(rows[0], '$(play) Go on: 3 workers · the first agent that can be used');
    assert.equal(rows.length, 3);
  });

  it('speaks Japanese', () => {
    const [start] = stepRows({ wishes: { workers: 3, agent: 'kiro' }, usual, isGoingOn: false }, japanese());
    assert.equal(
      `${start?.label} ${start?.description}`,
      '$(play) 開始する 並列数 3 · kiro · 最後に 1 つのプルリクエスト',
    );
  });

  it('lets the name of an agent be no icon', () => {
    assert.match(rowsOf({ agent: '$(bug)' })[2] ?? '', /: \$ \(bug\)$/);
  });
});

describe('the agents to choose from', () => {
  const missing = { message: 'it is not installed', hint: 'Install it.' };
  const probes = [
    { name: 'claude', usable: false, why: { en: missing, ja: missing } },
    { name: 'kiro', usable: true, version: '1.2.3' },
    { name: 'mine', usable: true, version: '0', sign_in: 'unknown' as const },
  ];
  const agents = (options: { own?: string[]; hasPlaybooks?: boolean } = {}) =>
    agentRows({ own: [], hasPlaybooks: false, ...options, probes }, { l10n: english, language: 'en' });

  it('begin with those that can be used; the others say why not, and the way out', () => {
    assert.deepEqual(
      agents().map(({ agent, isUsable }) => [agent, isUsable]),
      [
        ['auto', true],
        ['kiro', true],
        ['mine', true],
        ['claude', false],
      ],
    );
    assert.equal(agents()[2]?.description, '0 (sign-in unknown)');
    const claude = agents().at(-1);
    assert.equal(`${claude?.description}. ${claude?.detail}`, 'it is not installed. Install it.');
  });

  it('name the user’s own once, before all others', () => {
    const rows = agents({ own: ['mine'] });
    assert.deepEqual(
      rows.map(({ agent }) => agent),
      ['auto', 'mine', 'kiro', 'claude'],
    );
    assert.equal(rows[1]?.description, 'your own');
  });

  it('offer playbooks where there are some', () => {
    assert.ok(agents({ hasPlaybooks: true }).some(({ agent }) => agent === 'playbook'));
    assert.ok(!agents().some(({ agent }) => agent === 'playbook'));
  });
});

describe('a number of workers', () => {
  it('is read from what was typed', () => {
    const typed = ['1', ' 12 ', 'auto', '64', '0', '65', '-1', '1.5', 'many', ''];
    assert.deepEqual(typed.map(asWorkers), [1, 12, 'auto', 64, ...Array.from({ length: 6 }, () => undefined)]);
  });

  it('is remembered only when it is one', () => {
    assert.equal(wishesSchema.safeParse({ workers: 3, agent: 'kiro', delivery: 'direct' }).success, true);
    for (const wrong of [{ workers: 0 }, { workers: 'all' }, { delivery: 'mail' }, { agent: 'x'.repeat(201) }]) {
      assert.equal(wishesSchema.safeParse(wrong).success, false);
    }
  });
});
