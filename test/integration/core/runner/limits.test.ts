import assert from 'node:assert/strict';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cancelled } from '../../../../src/core/base/errors.ts';
import { findMarked } from '../../../../src/core/base/process-tree.ts';
import { agentOf, checkFailure, lastOf, run, slotFixture } from './slot-fixture.ts';
import type { ExpectedFailure, SlotFixture } from './slot-fixture.ts';

describe('an attempt', () => {
  const silent = (code: string) => ({
    agent: { name: 'silent', driver: 'command', argv: [process.execPath, '-e', code] },
    limits: { idle_ms: 1000 },
  });

  /** As codex does, for ever. */
  const lament =
    'setInterval(() => (console.error("no route"), console.log(\'{"type":"error","message":"Reconnecting... 1/5"}\')), 300)';
  const laments = {
    ...{ name: 'laments', driver: 'headless', argv: [process.execPath, '-e', lament] },
    options: { format: 'codex' },
  };

  it('lets an agent go on that is silent but uses the processor', async () => {
    using fixture = slotFixture();
    fixture.assign(
      silent('const until = Date.now() + 2500; while (Date.now() < until); fs.writeFileSync("a.txt", "a")'),
    );
    assert.equal((await run(fixture)).end, 'succeeded');
  });

  it('lets an agent go on that is silent but changes files', async () => {
    using fixture = slotFixture();
    const code =
      'let n = 0; const t = setInterval(() => { fs.appendFileSync("notes.txt", "a"); if (n++ === 8) clearInterval(t); }, 300)';
    fixture.assign(silent(code));
    assert.equal((await run(fixture)).end, 'succeeded');
  });

  const failures: readonly [what: string, payload: Record<string, unknown>, expected: ExpectedFailure][] = [
    ['that changes nothing', { agent: agentOf('no-change.mjs') }, { kind: 'no_changes', message: /without a change/ }],
    [
      'that hangs',
      { agent: agentOf('hangs.mjs'), limits: { idle_ms: 1000 } },
      { kind: 'agent_timeout', message: /printed nothing about its work, used no processor time/ },
    ],
    [
      'that does nothing but tell, again and again, that its model cannot be reached',
      { agent: laments, limits: { idle_ms: 1000 } },
      { kind: 'agent_timeout', message: /printed nothing about its work/ },
    ],
    [
      'that takes too long and cannot be asked to stop',
      { agent: agentOf('ignores-sigterm.mjs'), limits: { wall_clock_ms: 1000 } },
      { kind: 'agent_timeout', message: /longer than 1 s/ },
    ],
    [
      'that makes a link out of the slot',
      { agent: agentOf('edits-outside.mjs', 'link'), limits: { fix_rounds_max: 0 } },
      { kind: 'policy_violation', message: /passwords points out/ },
    ],
    [
      'that removes its own folder',
      { agent: { name: 'gone', driver: 'command', argv: ['/bin/rm', '-rf', '../スロット 1'] } },
      { kind: 'agent_error', message: /removed its own working folder/ },
    ],
    [
      'that does not exist',
      { agent: { name: 'ghost', driver: 'command', argv: ['no-such-agent'] } },
      { kind: 'permission_denied', message: /ghost.*no-such-agent was not found/ },
    ],
    [
      'whose program is not installed',
      { agent: { name: 'kiro', driver: 'acp', argv: ['kiro-cli-that-is-missing', 'acp'] } },
      { kind: 'permission_denied', message: /was not found.*Install it from https:\/\/kiro/ },
    ],
    [
      'that ends with an error',
      { agent: { name: 'broken', driver: 'command', argv: [process.execPath, '-e', 'process.exit(7)'] } },
      { kind: 'agent_error', message: /status 7/ },
    ],
    [
      'with a check that needs a shell',
      { verify: ['npm test | tee log'] },
      { kind: 'permission_denied', message: /without a shell/ },
    ],
  ];
  for (const [what, payload, expected] of failures) {
    it(`ends as ${expected.kind} with an agent ${what}`, () => checkFailure(payload, expected));
  }
});

describe('a runner that is not wanted any more', () => {
  /** Aborts as soon as the agent has printed something. */
  async function untilAgentSpeaks(fixture: SlotFixture): Promise<void> {
    const log = join(fixture.root, 'attempt', 'output.log');
    while (!existsSync(log) || statSync(log).size === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  it('ends its agent and says that it was cancelled when it is told to stop', async () => {
    using fixture = slotFixture();
    const { payload } = fixture.assign({ agent: agentOf('hangs.mjs') });
    const stop = new AbortController();
    const running = run(fixture, { signal: stop.signal });
    await untilAgentSpeaks(fixture);
    stop.abort(new Cancelled('a person asked'));
    const { messages } = await running;
    const { failure } = lastOf(messages, 'runner_finished')!;
    assert.deepEqual([failure?.kind, failure?.message], ['cancelled', 'a person asked']);
    assert.deepEqual(findMarked(payload.launch), []);
  });

  it('ends without another word when another launch has taken the attempt over', async () => {
    using fixture = slotFixture();
    const assignment = fixture.assign({ agent: agentOf('hangs.mjs') });
    const running = run(fixture, { heartbeatMs: 50 });
    await untilAgentSpeaks(fixture);
    writeFileSync(
      fixture.envelope,
      JSON.stringify({ ...assignment, payload: { ...assignment.payload, launch: 'another' } }),
    );
    const { end, messages } = await running;
    assert.equal(end, 'replaced');
    assert.equal(lastOf(messages, 'runner_finished'), undefined);
    assert.deepEqual(findMarked(assignment.payload.launch), []);
  });
});
