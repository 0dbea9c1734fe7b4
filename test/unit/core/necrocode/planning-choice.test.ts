// Who plans, for users with and without keys and agents.
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../../src/core/base/errors.ts';
import { locate } from '../../../../src/core/necrocode.ts';
import { choosePlanner, type Choice } from '../../../../src/core/necrocode/planning-choice.ts';
import { key, userWith } from '../../../support/model-endpoint.ts';
import { testRepository, writeFiles } from '../../../support/repository.ts';
import type { JobSpec } from '../../../../src/core/planner/planner.ts';

const sentence: JobSpec = { kind: 'sentence', text: 'Build it' };

interface User {
  key?: string;
  settings?: string;
  /** Programs on the PATH, with the status that they end with; there are no others. */
  programs?: Readonly<Record<string, number>>;
}

type Wish = Parameters<typeof choosePlanner>[2];

async function choose(user: User, wish: Wish = {}, job: JobSpec = sentence): Promise<Choice> {
  using repository = testRepository();
  const bin = join(repository.folder, 'bin');
  writeFiles(bin, { 'not-a-program': '' });
  for (const [name, status] of Object.entries(user.programs ?? {})) {
    writeFiles(bin, { [name]: `#!/bin/sh\nexit ${status}\n` });
    chmodSync(join(bin, name), 0o755);
  }
  const keys = { PATH: bin, ...(user.key === undefined ? {} : { OPENAI_API_KEY: user.key }) };
  using _user = userWith(repository, keys, user.settings ?? '{}\n');
  return await choosePlanner(await locate(repository.mainWorktree), job, wish);
}

/** `planner`, or `agent name`. */
async function check(user: User, wish: Wish, expected: string): Promise<void> {
  const choice = await choose(user, wish);
  assert.equal(choice.planner === 'agent' ? `agent ${choice.agent.name}` : choice.planner, expected);
}

const node = JSON.stringify(process.execPath);
const own = `agents:\n  missing: {argv: [no-such-program]}\n  mine: {argv: [${node}]}\n`;

describe('the choice of a planner', () => {
  it('is a spec for a folder and for a list of tasks, whoever else could plan', async () => {
    const folder: JobSpec = { kind: 'folder', path: '/x' };
    const list: JobSpec = { kind: 'file', path: '/x/todo.md', text: '- [ ] A\n' };
    const words: JobSpec = { kind: 'file', path: '/x/idea.md', text: 'Build it.\n' };
    assert.equal((await choose({ key }, {}, folder)).planner, 'spec');
    assert.equal((await choose({ key }, {}, list)).planner, 'spec');
    assert.equal((await choose({ key }, {}, words)).planner, 'openai');
  });

  const rows: [who: string, user: User, wish: Wish, expected: string][] = [
    ['a model for a user with a key, also when there are agents', { key, settings: own }, {}, 'openai'],
    ['the first of the user’s own agents whose program is there', { settings: own }, {}, 'agent mine'],
    ['a known agent that is installed', { programs: { opencode: 0 } }, {}, 'agent opencode'],
    [
      'another one when the preferred does not work',
      { programs: { 'kiro-cli': 1, opencode: 0 } },
      {},
      'agent opencode',
    ],
    [
      'the agent of the settings',
      { programs: { opencode: 0, codex: 0 }, settings: 'agent: codex\n' },
      {},
      'agent codex',
    ],
    [
      'the templates when the agent of the settings is not there',
      { programs: { opencode: 0 }, settings: 'agent: codex\n' },
      {},
      'offline',
    ],
    ['the agent that is named, whether it works or not', { key }, { agent: 'kiro' }, 'agent kiro'],
    ['an agent when one is asked for, also with a key', { key, settings: own }, { planner: 'agent' }, 'agent mine'],
    ['the templates when they are asked for', { key, settings: own }, { planner: 'offline' }, 'offline'],
    ['the templates when there is nothing else', {}, {}, 'offline'],
    ['the templates when the settings name an agent that nobody knows', { settings: 'agent: hal\n' }, {}, 'offline'],
  ];
  for (const [who, user, wish, expected] of rows) it(`is ${who}`, () => check(user, wish, expected));

  it('gives its reason in both languages when nobody has chosen, and none otherwise', async () => {
    const why = async (user: User, wish?: Wish) => {
      const choice = await choose(user, wish);
      return 'why' in choice ? choice.why : undefined;
    };
    assert.match((await why({ settings: own }))!.en, /no key .* was found, and the agent mine can be used/);
    assert.match((await why({ settings: own }))!.ja, /エージェント mine/);
    const offline = await why({ programs: { 'kiro-cli': 1 }, settings: 'agents: {mine: {argv: [no-such-program]}}\n' });
    assert.match(
      offline!.en,
      /\(mine: no-such-program is not on the PATH; kiro: kiro-cli --version ended with status 1\)/,
    );
    assert.equal(await why({ key }, { planner: 'openai' }), undefined);
    assert.equal(await why({ settings: own }, { planner: 'agent' }), undefined);
  });

  const refusals: [what: string, user: User, wish: Wish, expected: RegExp][] = [
    ['an agent for another planner', {}, { planner: 'openai', agent: 'kiro' }, /"openai" uses no agent/],
    ['an agent that nobody knows', {}, { agent: 'hal' }, /The agent "hal" is not known/],
    ['a playbook', {}, { agent: 'playbook' }, /playbook: it follows a playbook, which cannot plan/],
    ['an agent where there is none', {}, { planner: 'agent' }, /No agent that can plan is set up\./],
  ];
  for (const [what, user, wish, expected] of refusals) {
    it(`refuses ${what}, with the way out`, () =>
      assert.rejects(
        choose(user, wish),
        (error) => error instanceof UserError && expected.test(error.message) && error.hint !== undefined,
      ));
  }
});
