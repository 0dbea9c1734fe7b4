import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findMarked } from '../../../../src/core/base/process-tree.ts';
import { presets } from '../../../../src/core/agents/presets.ts';
import type { Usage } from '../../../../src/core/model/evidence.ts';
import { environmentWithKiro, kiroAgent } from '../../../support/kiro/stand-in.ts';
import type { KiroScript } from '../../../support/kiro/stand-in.ts';
import { agentsDir, lastOf, node, run, slotFixture } from '../runner/slot-fixture.ts';
import type { SlotFixture } from '../runner/slot-fixture.ts';

const change = { write: ['src/a.txt', 'a\n'] };

async function runKiro(fixture: SlotFixture, script: KiroScript, payload: Record<string, unknown> = {}) {
  const { launch } = fixture.assign({ agent: kiroAgent('kiro-headless', script), ...payload }).payload;
  const { end, messages } = await run(fixture, { env: environmentWithKiro(fixture.root) });
  assert.deepEqual(findMarked(launch), [], 'a process is left');
  const log = join(fixture.root, 'attempt', 'output.log');
  return {
    ...{ end, messages, transcript: existsSync(log) ? readFileSync(log, 'utf8') : '' },
    failure: lastOf(messages, 'runner_finished')?.failure,
    usage: messages.flatMap((message) => (message.type === 'usage' ? [message.usage] : [])),
  };
}

describe('an attempt with Kiro without a terminal', () => {
  for (const quirks of [[], ['bare']] as const) {
    it(`carries out the task and tells its credits, updates ${quirks.length === 0 ? 'in envelopes' : 'bare'}`, async () => {
      using fixture = slotFixture();
      const turns = [[{ say: 'I write a file.' }, change, { spend: 0.25 }, { subagent: 'look' }, { spend: 0.25 }]];
      const { end, transcript, usage } = await runKiro(fixture, { turns, quirks });
      assert.equal(end, 'succeeded');
      assert.match(transcript, /I write a file\.\n\[tool\] edit: Writing src\/a\.txt\n\[tool done\]\n {2}wrote/);
      assert.deepEqual(usage, [{ credits: 0.25 }, { credits: 0.25 }]);
    });
  }

  it('cannot push, and is not taken at its exit status when that was all it wanted', async () => {
    using fixture = slotFixture();
    const { failure, transcript } = await runKiro(fixture, { turns: [[{ run: 'git push origin HEAD' }]] });
    assert.match(transcript, /\[tool failed\]\n {2}Tool use was rejected\./);
    assert.doesNotMatch(transcript, /\[tool done\]/);
    assert.equal(failure?.kind, 'no_changes', failure?.message);
  });

  it('may run every other command', async () => {
    using fixture = slotFixture();
    const { end, transcript } = await runKiro(fixture, { turns: [[{ run: 'echo "git push" > a.txt' }]] });
    assert.equal(end, 'succeeded', transcript);
  });

  it('goes on in the newest session when a check has failed', async () => {
    using fixture = slotFixture();
    const turns = [
      [{ write: ['src/a.txt', 'wrong\n'] }, { compact: true }],
      [{ say: 'Second turn.' }, change],
    ];
    const verify = [node("process.exit(require('fs').readFileSync('src/a.txt', 'utf8') === 'a\\n' ? 0 : 1)")];
    const { end, transcript } = await runKiro(fixture, { turns }, { verify });
    assert.equal(end, 'succeeded');
    assert.match(transcript, /Second turn\./);
  });

  const failures: readonly [what: string, script: KiroScript, kind: string, message: RegExp][] = [
    ['has used up its quota', { turns: [[{ rateLimit: 30 }]] }, 'quota', /Too many requests/],
    ['is not signed in', { quirks: ['signed-out'] }, 'permission_denied', /not signed in.*kiro-cli login/],
    ['reports an error', { turns: [[{ fail: { stage: 'model', message: 'Oops' } }]] }, 'agent_error', /Oops/],
    ['changes nothing and exits 0', { turns: [[{ say: 'Done!' }]] }, 'no_changes', /without a change/],
    ['dies', { turns: [[{ die: 9 }]] }, 'agent_error', /ended with status 9/],
  ];
  for (const [what, script, kind, message] of failures) {
    it(`ends as ${kind} when it ${what}`, async () => {
      using fixture = slotFixture();
      const { failure } = await runKiro(fixture, script);
      assert.equal(failure?.kind, kind, failure?.message);
      assert.match(failure.message, message);
    });
  }

  it('is stopped by the runner’s limits when it is silent', async () => {
    using fixture = slotFixture();
    const { failure } = await runKiro(fixture, { turns: [[{ hang: true }]] }, { limits: { idle_ms: 1000 } });
    assert.equal(failure?.kind, 'agent_timeout');
  });
});

