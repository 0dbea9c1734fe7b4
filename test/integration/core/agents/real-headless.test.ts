import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveAgent } from '../../../../src/core/agents/agents.ts';
import { findMarked } from '../../../../src/core/base/process-tree.ts';
import { agentFiles, agentVariables, realAgent, shellOf, type RealAgent } from '../../../support/real-agents.ts';
import { writeFiles } from '../../../support/repository.ts';
import { calls, says, scriptedModel } from '../../../support/scripted-model.ts';
import { lastOf, node, run, slotFixture } from '../runner/slot-fixture.ts';

// The agents themselves without a protocol, each turn a process of its own, against a model on this machine.

describe('an attempt with a real agent without a protocol', function () {
  this.timeout(480_000);

  for (const name of ['opencode', 'gemini'] as const) {
    before(() => realAgent(name));

    it(`mends in one conversation what the check has found: ${name}`, async () => {
      using fixture = slotFixture();
      await using model = await scriptedModel(({ round, step }) => {
        const command = `echo ${round === 1 ? 'wrong' : 'right'} > a.txt`;
        return step === 0 ? calls(shellOf[name], { command, description: 'Work' }) : says(`Round ${round} is done.`);
      });
      const verify = [node("process.exit(require('fs').readFileSync('a.txt', 'utf8') === 'right\\n' ? 0 : 1)")];
      const agent = await headless(name, fixture.root, model.url);
      const { launch } = fixture.assign({ agent, verify }).payload;
      const { end, messages } = await run(fixture);
      const transcript = readFileSync(join(fixture.root, 'attempt', 'output.log'), 'utf8');
      assert.equal(end, 'succeeded', `${JSON.stringify(lastOf(messages, 'runner_finished'))}\n${transcript}`);
      assert.equal(fixture.git('show', `${lastOf(messages, 'committed')!.commit}:a.txt`), 'right');
      assert.match(transcript, /^\[tool\] .*echo wrong > a\.txt[^]*^Round 1 is done\.$[^]*^Round 2 is done\.$/m);
      const said = model.questions.findLast(({ round }) => round === 2)?.said.join('\n') ?? '';
      assert.match(said, /Carry out the following task[^]*Round 1 is done\.[^]*^"?Round 2: /m);
      const usage = messages.flatMap((message) => (message.type === 'usage' ? [message.usage] : []));
      assert.ok(usage.length >= 2 && usage.every(({ input_tokens = 0 }) => input_tokens > 0), JSON.stringify(usage));
      assert.deepEqual(findMarked(launch), []);
    });
  }
});

async function headless(name: RealAgent, root: string, url: string) {
  const launch = resolveAgent(`${name}-headless`);
  const [, ...args] = launch.argv;
  const [HOME, TMPDIR] = [join(root, 'home'), join(root, 'tmp')];
  writeFiles(HOME, agentFiles);
  // They unpack libraries into the temporary folder, and leave them there.
  mkdirSync(TMPDIR, { recursive: true });
  const env = { ...launch.env, HOME, TMPDIR, ...agentVariables(url) };
  return { ...launch, argv: [await realAgent(name), ...args], env };
}
