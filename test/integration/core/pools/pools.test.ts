import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Cancelled } from '../../../../src/core/base/errors.ts';
import { findMarked } from '../../../../src/core/base/process-tree.ts';
import type { SpiritMessage } from '../../../../src/core/model/spirit.ts';
import { openProcessPool } from '../../../../src/core/pools/pools.ts';
import type { ProcessPool, RunnerHandle } from '../../../../src/core/pools/pools.ts';
import { agentOf, runnerPath, slotFixture } from '../runner/slot-fixture.ts';
import type { SlotFixture } from '../runner/slot-fixture.ts';

const neverAborted = (): AbortSignal => new AbortController().signal;

function openPool(extra: { onJunk?: (dir: string, lines: number) => void } = {}): ProcessPool {
  const env = { ...process.env, SECRET_TOKEN: 'must-not-be-inherited', MY_ALLOWED: 'yes' };
  return openProcessPool({ name: 'local', runnerPath, env, ...extra });
}

async function followToEnd(pool: ProcessPool, handle: RunnerHandle, offset = 0) {
  const told: { message: SpiritMessage; offset: number }[] = [];
  for await (const one of pool.follow(handle, { offset, signal: neverAborted() })) told.push(one);
  return told;
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 20));
}

const hasSpoken = ({ root }: SlotFixture): boolean => {
  const log = join(root, 'attempt', 'output.log');
  return existsSync(log) && statSync(log).size > 0;
};