describe('a headless agent whose work was refused', () => {
  const tokens = { input_tokens: 10, output_tokens: 2 };
  const session = 'c0ffee00-1111-2222-3333-444455556666';
  const agents: readonly [preset: string, line: string, usage: Usage[]][] = [
    [
      'claude',
      `-p --output-format stream-json --verbose --permission-mode acceptEdits --allowedTools Bash --resume ${session}`,
      [tokens, { cost_usd: 0.25 }, tokens, { cost_usd: 0.5 }],
    ],
    ['codex', `exec --json --skip-git-repo-check -s workspace-write resume ${session} -`, [tokens, tokens]],
    [
      'opencode-headless',
      `run --format json --session ${session}`,
      [
        { ...tokens, cost_usd: 0.25 },
        { ...tokens, cost_usd: 0.25 },
      ],
    ],
    ['gemini-headless', `-o stream-json --approval-mode yolo --skip-trust --resume ${session} -p`, [tokens, tokens]],
    ['copilot-headless', `--allow-all-tools --output-format json --no-ask-user --resume=${session} -p`, []],
  ];
  for (const [name, line, usage] of agents) {
    it(`goes on in the same conversation, and is counted once: ${name}`, async () => {
      using fixture = slotFixture();
      const { hint: _hint, ...preset } = presets[name]!;
      const program = [process.execPath, join(agentsDir, 'goes-on.mjs'), preset.options!.format!];
      const log = join(fixture.root, 'lines.txt');
      fixture.assign({
        agent: { ...preset, name, argv: [...program, ...preset.argv.slice(1)], env: { GOES_ON_LOG: log } },
        verify: [node("process.exit(fs.readFileSync('a.txt', 'utf8') === 'right\\n' ? 0 : 1)")],
      });
      const { end, messages } = await run(fixture);
      const [first, second, ...more] = readFileSync(log, 'utf8')
        .trimEnd()
        .split('\n')
        .map((one) => one.trimEnd());
      assert.deepEqual([end, second?.replace(/ Round 2[^]*/, ''), more], ['succeeded', line, []]);
      assert.ok(!first?.includes(session), first);
      assert.deepEqual(
        messages.flatMap((message) => (message.type === 'usage' ? [message.usage] : [])),
        usage,
      );
    });
  }
});

