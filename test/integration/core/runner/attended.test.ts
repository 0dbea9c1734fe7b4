import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { storeArtifact } from '../../../../src/core/artifacts/artifacts.ts';
import { cancelledBy, onAbort } from '../../../../src/core/base/abort.ts';
import { systemClock } from '../../../../src/core/base/clock.ts';
import { followFile } from '../../../../src/core/base/jsonl.ts';
import { identify } from '../../../../src/core/base/process-identity.ts';
import { markerVariable } from '../../../../src/core/base/process-tree.ts';
import { spiritMessageSchema, type Assignment, type SpiritMessage } from '../../../../src/core/model/spirit.ts';
import type { AgentTurn } from '../../../../src/core/runner/ports.ts';
import { tellRunner } from '../../../../src/core/runner/runner.ts';
import { agentOf, lastOf, node, readMessages, run, slotFixture, type SlotFixture } from './slot-fixture.ts';

const isGood = node("process.exit(require('fs').readFileSync('out.txt', 'utf8') === 'good' ? 0 : 1)");

function say(fixture: SlotFixture, { payload }: Assignment, kind: 'take_over' | 'done' | 'fail'): Promise<void> {
  const word = { id: randomUUID(), at: Date.now(), launch: payload.launch, by: 'alice', kind };
  return tellRunner(join(fixture.root, 'attempt'), word);
}

/** The n-th message of a type, there already or still to come. */
async function nth<T extends SpiritMessage['type']>(fixture: SlotFixture, type: T, n = 1) {
  const signal = AbortSignal.timeout(30_000);
  let seen = 0;
  for await (const { line } of followFile(join(fixture.root, 'attempt', 'messages.jsonl'), { signal })) {
    const message = spiritMessageSchema.parse(JSON.parse(line));
    if (message.type === type && (seen += 1) === n) return message as Extract<SpiritMessage, { type: T }>;
  }
  throw new Error(`${type} has come ${seen} times, not ${n}.`);
}

describe('an attempt that is a person’s', () => {
  it('waits beyond every limit of an agent, starts none, and takes as many checks as the person asks for', async () => {
    using fixture = slotFixture();
    const limits = { fix_rounds_max: 0, wall_clock_ms: 1000, idle_ms: 1000 };
    const assignment = fixture.assign({ is_attended: true, verify: [isGood], limits });
    const running = run(fixture, { heartbeatMs: 100 });
    await nth(fixture, 'person_awaited');
    await nth(fixture, 'progress', 15);
    const found: (string | undefined)[] = [];
    for (const [turn, text] of [undefined, 'bad', 'bad again'].entries()) {
      if (text !== undefined) writeFileSync(join(fixture.slot, 'out.txt'), text);
      await say(fixture, assignment, 'done');
      found.push((await nth(fixture, 'person_awaited', turn + 2)).failure?.kind);
    }
    assert.deepEqual(found, ['no_changes', 'verify_failed', 'verify_failed']);
    assert.match(readFileSync(join(fixture.slot, '.kiro/current-task.md'), 'utf8'), /## What the last check has found/);
    writeFileSync(join(fixture.slot, 'out.txt'), 'good');
    await say(fixture, assignment, 'done');
    const { end, messages } = await running;
    assert.equal(end, 'succeeded');
    assert.deepEqual(lastOf(messages, 'committed')?.files, ['out.txt'], 'The agent has not written its file.');
  });

  it('ends nothing of the person’s with a check, and everything with the attempt', async () => {
    using fixture = slotFixture();
    const gate = join(fixture.root, 'gate');
    const waits = node(`while (!require('fs').existsSync('${gate}')); process.exit(1)`);
    const assignment = fixture.assign({ is_attended: true, verify: [waits] });
    const running = run(fixture);
    await nth(fixture, 'person_awaited');
    writeFileSync(join(fixture.slot, 'out.txt'), 'bad');
    await say(fixture, assignment, 'done');
    await nth(fixture, 'step_started', 3);
    const env = { PATH: process.env['PATH'], [markerVariable]: assignment.payload.launch };
    const editor = spawn('sleep', ['600'], { env, stdio: 'ignore', detached: true });
    const gone = once(editor, 'exit');
    writeFileSync(gate, '');
    await nth(fixture, 'person_awaited', 2);
    assert.ok(identify(editor.pid!) !== undefined);
    await say(fixture, assignment, 'fail');
    const { messages } = await running;
    await gone;
    const { failure } = lastOf(messages, 'runner_finished')!;
    assert.deepEqual([failure?.kind, failure?.is_final, failure?.message], ['cancelled', true, 'alice gave it up.']);
  });

  it('can be an agent’s before: the agent is ended, and what it has done is gone on from', async () => {
    using fixture = slotFixture();
    const agent = agentOf('opens-in-terminal.mjs', join(fixture.root, 'sittings.json'));
    const sitting = { files: { 'out.txt': 'go' }, waitFor: join(fixture.root, 'never') };
    writeFileSync(join(fixture.root, 'sittings.json'), JSON.stringify([sitting]));
    const assignment = fixture.assign({ agent, verify: [isGood] });
    const running = run(fixture);
    await nth(fixture, 'agent_update');
    const { pid } = JSON.parse(readFileSync(join(fixture.root, 'sittings.json.sittings'), 'utf8')) as { pid: number };
    await say(fixture, assignment, 'take_over');
    assert.equal((await nth(fixture, 'person_awaited')).reason, 'taken_over');
    assert.equal(identify(pid), undefined);
    assert.ok(existsSync(join(fixture.slot, 'out.txt')));
    writeFileSync(join(fixture.slot, 'out.txt'), 'good');
    await say(fixture, assignment, 'done');
    assert.equal((await running).end, 'succeeded');
  });

  it('is theirs alone: what ends the agent has ended before they are called', async () => {
    using fixture = slotFixture();
    const assignment = fixture.assign({ verify: [isGood] });
    const told = (): string[] => readMessages(fixture).map(({ type }) => type);
    const endings: string[][] = [];
    const startAgent = () =>
      Promise.resolve({
        run: ({ signal }: AgentTurn) =>
          new Promise<never>((_, reject) => onAbort(signal, () => reject(cancelledBy(signal)))),
        sessionId: () => 'its-conversation',
        [Symbol.asyncDispose]: () => Promise.resolve(void endings.push(told())),
      });
    const running = run(fixture, { ports: { clock: systemClock, startAgent, storeArtifact } });
    await nth(fixture, 'step_started', 2);
    await say(fixture, assignment, 'take_over');
    assert.equal((await nth(fixture, 'person_awaited')).session, 'its-conversation');
    writeFileSync(join(fixture.slot, 'out.txt'), 'good');
    await say(fixture, assignment, 'done');
    assert.equal((await running).end, 'succeeded');
    assert.equal(endings.length, 1);
    assert.ok(!endings[0]!.includes('person_awaited'));
  });

  it('is called off like any other', async () => {
    using fixture = slotFixture();
    fixture.assign({ is_attended: true });
    const stop = new AbortController();
    const running = run(fixture, { signal: stop.signal });
    await nth(fixture, 'person_awaited');
    stop.abort();
    const { messages } = await running;
    const { failure } = lastOf(messages, 'runner_finished')!;
    assert.deepEqual([failure?.kind, failure?.is_final], ['cancelled', undefined]);
  });
});
