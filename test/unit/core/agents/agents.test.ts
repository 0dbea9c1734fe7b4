import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAgents, resolveAgent } from '../../../../src/core/agents/agents.ts';
import type { AgentSettings } from '../../../../src/core/model/settings.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const mine: AgentSettings = { driver: 'command', argv: ['my-agent', '--yes'], env: { MODE: 'fast' } };

describe('the name of an agent', () => {
  it('means the user’s own agent before any preset', () => {
    assert.deepEqual(resolveAgent('kiro', { agents: { kiro: mine }, hasPlaybooks: false }), { name: 'kiro', ...mine });
  });

  it('means a preset with its launch line', () => {
    const { driver, argv } = resolveAgent('opencode', { agents: {}, hasPlaybooks: false });
    assert.deepEqual([driver, argv], ['acp', ['opencode', 'acp']]);
  });

  it('keeps the launch line of a preset when the user changes its environment only', () => {
    const own: AgentSettings = { driver: 'acp', env: { KIRO_HOME: '/k' } };
    const { argv, env } = resolveAgent('kiro', { agents: { kiro: own }, hasPlaybooks: false });
    assert.deepEqual([argv?.[0], env], ['kiro-cli', { KIRO_HOME: '/k' }]);
  });

  it('is refused with the names that are known', () => {
    assert.throws(() => resolveAgent('nobody', { agents: { mine }, hasPlaybooks: true }), {
      name: 'UserError',
      hint: /mine, playbook, kiro/,
    });
  });

  const automatic: [what: string, given: Parameters<typeof resolveAgent>[1], expected: string][] = [
    ['the first of the user’s own agents', { agents: { mine, other: mine }, hasPlaybooks: true }, 'mine'],
    ['the playbooks where the user has no agent', { agents: {}, hasPlaybooks: true }, 'playbook'],
  ];
  for (const [what, given, expected] of automatic) {
    it(`auto means ${what}`, () => assert.equal(resolveAgent('auto', given).name, expected));
  }

  it('auto says what to do when nothing is set up', () => {
    assert.throws(() => resolveAgent('auto', { agents: {}, hasPlaybooks: false }), {
      name: 'UserError',
      hint: /--agent/,
    });
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