describe('a headless agent whose change was sent back', () => {
  /** Its work of an earlier attempt, made in that conversation. */
  function earlierIn(fixture: SlotFixture, session: string) {
    fixture.git('switch', '--quiet', '--detach');
    const commit = fixture.commit({ 'a.txt': 'wrong\n' });
    fixture.git('switch', '--quiet', 'main');
    const conversation = { session, path: fixture.slot, counted: { cost_usd: 0.25 } };
    return { failure: { kind: 'changes_requested', message: 'It is wrong.' }, commit, conversation };
  }

  it('goes on in the conversation of the earlier attempt, which is counted on', async () => {
    using fixture = slotFixture();
    const session = 'c0ffee00-1111-2222-3333-444455556666';
    const { hint: _hint, ...preset } = presets['claude']!;
    const log = join(fixture.root, 'lines.txt');
    const argv = [process.execPath, join(agentsDir, 'goes-on.mjs'), 'claude', ...preset.argv.slice(1)];
    const agent = { ...preset, name: 'claude', argv, env: { GOES_ON_LOG: log } };
    fixture.assign({ agent, earlier: earlierIn(fixture, session) });
    const { messages } = await run(fixture);
    const { commit } = lastOf(messages, 'committed')!;
    assert.equal(fixture.git('show', `${commit}:a.txt`), 'right');
    assert.match(readFileSync(log, 'utf8'), new RegExp(`^.* --resume ${session}\n$`));
    const usage = messages.flatMap((message) => (message.type === 'usage' ? [message.usage] : []));
    assert.deepEqual(usage.at(-1), { cost_usd: 0.5 });
    assert.deepEqual(lastOf(messages, 'runner_finished')?.conversation, {
      ...{ session, path: fixture.slot },
      counted: { cost_usd: 0.75 },
    });
  });

  const gone =
    'if (process.argv.includes("--resume")) { console.log("No conversation found"); process.exit(1); } ' +
    'console.log(JSON.stringify({ type: "text", sessionID: "s2", part: { text: "I begin." } })); ' +
    'require("fs").appendFileSync("a.txt", "x")';
  const begins: readonly [what: string, session: string, said: RegExp][] = [
    [
      'the earlier one is gone',
      's1',
      /No conversation found\n\[conversation\] the earlier one cannot .*\nI begin\.\n$/,
    ],
    ['the id of the earlier one reads like a flag', '--yolo', /^I begin\.\n$/],
  ];
  for (const [what, session, said] of begins) {
    it(`begins a new one when ${what}`, async () => {
      using fixture = slotFixture();
      const options = { format: 'opencode', resume: ['--resume', '{session}'] };
      const agent = { name: 'mine', driver: 'headless', argv: [process.execPath, '-e', gone, '--'], options };
      fixture.assign({ agent, earlier: earlierIn(fixture, session) });
      const { end, messages } = await run(fixture);
      assert.equal(end, 'succeeded');
      assert.match(readFileSync(join(fixture.root, 'attempt', 'output.log'), 'utf8'), said);
      assert.equal(lastOf(messages, 'runner_finished')?.conversation?.session, 's2');
    });
  }
});

describe('a headless agent', () => {
  /** Prints its arguments and its input, as a frame of opencode's. */
  const echoes =
    'let t = ""; process.stdin.on("data", (d) => t += d).on("end", () => { ' +
    'console.log(JSON.stringify({ type: "text", sessionID: "s1", part: { text: JSON.stringify([process.argv.slice(1), t.length > 0]) } })); ' +
    'require("fs").appendFileSync("a.txt", "x") })';

  async function prompts(prompt: 'stdin' | 'argument', ...flags: string[]): Promise<string> {
    using fixture = slotFixture();
    const argv = [process.execPath, '-e', echoes, '--', ...flags];
    fixture.assign({ agent: { name: 'mine', driver: 'headless', argv, options: { format: 'opencode', prompt } } });
    assert.equal((await run(fixture)).end, 'succeeded');
    return readFileSync(join(fixture.root, 'attempt', 'output.log'), 'utf8');
  }

  it('is given its prompt on standard input', async () => {
    assert.match(await prompts('stdin', '--json'), /^\[\["--json"\],true\]/m);
  });

  it('is given its prompt as the last argument, behind the flag for it', async () => {
    assert.match(
      await prompts('argument', '--yes', '-p'),
      /^\[\["--yes","-p","Carry out the following task.*"\],false\]/m,
    );
  });

  it('has to say what it prints', async () => {
    using fixture = slotFixture();
    fixture.assign({ agent: { name: 'mine', driver: 'headless', argv: ['mine'] } });
    const { messages } = await run(fixture);
    assert.match(lastOf(messages, 'runner_finished')?.failure?.message ?? '', /options: \{format: …\}.*kiro, claude/);
  });

  it('sees the key that is its own, which the check does not see', async () => {
    using fixture = slotFixture();
    const variable = 'NECROCODE_TEST_API_KEY';
    const agent = {
      ...{ name: 'mine', driver: 'command', env_allow: [variable] },
      argv: [process.execPath, '-e', `fs.writeFileSync('seen.txt', String(process.env.${variable}?.length))`],
    };
    fixture.assign({ agent, verify: [node(`process.exit(process.env.${variable} === undefined ? 0 : 1)`)] });
    process.env[variable] = 'a-key-of-some-length';
    try {
      const { messages } = await run(fixture);
      assert.equal(fixture.git('show', `${lastOf(messages, 'committed')!.commit}:seen.txt`), '20');
    } finally {
      delete process.env[variable];
    }
  });
});
