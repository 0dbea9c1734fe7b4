import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LLMock } from '@copilotkit/aimock';
import { resolveAgent } from '../../../../src/core/agents/agents.ts';
import { findMarked } from '../../../../src/core/base/process-tree.ts';
import { realAgent } from '../../../support/real-agents.ts';
import { lastOf, node, run, slotFixture } from '../runner/slot-fixture.ts';
import type { SlotFixture } from '../runner/slot-fixture.ts';

// opencode itself, against a model endpoint on this machine whose answers are scripted.

type Said = Parameters<LLMock['addFixture']>[0]['response'];
type Asked = { messages: readonly { role: string; content?: unknown }[]; tools?: readonly unknown[] };

/** The model's answer to each prompt that holds the word; to what a tool says it answers with words alone. */
async function scriptedModel(answers: readonly (readonly [word: string, said: Said])[]) {
  const mock = new LLMock({ port: 0 });
  const when = (predicate: (asked: Asked) => boolean, response: Said) => {
    mock.addFixture({ match: { predicate }, response });
  };
  when(({ messages }) => messages.at(-1)?.role === 'tool', { content: 'That is done.' });
  for (const [word, said] of answers) {
    when(({ messages, tools = [] }) => tools.length > 0 && JSON.stringify(messages.at(-1)).includes(word), said);
  }
  // Before the first prompt the session is given a name.
  when(() => true, { content: 'A title' });
  await mock.start();
  return { url: mock.url, [Symbol.asyncDispose]: () => mock.stop() };
}

const calls = (name: string, input: object): Said => ({ toolCalls: [{ name, arguments: JSON.stringify(input) }] });

async function opencodeAgent(preset: 'opencode' | 'opencode-headless', fixture: SlotFixture, url: string) {
  const launch = resolveAgent(preset, { agents: {}, hasPlaybooks: false });
  const config = {
    provider: {
      mock: {
        ...{ npm: '@ai-sdk/openai-compatible', name: 'Mock', options: { baseURL: `${url}/v1`, apiKey: 'not-a-key' } },
        models: { m: { name: 'm', tool_call: true } },
      },
    },
    ...{ model: 'mock/m', small_model: 'mock/m', autoupdate: false, share: 'disabled' },
    permission: preset === 'opencode' ? { bash: 'ask', edit: 'ask' } : { bash: 'allow', edit: 'allow' },
  };
  const [, ...args] = launch.argv;
  // It unpacks libraries of its own into the temporary folder, and leaves them there.
  const TMPDIR = join(fixture.root, 'tmp');
  mkdirSync(TMPDIR, { recursive: true });
  const HOME = join(fixture.root, 'home');
  const env = { ...launch.env, HOME, TMPDIR, OPENCODE_CONFIG_CONTENT: JSON.stringify(config) };
  return { ...launch, argv: [await realAgent('opencode'), ...args], env };
}

describe('an attempt with opencode itself', function () {
  this.timeout(240_000);

  before(() => realAgent('opencode'));

  for (const preset of ['opencode', 'opencode-headless'] as const) {
    it(`mends in its second round what the check has found: ${preset}`, async () => {
      using fixture = slotFixture();
      await using model = await scriptedModel([
        ['Round 2', calls('bash', { command: "printf 'a\\n' > a.txt", description: 'Mend' })],
        ['Carry out', calls('write', { filePath: join(fixture.slot, 'a.txt'), content: 'wrong\n' })],
      ]);
      const verify = [node("process.exit(require('fs').readFileSync('a.txt', 'utf8') === 'a\\n' ? 0 : 1)")];
      const agent = await opencodeAgent(preset, fixture, model.url);
      const { launch } = fixture.assign({ agent, verify }).payload;
      const { end, messages } = await run(fixture);
      const transcript = readFileSync(join(fixture.root, 'attempt', 'output.log'), 'utf8');
      assert.equal(end, 'succeeded', `${JSON.stringify(lastOf(messages, 'runner_finished'))}\n${transcript}`);
      assert.equal(fixture.git('show', `${lastOf(messages, 'committed')!.commit}:a.txt`), 'a');
      assert.match(transcript, /That is done\./);
      if (preset === 'opencode') assert.equal(transcript.match(/^\[allowed\] /gm)?.length, 2);
      const usage = messages.flatMap((message) => (message.type === 'usage' ? [message.usage] : []));
      assert.ok(usage.length >= 2 && usage.every(({ input_tokens = 0 }) => input_tokens > 0), JSON.stringify(usage));
      assert.deepEqual(findMarked(launch), []);
    });
  }

  it('is refused a command that reaches out of the slot', async () => {
    using fixture = slotFixture();
    const outside = join(fixture.root, 'stolen.txt');
    await using model = await scriptedModel([
      ['Carry out', calls('bash', { command: `echo x > "${outside}"`, description: 'Steal' })],
    ]);
    fixture.assign({ agent: await opencodeAgent('opencode', fixture, model.url), limits: { idle_ms: 20_000 } });
    const { messages } = await run(fixture);
    assert.equal(existsSync(outside), false);
    const transcript = readFileSync(join(fixture.root, 'attempt', 'output.log'), 'utf8');
    assert.match(transcript, /\[denied\] .*outside the slot/);
    assert.equal(lastOf(messages, 'runner_finished')?.failure?.kind, 'permission_denied');
  });
});
