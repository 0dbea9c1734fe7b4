import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAgents, resolveAgent, variablesOfAgents } from '../../../../src/core/agents/agents.ts';
import type { AgentSettings } from '../../../../src/core/model/settings.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const mine: AgentSettings = { driver: 'command', argv: ['my-agent', '--yes'], env: { MODE: 'fast' } };

describe('the name of an agent', () => {
  it('means the user’s own agent before any preset', () => {
    assert.deepEqual(resolveAgent('kiro', { kiro: mine }), { name: 'kiro', ...mine });
  });

  it('means a preset with its launch line', () => {
    const { driver, argv } = resolveAgent('opencode');
    assert.deepEqual([driver, argv.slice(0, 2)], ['acp', ['opencode', 'acp']]);
  });

  it('keeps everything of a preset but what the user says otherwise', () => {
    const own: AgentSettings = { env: { KIRO_HOME: '/k', KIRO_LOG_LEVEL: 'debug' }, options: { model: 'm' } };
    const preset = resolveAgent('kiro');
    assert.deepEqual(resolveAgent('kiro', { kiro: own }), {
      ...preset,
      env: { ...preset.env, ...own.env },
      options: { ...preset.options, model: 'm' },
    });
  });

  it('is no longer a preset’s with a launch line of its own', () => {
    const own: AgentSettings = { argv: ['my-kiro'], env: {} };
    assert.deepEqual(resolveAgent('kiro', { kiro: own }), {
      ...{ name: 'kiro', driver: 'command', argv: ['my-kiro'], env: {} },
    });
  });

  it('means a face for a person too, the preset’s unless the user names another', () => {
    const face = { argv: ['my-face'] };
    const faceOf = (own: AgentSettings) => resolveAgent('kiro', { kiro: own }).terminal;
    assert.deepEqual(faceOf({ driver: 'acp', env: {} })?.argv, ['kiro-cli', 'chat', '--v2', '--agent', 'necrocode']);
    assert.deepEqual(faceOf({ driver: 'acp', env: {}, terminal: face }), face);
    assert.equal(faceOf(mine), undefined);
  });

  it('is refused with the names that are known', () => {
    assert.throws(() => resolveAgent('nobody', { mine }), {
      name: 'UserError',
      hint: /mine, playbook, kiro/,
    });
  });
});

describe('the quota of an agent', () => {
  it('is one for all presets of a program, but for those that have variables of the user’s own', async () => {
    using folder = temporaryFolder();
    const own: AgentSettings = { env: { KIRO_API_KEY: 'another account' } };
    const agents = { 'kiro-headless': own, opencode: { env: {}, options: { model: 'm' } }, mine };
    const { quotas } = await openAgents({ mainWorktree: folder.path, settings: { agents } });
    const shared = (...names: string[]) => new Set(names.map((name) => quotas.get(name) ?? name)).size === 1;
    assert.ok(shared('kiro', 'kiro-v3') && shared('opencode', 'opencode-headless'));
    assert.ok(!shared('kiro', 'kiro-headless') && !shared('kiro', 'opencode') && !shared('mine', 'kiro'));
  });
});

describe('the variables that agents may be given', () => {
  it('are those that a preset or an agent of the user’s own names, and no others', () => {
    const env = { GEMINI_API_KEY: 'g', MY_KEY: 'm', AWS_SECRET_ACCESS_KEY: 'a', PATH: '/bin' };
    const found = variablesOfAgents({ mine: { ...mine, env_allow: ['MY_KEY', 'UNSET'] } }, env);
    assert.deepEqual(found, { GEMINI_API_KEY: 'g', MY_KEY: 'm' });
  });
});

describe('the playbook of a task', () => {
  async function check(
    files: Record<string, string>,
    wanted: [name: string | undefined, skill: string | undefined],
    expected: string | undefined,
  ) {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, '.kiro/playbooks'), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, '.kiro/playbooks', name), text);
    const agents = await openAgents({ mainWorktree: folder.path, settings: { agents: {} } });
    const found = await agents.playbook(...wanted);
    assert.equal(found, expected === undefined ? undefined : join(folder.path, '.kiro/playbooks', expected));
  }

  const steps = 'steps: [{agent: true}]\n';
  const files = { 'a.yaml': steps, 'b.yml': `skill: frontend\n${steps}`, 'default.yaml': steps, 'notes.txt': 'x' };
  it('is the one that was named', () => check(files, ['a', 'frontend'], 'a.yaml'));
  it('is the one that names the skill', () => check(files, [undefined, 'frontend'], 'b.yml'));
  it('is the one that is called like the skill', () => check(files, [undefined, 'a'], 'a.yaml'));
  it('is the default one for every other skill', () => check(files, [undefined, 'docs'], 'default.yaml'));
  it('is the default one without a skill', () => check(files, [undefined, undefined], 'default.yaml'));
  it('is none when nothing fits', () => check({ 'a.yaml': steps }, [undefined, 'docs'], undefined));
  it('must exist when it was named', () =>
    assert.rejects(check(files, ['zzz', undefined], undefined), { name: 'UserError', hint: /zzz\.yaml/ }));
});
