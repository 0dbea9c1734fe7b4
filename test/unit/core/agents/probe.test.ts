import assert from 'node:assert/strict';
import { resolveAgent } from '../../../../src/core/agents/agents.ts';
import { presets } from '../../../../src/core/agents/presets.ts';
import { probeAgents } from '../../../../src/core/agents/probe.ts';
import { agentLaunchSchema } from '../../../../src/core/model/spirit.ts';
import { programs } from '../../../support/programs.ts';

describe('the agents of this machine', () => {
  it('are each told usable or not, with the reason and the way out', async () => {
    using machine = programs({
      'kiro-cli': 'case "$1" in --version) echo "kiro-cli 2.37.0";; *) exit 1;; esac',
      opencode: 'echo 1.18.33',
      codex: 'exit 3',
    });
    const probes = new Map((await probeAgents(machine.env)).map((probe) => [probe.name, probe]));
    assert.deepEqual(probes.get('opencode'), {
      ...{ name: 'opencode', usable: true, version: '1.18.33', sign_in: 'unknown' },
    });
    assert.deepEqual(probes.get('kiro'), {
      ...{ name: 'kiro', usable: false, version: 'kiro-cli 2.37.0' },
      why: {
        en: { message: 'Nobody is signed in.', hint: 'Sign in with `kiro-cli login`, or set KIRO_API_KEY.' },
        ja: {
          message: 'サインインしていません。',
          hint: '`kiro-cli login` でサインインするか、KIRO_API_KEY を設定してください。',
        },
      },
    });
    assert.match(probes.get('codex')?.why?.en.message ?? '', /codex --version ended with status 3/);
    const { en, ja } = probes.get('gemini')?.why ?? {};
    assert.equal(en?.message, 'gemini is not on the PATH.');
    assert.equal(ja?.message, 'gemini が PATH にありません。');
    assert.match(en?.hint ?? '', /npm install -g @google\/gemini-cli/);
    assert.ok(!probes.has('playbook'));
  });

  it('are signed in with a key of their own', async () => {
    using machine = programs({ 'kiro-cli': '[ "$1" = --version ] || exit 1' });
    const probes = await probeAgents({ ...machine.env, KIRO_API_KEY: 'ksk_long_enough' });
    assert.equal(probes.find(({ name }) => name === 'kiro')?.usable, true);
  });

  const signIns: [what: string, scripts: Record<string, string>, env: Record<string, string>, expected: string][] = [
    ['known by their own word', { codex: '' }, {}, 'codex: usable'],
    ['known by their own word to be missing', { codex: '[ "$1" = --version ]' }, {}, 'codex: not usable'],
    ['unknown where nothing tells', { gemini: '' }, {}, 'gemini: unknown'],
    ['known by a key', { gemini: '' }, { GEMINI_API_KEY: 'long_enough' }, 'gemini: usable'],
    ['unknown with a key that is empty', { gemini: '' }, { GEMINI_API_KEY: '' }, 'gemini: unknown'],
    ['unknown with the key of one of many makers', { goose: '' }, { OPENAI_API_KEY: 'long_enough' }, 'goose: unknown'],
    ['unknown behind an adapter alone', { 'claude-agent-acp': '' }, {}, 'claude-acp: unknown'],
    [
      'known by the agent behind an adapter',
      { 'claude-agent-acp': '', claude: '[ "$1" = --version ]' },
      {},
      'claude-acp: not usable',
    ],
    ['known behind an adapter', { 'codex-acp': '', codex: '' }, {}, 'codex-acp: usable'],
  ];
  for (const [what, scripts, env, expected] of signIns) {
    it(`have a sign-in that is ${what}`, async () => {
      using machine = programs(scripts);
      const [name] = expected.split(':');
      const probes = await probeAgents({ ...machine.env, ...env });
      const { usable, sign_in = usable ? 'usable' : 'not usable' } = probes.find((probe) => probe.name === name)!;
      assert.equal(`${name}: ${sign_in}`, expected);
    });
  }

  it('have launches that an envelope can carry, and nothing beside', () => {
    for (const name of Object.keys(presets)) {
      const launch = resolveAgent(name);
      assert.deepEqual(agentLaunchSchema.parse(launch), launch);
      if (launch.driver === 'headless') assert.ok(launch.options?.format !== undefined, name);
    }
  });

  it('are all known with a version to ask for, and with what to do when they are missing or not signed in', () => {
    const asked = [
      'kiro',
      'kiro-v3',
      'kiro-headless',
      'opencode',
      'gemini',
      'codex',
      'claude',
      'copilot',
      'qwen',
      'goose',
      'cursor',
    ];
    assert.deepEqual(
      asked.filter((name) => presets[name] === undefined),
      [],
    );
    for (const [name, { argv, hint }] of Object.entries(presets)) {
      if (argv.length === 0) continue;
      assert.match(hint?.install.en ?? '', /[Ii]nstall|PATH/, name);
      assert.match(hint?.install.ja ?? '', /インストール|PATH/, name);
      assert.match(hint?.signIn.en ?? '', /^Sign in with /, name);
      assert.match(hint?.signIn.ja ?? '', /サインイン/, name);
    }
  });

  it('are told in words which engine of Kiro is meant, since the one that it takes by itself may change', () => {
    const engines = ['kiro', 'kiro-v3', 'kiro-headless'].map((name) => presets[name]!.argv.join(' '));
    for (const line of engines) assert.match(line, /--agent-engine[= ]v[23]|--v2/);
  });
});