describe('a process pool', () => {
  it('starts a runner, tells its messages to the last one, and finds it exited afterwards', async () => {
    using fixture = slotFixture();
    const pool = openPool();
    const handle = await pool.launch(fixture.assign(), { signal: neverAborted() });
    const told = await followToEnd(pool, handle);
    assert.equal(told[0]?.message.type, 'runner_started');
    const last = told.at(-1)!.message;
    assert.equal(last.type, 'runner_finished');
    assert.equal(last.type === 'runner_finished' && last.outcome, 'succeeded');
    await until(async () => (await pool.probe(handle)) === 'exited');
    assert.equal(readFileSync(join(fixture.root, 'attempt', 'runner.log'), 'utf8'), '');
    assert.equal(statSync(join(fixture.root, 'attempt', 'assignment.json')).mode & 0o777, 0o600);

    const resumed = await followToEnd(pool, handle, told[2]!.offset);
    assert.deepEqual(resumed, told.slice(3), 'a second controller goes on from an offset');
  });

  it('gives the agent what the user allowed by name, and no other secret', async () => {
    using fixture = slotFixture();
    const code = "fs.writeFileSync('env.json', JSON.stringify(process.env))";
    const agent = { name: 'printer', driver: 'command', argv: [process.execPath, '-e', code] };
    const pool = openPool();
    const handle = await pool.launch(fixture.assign({ agent, env_allow: ['MY_ALLOWED'] }), { signal: neverAborted() });
    await followToEnd(pool, handle);
    const env: unknown = JSON.parse(readFileSync(join(fixture.slot, 'env.json'), 'utf8'));
    assert.ok(typeof env === 'object' && env !== null);
    assert.equal('SECRET_TOKEN' in env, false);
    const { MY_ALLOWED, NECROCODE_TASK_ID, NECROCODE_PORT, NECROCODE_ROUND, NECROCODE_CONTEXT } = { ...env } as Record<
      string,
      string
    >;
    assert.deepEqual([MY_ALLOWED, NECROCODE_TASK_ID, NECROCODE_PORT, NECROCODE_ROUND], ['yes', '1', '20010', '1']);
    assert.match(readFileSync(NECROCODE_CONTEXT!, 'utf8'), /^# Task 1: Write a file/);
    await pool.stop(handle, { graceMs: 1000 });
  });

  it('stops a runner politely: its agent is dead and its last word says that it was cancelled', async () => {
    using fixture = slotFixture();
    const pool = openPool();
    const handle = await pool.launch(fixture.assign({ agent: agentOf('hangs.mjs') }), { signal: neverAborted() });
    await until(() => hasSpoken(fixture));
    assert.equal(await pool.probe(handle), 'running');
    await pool.stop(handle, { graceMs: 10_000 });
    assert.equal(await pool.probe(handle), 'exited');
    const last = (await followToEnd(pool, handle)).at(-1)!.message;
    assert.equal(last.type === 'runner_finished' && last.failure?.kind, 'cancelled');
    assert.deepEqual(findMarked(handle.launch), []);
  });

  it('kills a runner and an agent that cannot be asked to stop when there is no time for grace', async () => {
    using fixture = slotFixture();
    const pool = openPool();
    const handle = await pool.launch(fixture.assign({ agent: agentOf('ignores-sigterm.mjs') }), {
      signal: neverAborted(),
    });
    await until(() => hasSpoken(fixture));
    await pool.stop(handle, { graceMs: 0 });
    assert.equal(await pool.probe(handle), 'gone');
    assert.deepEqual(findMarked(handle.launch), []);
  });

  it('finds a runner that was killed gone, and ends what it has left behind', async () => {
    using fixture = slotFixture();
    const pool = openPool();
    const handle = await pool.launch(fixture.assign({ agent: agentOf('hangs.mjs') }), { signal: neverAborted() });
    await until(() => hasSpoken(fixture));
    const stop = new AbortController();
    for await (const { message } of pool.follow(handle, { offset: 0, signal: stop.signal })) {
      if (message.type === 'runner_started') process.kill(message.pid, 'SIGKILL');
      break;
    }
    await until(async () => (await pool.probe(handle)) === 'gone');
    assert.ok(findMarked(handle.launch).length > 0, 'the agent has lost its runner');
    await pool.stop(handle, { graceMs: 0 });
    assert.deepEqual(findMarked(handle.launch), []);
  });

  it('passes over lines that are no messages, and over those of other launches', async () => {
    using fixture = slotFixture();
    const junk: number[] = [];
    const pool = openPool({ onJunk: (_dir, lines) => junk.push(lines) });
    const { payload } = fixture.assign();
    const messages = join(payload.attempt_dir, 'messages.jsonl');
    const line = (message: Record<string, unknown>): void =>
      appendFileSync(messages, `${JSON.stringify({ at: 1, ...message })}\n`);
    line({ type: 'runner_started', pid: 1, start_time: '', launch: 'an older one' });
    line({ type: 'runner_finished', outcome: 'succeeded' });
    line({ type: 'runner_started', pid: 1, start_time: '', launch: payload.launch });
    appendFileSync(messages, 'no json\n{"type":"unheard_of"}\n');
    line({ type: 'runner_finished', outcome: 'failed', failure: { kind: 'quota', message: 'later' } });
    const told = await followToEnd(pool, payload);
    assert.deepEqual(
      told.map(({ message }) => message.type),
      ['runner_started', 'runner_finished'],
    );
    assert.deepEqual(junk, [1, 2]);
    assert.equal(await pool.probe(payload), 'exited');
  });

  it('says that a runner which never began is gone', async () => {
    using fixture = slotFixture();
    const { payload } = fixture.assign();
    assert.equal(await openPool().probe(payload), 'gone');
  });

  it('starts an agent that wants a gap one after the other, and none for whom the wait was called off', async () => {
    using fixture = slotFixture();
    const pool = openPool();
    const agent = { ...agentOf('succeeds.mjs'), start_gap_ms: 60_000 };
    const handle = await pool.launch(fixture.assign({ agent }), { signal: neverAborted() });
    const stop = new AbortController();
    const waiting = pool.launch(fixture.assign({ agent }), { signal: stop.signal });
    stop.abort(new Cancelled('not wanted any more'));
    await assert.rejects(waiting, { name: 'Cancelled' });
    await pool.stop(handle, { graceMs: 10_000 });
  });

  it('refuses to start what cannot be started', async () => {
    using fixture = slotFixture();
    const pool = openProcessPool({ name: 'local', runnerPath, node: join(fixture.root, 'no-node'), env: process.env });
    await assert.rejects(pool.launch(fixture.assign(), { signal: neverAborted() }), { name: 'CommandError' });
  });
});
