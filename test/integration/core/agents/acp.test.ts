import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findMarked } from '../../../../src/core/base/process-tree.ts';
import { Cancelled } from '../../../../src/core/base/errors.ts';
import { environmentWithKiro, kiroAgent } from '../../../support/kiro/stand-in.ts';
import type { KiroPreset, KiroScript } from '../../../support/kiro/stand-in.ts';
import { lastOf, node, run, slotFixture } from '../runner/slot-fixture.ts';
import type { SlotFixture } from '../runner/slot-fixture.ts';

const change = { write: ['src/a.txt', 'a\n'] };

/** Runs a task with Kiro in the fixture's slot; nothing of it may live afterwards. */
async function runKiro(
  fixture: SlotFixture,
  preset: KiroPreset,
  script: KiroScript,
  payload: Record<string, unknown> = {},
) {
  const assigned = fixture.assign({ agent: kiroAgent(preset, script), ...payload }).payload;
  const { end, messages } = await run(fixture, { env: environmentWithKiro(fixture.root) });
  assert.deepEqual(findMarked(assigned.launch), [], 'a process is left');
  const log = join(fixture.root, 'attempt', 'output.log');
  const usage = messages.flatMap((message) => (message.type === 'usage' ? [message.usage] : []));
  return {
    ...{ end, messages, usage, transcript: existsSync(log) ? readFileSync(log, 'utf8') : '' },
    failure: lastOf(messages, 'runner_finished')?.failure,
    commit: lastOf(messages, 'committed')?.commit ?? 'none',
  };
}

/** Calls the attempt off as soon as its agent has said that it is working. */
async function callOffAtWork(fixture: SlotFixture) {
  const stop = new AbortController();
  const running = run(fixture, { env: environmentWithKiro(fixture.root), signal: stop.signal });
  const log = join(fixture.root, 'attempt', 'output.log');
  while (!existsSync(log) || !readFileSync(log, 'utf8').includes('working')) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  stop.abort(new Cancelled('a person asked'));
  return running;
}

for (const preset of ['kiro', 'kiro-v3'] as const) {
  describe(`an attempt with ${preset} over ACP`, () => {
    it('carries out the task, shows what the agent says and does, and tells its credits', async () => {
      using fixture = slotFixture();
      const turns = [
        [
          { think: 'hm' },
          { say: 'I write ' },
          { say: 'a file.' },
          change,
          { run: 'true' },
          { unknown: 1 },
          { spend: 0.25 },
          { spend: 0.5 },
        ],
      ];
      const { commit, transcript, usage } = await runKiro(fixture, preset, { turns, quirks: ['slow'] });
      assert.equal(fixture.git('show', `${commit}:src/a.txt`), 'a');
      assert.match(transcript, /\[thinking\] hm\nI write a file\.\n\[tool\] edit: Writing src\/a\.txt/);
      assert.match(transcript, /\[allowed\] Writing src\/a\.txt\n\[tool done\] Writing src\/a\.txt/);
      assert.deepEqual(usage, [{ credits: 0.25 }, { credits: 0.5 }]);
      const files = fixture.git('ls-tree', '-r', '--name-only', commit).split('\n');
      assert.deepEqual(files, ['readme.md', 'src/a.txt'], 'the agent profile is not committed');
    });

    it('refuses what lies outside the slot and every push, and goes on with the rest', async () => {
      using fixture = slotFixture();
      const outside = join(fixture.root, 'stolen.txt');
      const turns = [
        [{ write: [outside, 'x'] }, { run: 'git -c a=b push origin main' }, { run: `echo x > ${outside}` }, change],
      ];
      const { end, transcript } = await runKiro(fixture, preset, { turns });
      assert.equal(end, 'succeeded');
      assert.equal(existsSync(outside), false);
      assert.equal(transcript.match(/^\[denied\] /gm)?.length, 3);
      assert.match(transcript, /\[denied\] Running: git -c a=b push origin main – nothing is pushed/);
      assert.match(transcript, /\[tool failed\] Writing .*stolen\.txt\n {2}Tool use was rejected\./);
    });

    it('gives a failed check back to the same conversation', async () => {
      using fixture = slotFixture();
      const turns = [[{ write: ['src/a.txt', 'wrong\n'] }], [{ say: 'Second turn.' }, change]];
      const verify = [node("process.exit(require('fs').readFileSync('src/a.txt', 'utf8') === 'a\\n' ? 0 : 1)")];
      const { end, messages, transcript } = await runKiro(fixture, preset, { turns }, { verify });
      assert.equal(end, 'succeeded');
      assert.match(transcript, /Second turn\./);
      assert.equal(messages.filter(({ type }) => type === 'verification').length, 2);
    });
  });
}

