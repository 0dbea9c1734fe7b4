// Which agent `auto` is, on machines with and without agents that can be used.
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAgents, type Agents } from '../../../../src/core/agents/agents.ts';
import type { Ask } from '../../../../src/core/agents/choose.ts';
import type { AgentSettings } from '../../../../src/core/model/settings.ts';
import { programs } from '../../../support/programs.ts';
import { writeFiles } from '../../../support/repository.ts';

interface User {
  /** Shell scripts on the PATH; there are no others. */
  programs?: Readonly<Record<string, string>>;
  agents?: Readonly<Record<string, AgentSettings>>;
  env?: Readonly<Record<string, string>>;
  hasPlaybook?: boolean;
  ask?: Ask;
}

async function withAgents<T>(user: User, look: (agents: Agents, folder: string) => Promise<T>): Promise<T> {
  using machine = programs(user.programs ?? {});
  const { folder } = machine;
  if (user.hasPlaybook === true) writeFiles(folder, { '.kiro/playbooks/default.yaml': 'steps: []\n' });
  const settings = { agents: { ...user.agents } };
  const env = { ...machine.env, ...user.env };
  const ask = user.ask === undefined ? {} : { ask: user.ask };
  return await look(await openAgents({ mainWorktree: folder, settings, env, ...ask }), folder);
}

const signedOut = '[ "$1" = --version ]';
const own = (program: string): AgentSettings => ({ argv: [program], env: {} });

describe('the agent that auto takes', () => {
  const rows: [what: string, user: User, expected: string][] = [
    ['the first of the user’s own', { programs: { mine: '', 'kiro-cli': '' }, agents: { mine: own('mine') } }, 'mine'],
    [
      'the first of the user’s own that can be started',
      { programs: { mine: '' }, agents: { ghost: own('ghost'), mine: own('mine') } },
      'mine',
    ],
    ['an own one whose path begins at the slot', { agents: { mine: own('./tools/mine') } }, 'mine'],
    ['Kiro before the others', { programs: { gemini: '', 'kiro-cli': '' } }, 'kiro'],
    ['another one when nobody is signed in to Kiro', { programs: { gemini: '', 'kiro-cli': signedOut } }, 'gemini'],
    ['another one when Kiro does not work', { programs: { gemini: '', 'kiro-cli': 'exit 3' } }, 'gemini'],
    [
      'Kiro with a key',
      { programs: { gemini: '', 'kiro-cli': signedOut }, env: { KIRO_API_KEY: 'ksk_long_enough' } },
      'kiro',
    ],
    [
      'Kiro with a key of the user’s settings',
      {
        programs: { gemini: '', 'kiro-cli': signedOut },
        agents: { kiro: { env: { KIRO_API_KEY: 'ksk_long_enough' } } },
      },
      'kiro',
    ],
    [
      'an installed one, rather than an own one that is not there',
      { programs: { 'kiro-cli': '' }, agents: { ghost: own('ghost') } },
      'kiro',
    ],
    ['an agent before playbooks', { programs: { gemini: '' }, hasPlaybook: true }, 'gemini'],
    ['playbooks when no agent can be used', { programs: { 'kiro-cli': signedOut }, hasPlaybook: true }, 'playbook'],
    ['playbooks where there is no agent', { hasPlaybook: true }, 'playbook'],
  ];
  for (const [what, user, expected] of rows) {
    it(`is ${what}`, () =>
      withAgents(user, async (agents) => {
        assert.equal((await agents.choose('auto')).agent.name, expected);
        assert.equal((await agents.resolve('auto')).name, expected);
      }));
  }

  it('is refused with the reason for each where none can be used, in both languages', () =>
    withAgents({ programs: { 'kiro-cli': signedOut, codex: 'exit 3' }, agents: { ghost: own('ghost') } }, (agents) =>
      assert.rejects(agents.choose('auto'), {
        name: 'UserError',
        message:
          'No agent can be used (ghost: ghost is not on the PATH; kiro: nobody is signed in; codex: codex --version ended with status 3).',
        hint: /doctor/,
        ja: {
          message:
            '利用できるエージェントがありません (ghost: ghost が PATH にありません; kiro: サインインしていません; codex: codex --version がステータス 3 で終了しました)。',
          hint: 'サインインの方法は `necrocode doctor` で確認できます。--agent で指定したものは確認せずに使われます。',
        },
      }),
    ));

  it('is refused with what to do where nothing is set up', () =>
    withAgents({}, (agents) =>
      assert.rejects(agents.choose('auto'), { message: 'No agent is set up.', hint: /--agent/ }),
    ));

  it('tells why others were passed over', () =>
    withAgents({ programs: { 'kiro-cli': signedOut, gemini: '' } }, async (agents) => {
      const { reasons } = await agents.choose('auto');
      assert.deepEqual(reasons, [{ en: 'kiro: nobody is signed in', ja: 'kiro: サインインしていません' }]);
    }));

  it('is asked once for all attempts, and anew for each run', () =>
    withAgents(
      { programs: { 'kiro-cli': 'echo asked >> "$HOME/log"', gemini: 'echo gemini >> "$HOME/log"' } },
      async (agents, folder) => {
        const asked = () => readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');
        await Promise.all([agents.resolve('auto'), agents.resolve('auto')]);
        await agents.resolve('auto');
        assert.deepEqual(asked(), ['asked', 'asked'], 'its version and its sign-in, and nobody else');
        await agents.choose('auto');
        await agents.resolve('auto');
        assert.equal(asked().length, 4);
      },
    ));

  it('is looked for again by the next attempt where none was found', () =>
    withAgents({ programs: { 'kiro-cli': '[ -e "$HOME/signed-in" ]' } }, async (agents, folder) => {
      await assert.rejects(agents.resolve('auto'), /No agent can be used/);
      appendFileSync(join(folder, 'signed-in'), '');
      assert.equal((await agents.resolve('auto')).name, 'kiro');
    }));

  it('is not looked for where one is named', () =>
    withAgents({ programs: { 'kiro-cli': 'exit 3' } }, async (agents) => {
      assert.equal((await agents.choose('kiro')).agent.name, 'kiro');
      await assert.rejects(agents.choose('hal'), /"hal" is not known/);
    }));

  it('is asked within a bounded time', () => {
    const asked: [name: string, msMax: number][] = [];
    const why = { en: { message: 'It hangs.' }, ja: { message: '応答しません。' } };
    const ask: Ask = ({ name }, { msMax }) => {
      asked.push([name, msMax]);
      return Promise.resolve({ name, usable: false, why });
    };
    return withAgents({ programs: { 'kiro-cli': '', gemini: '' }, ask }, async (agents) => {
      await assert.rejects(agents.choose('auto'), /kiro: it hangs; gemini: it hangs/);
      assert.deepEqual(
        asked.map(([name]) => name),
        ['kiro', 'gemini'],
        'once for each program',
      );
      for (const [, msMax] of asked) assert.ok(msMax > 0 && msMax <= 15_000, String(msMax));
    });
  });
});
