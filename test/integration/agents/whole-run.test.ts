import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { agentKey, giveAgents, realAgent, shellOf } from '../../support/real-agents.ts';
import { assertStatus, testRun } from '../../support/runs.ts';
import { calls, says, scriptedModel, type Question } from '../../support/scripted-model.ts';

// The coding agents themselves do the tasks of a run, against a model on this machine whose answers are scripted.

/** Red while a file says that it is wrong. */
const check = `node -e "const fs = require('fs'); for (const f of fs.readdirSync('.')) if (f.endsWith('.txt') && fs.readFileSync(f, 'utf8').includes('wrong')) { console.log(f + ' is wrong'); process.exit(1); }"`;

/** The last has no protocol by which it could ask: what it may do is as its launch line says. */
const agents = [
  { agent: 'opencode', program: 'opencode', asks: true },
  { agent: 'gemini', program: 'gemini', asks: true },
  { agent: 'gemini-headless', program: 'gemini', asks: false },
] as const;

const meetingMsMax = 90_000;

/** Resolves once all of them have come. @throws when one does not come in time */
function meeting(expected: readonly string[]): (who: string) => Promise<void> {
  const missing = new Set(expected);
  const all = Promise.withResolvers<true>();
  return async (who) => {
    missing.delete(who);
    if (missing.size === 0) all.resolve(true);
    const haveMet = await Promise.race([all.promise, wait(meetingMsMax, false, { ref: false })]);
    assert.ok(haveMet, `${who} has waited for ${[...missing].join(', ')}.`);
  };
}

describe('a run with real coding agents', function () {
  this.timeout(480_000);

  for (const { agent, program, asks } of agents) {
    before(() => realAgent(program));

    it(`is carried out by ${agent}: side by side, ${asks ? 'kept to the slot, ' : ''}mended in a second round of one conversation, and told`, async () => {
      const shell = (command: string) => calls(shellOf[program], { command, description: 'Work' });
      await using run = await testRun({ settings: { agent: 'auto', agents: {}, verify: [check] } });
      const outside = join(run.repository.folder, 'stolen.txt');
      // Nobody gets a first answer before both have asked, so that a run of one task after the other comes to nothing.
      const meet = meeting(['mends', 'asks']);
      const work = async ({ task, round, step }: Question) => {
        if (round === 1 && step === 0) await meet(task);
        if (step === 0) return shell(`echo ${task === 'mends' && round === 1 ? 'wrong' : 'right'} > ${task}.txt`);
        return asks && task === 'asks' && step === 1 ? shell(`echo x > "${outside}"`) : says('That is done.');
      };
      await using model = await scriptedModel(work);
      await giveAgents(run, [program], model.url);
      run.plan([{ id: 'mends' }, { id: 'asks' }]);
      assertStatus(await run.necrocode('execute', 'demo', '--agent', agent, '--workers', '2'), 0);

      const { git } = run.repository;
      assert.deepEqual(await run.taskStates(), { mends: 'done', asks: 'done' });
      for (const task of ['mends', 'asks']) assert.equal(git(['show', `necrocode/demo:${task}.txt`]), 'right');
      assert.equal(existsSync(outside), false);

      const transcript = async (task: string) => {
        const read = await run.necrocode('artifacts', 'demo', task, '--read', 'transcript.log');
        assertStatus(read, 0);
        assert.ok(!read.stdout.includes(agentKey), 'The key is shown.');
        return read.stdout;
      };
      assert.match(await transcript('asks'), /^\[(?:allowed|tool)\] .*echo right > asks\.txt.*$/m);
      if (asks) {
        assert.match(await transcript('asks'), /^\[allowed\] .*echo right > asks\.txt.*$/m);
        assert.match(await transcript('asks'), /^\[denied\] .*stolen\.txt.* – .*outside the slot$/m);
      }

      // One attempt; the second round knows what was said in the first.
      const { attempts } = await run.task('mends');
      assert.equal(attempts.length, 1, attempts[0]?.failure?.message);
      const again = model.questions.find(({ task, round, step }) => task === 'mends' && round === 2 && step === 0);
      const said = again?.said.join('\n') ?? '';
      for (const part of [/Carry out the following task/, /That is done\./, /^"?Round 2: /m, /mends\.txt is wrong/])
        assert.match(said, part);
      assert.match(await transcript('mends'), /That is done\.\n[^]*That is done\.\n/);

      const { usage } = await run.task('mends');
      assert.ok((usage?.input_tokens ?? 0) >= 22 && (usage?.output_tokens ?? 0) >= 14, JSON.stringify(usage));
      const page = await run.necrocode('show', 'demo', 'mends');
      assert.match(page.stdout, new RegExp(`tokens +${usage?.input_tokens} in, ${usage?.output_tokens} out`));
      assert.match(page.stdout, program === 'opencode' ? /cost +\$0\.\d+/ : /cost +n\/a/);
      assert.match(page.stdout, /Printed last\n(?: {2}│ .*\n)+/);
      assert.match(
        (await run.necrocode('show', 'demo', 'mends', '--lang', 'ja')).stdout,
        /トークン +入力 \d+、出力 \d+/,
      );
      await run.tidy();
    });
  }
});