describe('an attempt with Kiro over ACP', () => {
  it('ends as quota, with the time when it opens again, when Kiro tells of a rate limit', async () => {
    using fixture = slotFixture();
    const before = Date.now();
    const { failure } = await runKiro(fixture, 'kiro', { turns: [[{ rateLimit: 90 }]] });
    assert.equal(failure?.kind, 'quota');
    const waitMs = failure.reset_at! - before;
    assert.ok(waitMs >= 90_000 && waitMs < 120_000, String(waitMs));
  });

  const failures: readonly [what: string, script: KiroScript, kind: string, message: RegExp][] = [
    [
      'answers with too many requests',
      { turns: [[{ fail: { code: -32603, message: 'Internal error', data: { status: 429 } } }]] },
      'quota',
      /used up its quota/,
    ],
    ['is not signed in', { quirks: ['signed-out'] }, 'permission_denied', /not signed in.*kiro-cli login/],
    ['dies', { turns: [[{ die: 7 }]] }, 'agent_error', /ended with status 7 before its turn was over/],
    ['reports an error', { turns: [[{ fail: { code: -32603, message: 'Oops' } }]] }, 'agent_error', /Oops/],
    [
      'does not offer the model that was asked for',
      { turns: [[change]], options: { model: 'gpt' } },
      'permission_denied',
      /does not offer the model "gpt"\. It offers: auto, claude-sonnet/,
    ],
  ];
  for (const [what, script, kind, message] of failures) {
    it(`ends as ${kind} when it ${what}`, async () => {
      using fixture = slotFixture();
      const { failure } = await runKiro(fixture, 'kiro', script);
      assert.equal(failure?.kind, kind, failure?.message);
      assert.match(failure.message, message);
    });
  }

  it('is stopped by the runner’s limits when it is silent, the launcher and its program alike', async () => {
    using fixture = slotFixture();
    const script: KiroScript = { turns: [[{ say: 'Thinking …' }, { hang: true }]] };
    const { failure } = await runKiro(fixture, 'kiro', script, { limits: { idle_ms: 1000 } });
    assert.equal(failure?.kind, 'agent_timeout');
  });

  it('does not wait for a grandchild that holds the pipes, and ends it', async () => {
    using fixture = slotFixture();
    const { failure } = await runKiro(fixture, 'kiro', { turns: [[{ die: 3 }]], quirks: ['leaks'] });
    assert.equal(failure?.kind, 'agent_error');
  });

  it('is called off with everything that it has started', async () => {
    using fixture = slotFixture();
    const agent = kiroAgent('kiro', { turns: [[{ say: 'working' }, { hang: true }]] });
    const { payload } = fixture.assign({ agent });
    const { messages } = await callOffAtWork(fixture);
    assert.equal(lastOf(messages, 'runner_finished')?.failure?.message, 'a person asked');
    assert.deepEqual(findMarked(payload.launch), []);
  });

  it('is told that its turn is called off, and gets nothing more of what it asks for', async () => {
    using fixture = slotFixture();
    const notes = join(fixture.root, 'notes.jsonl');
    const turns = [[{ say: 'working' }, { finishWhenCancelled: change.write }]];
    fixture.assign({ agent: kiroAgent('kiro', { turns, notes }) });
    await callOffAtWork(fixture);
    const noted = existsSync(notes) ? readFileSync(notes, 'utf8').trimEnd().split('\n') : [];
    assert.deepEqual(
      noted.map((line): unknown => JSON.parse(line)),
      [{ cancelled: true }, { asked: 'Writing src/a.txt', outcome: 'cancelled' }],
    );
    assert.equal(existsSync(join(fixture.slot, 'src/a.txt')), false);
  });

  it('works with the model and the mode that were asked for', async () => {
    using fixture = slotFixture();
    const turns = [[{ say: 'model {model}, mode {mode}' }, change]];
    const options = { model: 'claude-sonnet', mode: 'kiro_planner' };
    const { transcript } = await runKiro(fixture, 'kiro', { turns, options });
    assert.match(transcript, /model claude-sonnet, mode kiro_planner/);
  });

  it('notices when a value that nobody knows was replaced in silence', async () => {
    using fixture = slotFixture();
    const { failure } = await runKiro(fixture, 'kiro-v3', { turns: [[change]], options: { model: 'gpt' } });
    assert.match(failure?.message ?? '', /does not offer the model "gpt"\. It offers: auto/);
  });

  it('leaves the agent profiles of the project and of the user as they are, although V3 rewrites what it finds', async () => {
    using fixture = slotFixture();
    const old = JSON.stringify({ name: 'reviewer', allowedTools: ['read'] });
    const theirs = join(fixture.slot, '.kiro/agents/reviewer.json');
    const home = join(fixture.root, 'kiro-home');
    for (const folder of [dirname(theirs), join(home, 'agents')]) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'reviewer.json'), old);
    }
    const agent = kiroAgent('kiro-v3', { turns: [[{ say: 'mode {mode}' }, change]] });
    fixture.assign({ agent: { ...agent, env: { ...agent.env, KIRO_HOME: home } } });
    const { end } = await run(fixture, { env: environmentWithKiro(fixture.root) });
    assert.equal(end, 'succeeded');
    for (const folder of [dirname(theirs), join(home, 'agents')]) {
      assert.deepEqual(readdirSync(folder), ['reviewer.json']);
      assert.equal(readFileSync(join(folder, 'reviewer.json'), 'utf8'), old);
    }
    assert.match(readFileSync(join(fixture.root, 'attempt', 'output.log'), 'utf8'), /mode necrocode/);
  });

  it('keeps the frames of a subagent apart from those of the agent', async () => {
    using fixture = slotFixture();
    const turns = [[{ say: 'I ask ' }, { subagent: 'look around' }, { say: 'somebody.' }, change]];
    const { transcript } = await runKiro(fixture, 'kiro', { turns });
    assert.match(transcript, /^I ask \n\(subagent 1\) \[tool\] other: look around\nsomebody\.$/m);
  });

  it('knows what a permission is asked for from the frames before the request', async () => {
    using fixture = slotFixture();
    const outside = join(fixture.root, 'stolen.txt');
    const turns = [[{ write: [outside, 'x'] }, { run: 'git push' }, change]];
    const { end, transcript } = await runKiro(fixture, 'kiro', { turns, quirks: ['terse'] });
    assert.equal(end, 'succeeded');
    assert.equal(existsSync(outside), false);
    assert.equal(transcript.match(/^\[denied\] /gm)?.length, 2);
  });

  it('begins a new conversation when it hangs on taking up the earlier one', async () => {
    using fixture = slotFixture();
    fixture.git('switch', '--quiet', '--detach');
    const commit = fixture.commit({ 'src/b.txt': 'b\n' });
    fixture.git('switch', '--quiet', 'main');
    const conversation = { session: 'unknown-to-it', path: fixture.slot };
    const earlier = { failure: { kind: 'changes_requested', message: 'More.' }, commit, conversation };
    const ran = await runKiro(
      fixture,
      'kiro',
      { turns: [[{ say: 'First turn.' }, change]] },
      { earlier, limits: { idle_ms: 10_000 } },
    );
    assert.equal(ran.end, 'succeeded');
    assert.equal(fixture.git('show', `${ran.commit}:src/a.txt`), 'a');
    assert.match(ran.transcript, /could not be taken up \(session\/load took longer.*a new one begins\nFirst turn\./);
    const { session } = lastOf(ran.messages, 'runner_finished')!.conversation!;
    assert.match(session, /^[0-9a-f-]{36}$/);
  });

  it('says how to get an agent that is not there', async () => {
    using fixture = slotFixture();
    const agent = { ...kiroAgent('kiro', {}), argv: ['kiro-cli-that-is-missing', 'acp'] };
    fixture.assign({ agent });
    const { messages } = await run(fixture);
    const { failure } = lastOf(messages, 'runner_finished')!;
    assert.equal(failure?.kind, 'permission_denied');
    assert.match(failure.message, /was not found.*Install it from https:\/\/kiro/);
  });
});
