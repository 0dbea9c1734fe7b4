import assert from 'node:assert/strict';
import { routeTask } from '../../../../../src/core/dispatcher/decide.ts';
import { skillOf } from '../../../../../src/core/dispatcher/decide/route.ts';
import { settingsSchema } from '../../../../../src/core/model/settings.ts';
import { node } from '../../../../support/builders.ts';

const settings = settingsSchema.parse({
  skills: {
    frontend: { pool: 'docker', agent: 'claude' },
    billing: { keywords: ['invoice', '請求'] },
    far: { pool: 'k8s' },
  },
});

describe('skillOf', () => {
  const rows: [string, string | undefined][] = [
    ['Build the login page', 'frontend'],
    ['ログイン画面を作る', 'frontend'],
    ['Add REST API for messages', 'backend'],
    ['認証サーバの実装', 'backend'],
    ['Database schema', 'database'],
    ['データベーススキーマの設計', 'database'],
    ['Write the API documentation', 'docs'],
    ['ドキュメント作成', 'docs'],
    ['E2E tests for the login page', 'qa'],
    ['結合テスト', 'qa'],
    ['Set up CI with Docker', 'devops'],
    ['コンテナのデプロイ', 'devops'],
    ['Send an invoice by mail', 'billing'],
    ['請求書の画面', 'billing'],
    ['Think about it', undefined],
    // Words inside of other words mean nothing.
    ['A special circuit for rapid guidance', undefined],
  ];
  for (const [title, expected] of rows) {
    it(`reads "${title}" as ${expected ?? 'no skill'}`, () =>
      assert.equal(skillOf(node('1', { title }), settings), expected));
  }
  it('believes the plan before the words', () => {
    assert.equal(skillOf(node('1', { title: 'UI', required_skill: 'doc-agent' }), settings), 'doc-agent');
  });
});

describe('routeTask', () => {
  const route = (required_skill: string | undefined, options: Partial<Parameters<typeof routeTask>[2]> = {}) =>
    routeTask(node('1', required_skill === undefined ? {} : { required_skill }), settings, {
      agent: 'kiro',
      liveByInstance: new Map(),
      pools: ['local', 'docker'],
      ...options,
    });

  it('takes agent and pool of the skill', () => {
    assert.deepEqual(route('frontend'), {
      skill: 'frontend',
      agent: 'claude',
      agent_instance: 'frontend_spirit_1',
      pool: 'docker',
    });
  });
  it('takes the agent of the run and the first pool otherwise', () => {
    assert.deepEqual(route(undefined), { agent: 'kiro', agent_instance: 'general_spirit_1', pool: 'local' });
    assert.equal(route('doc-agent')?.agent_instance, 'doc-agent_spirit_1');
  });
  it('replaces a pool that is not there', () => assert.equal(route('far')?.pool, 'local'));
  it('has nowhere to go without pools', () => assert.equal(route('frontend', { pools: [] }), undefined));
  it('avoids the pool that lost a runner, unless it is the only one', () => {
    assert.equal(route(undefined, { avoidedPool: 'local' })?.pool, 'docker');
    assert.equal(route(undefined, { avoidedPool: 'local', pools: ['local'] })?.pool, 'local');
  });
  it('gives the smallest number that is free', () => {
    const liveByInstance = new Map([
      ['frontend_spirit_1', 1],
      ['frontend_spirit_3', 1],
    ]);
    assert.equal(route('frontend', { liveByInstance })?.agent_instance, 'frontend_spirit_2');
  });
  it('makes a safe name of any skill', () => {
    assert.equal(route('../Team A')?.agent_instance, 'team-a_spirit_1');
    assert.equal(route('設計')?.agent_instance, 'general_spirit_1');
  });
});
