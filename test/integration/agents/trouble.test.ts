import assert from 'node:assert/strict';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { resolveAgent } from '../../../src/core/agents/agents.ts';
import { readProc } from '../../../src/core/base/process-identity.ts';
import type { FailureKind } from '../../../src/core/model/failure.ts';
import { killProcess } from '../../support/marked-processes.ts';
import { giveAgents, opencodeConfig, realAgent, shellOf, type RealAgent } from '../../support/real-agents.ts';
import { onlyEvent } from '../../support/run-facts.ts';
import { assertStatus, testRun, type TestRun } from '../../support/runs.ts';
import { calls, says, scriptedModel, type Answer } from '../../support/scripted-model.ts';

// What happens to the coding agents themselves on the way of a run: their model limits them, cannot be reached, or they are killed in
// their turn.

const limitMs = 6000;
/** Between the limit and the record of the rest. */
const slackMs = 4000;

interface Limited {
  agent: RealAgent;
  /** What the model says; how long the limit lasts stands in a header too. */
  said: string;
  told: RegExp;
  /** How long the agent rests then. */
  restMs: number;
}

/**
 * opencode waits a limit out by itself and tells of it in its log alone, without what stood in the header: so it rests for as long as
 * one whose time nobody knows. gemini gives up, as its settings want it, with the words that it was told.
 */
const limitedTasks = new Map<string, Limited>([
  ['limited', { agent: 'opencode', said: 'Rate limit reached.', told: /Rate limit reached\./, restMs: 15_000 }],
  [
    'spent',
    {
      ...{ agent: 'gemini', said: `Rate limit reached. Please try again in ${limitMs / 1000}s.` },
      ...{ told: /try again in 6s/, restMs: limitMs },
    },
  ],
]);

const limited = (said: string): Answer => ({
  error: { message: said, type: 'rate_limit_error' },
  status: 429,
  retryAfter: limitMs / 1000,
});

describe('a coding agent in trouble', function () {
  this.timeout(480_000);

  before(() => Promise.all([realAgent('opencode'), realAgent('gemini')]));

  it('rests while its quota is used up, is tried again when it hangs or dies, and does its task in the end', async () => {
    await using run = await testRun();
    await using model = await scriptedModel(({ task, attempt, step }) => {
      const limit = limitedTasks.get(task);
      if (attempt === 1 && limit !== undefined) return limited(limit.said);
      if (attempt === 1 && task === 'dies') assert.ok(killAgentOf(run, task), 'There is nobody to kill.');
      const shell = shellOf[limit?.agent ?? 'opencode'];
      return step > 0
        ? says('That is done.')
        : calls(shell, { command: `echo right > ${task}.txt`, description: 'Work' });
    });
    await using away = await silentOnce(model.url);
    await giveAgents(run, ['opencode', 'gemini'], model.url);
    const { argv, env } = resolveAgent('opencode');
    run.settings({
      ...{ agent: 'opencode', retry: { backoff_ms: 500 }, limits: { idle_ms: 10_000 } },
      agents: { away: { driver: 'acp', argv, env: { ...env, OPENCODE_CONFIG_CONTENT: opencodeConfig(away.url) } } },
      skills: { far: { agent: 'away' }, other: { agent: 'gemini' } },
    });
    run.plan([
      ...[{ id: 'limited' }, { id: 'spent', required_skill: 'other' }],
      ...[{ id: 'dies' }, { id: 'far', required_skill: 'far' }],
    ]);
    assertStatus(await run.necrocode('execute', 'demo', '--workers', '4'), 0);

    for (const [task, limit] of limitedTasks) await assertRested(run, task, limit);
    await assertFailedOnce(run, 'dies', 'agent_error', /ended by SIGKILL before its turn was over/);
    await assertFailedOnce(run, 'far', 'agent_timeout', /printed nothing about its work/);
    await run.tidy();
  });
});

/** The agent's quota was used up once; that cost no attempt, and nobody asked it before its rest was over. */
async function assertRested(run: TestRun, task: string, { agent, told, restMs }: Limited): Promise<void> {
  await assertFailedOnce(run, task, 'quota', new RegExp(`has used up its quota: .*${told.source}`));
  const pauses = (await run.events('AgentPaused')).filter(({ data }) => data.agent === agent);
  assert.deepEqual(
    pauses.map(({ task_id }) => task_id),
    [task],
  );
  const restedMs = (pauses[0]?.data.until ?? 0) - (pauses[0]?.at ?? 0);
  assert.ok(restedMs <= restMs && restedMs > restMs - slackMs, `${agent} was to rest for ${restedMs} ms.`);
  const second = (await run.events('TaskAssigned')).find((one) => one.task_id === task && one.attempt === 2);
  assert.ok((second?.at ?? 0) >= (pauses[0]?.data.until ?? Infinity), `${agent} was asked before its time.`);
  assert.equal((await run.task(task)).free_attempts, 1);
}

async function assertFailedOnce(run: TestRun, task: string, kind: FailureKind, message: RegExp): Promise<void> {
  const failures = (await run.task(task)).attempts.map(({ failure }) => failure);
  const kinds = failures.map((failure) => failure?.kind);
  assert.deepEqual(kinds, [kind, undefined], `${task}: ${failures[0]?.message ?? 'no failure'}`);
  assert.match(failures[0]?.message ?? '', message);
  onlyEvent(await run.events(), 'TaskCompleted', task);
}

/** False when the task has no agent at work. */
function killAgentOf(run: TestRun, task: string): boolean {
  const found = run.processes().filter(({ pid, command }) => command.includes('opencode') && isOf(pid, task));
  return found.map(({ pid }) => killProcess(pid)).some(Boolean);
}

function isOf(pid: number, task: string): boolean {
  return readProc(`/proc/${pid}/environ`)?.includes(`NECROCODE_TASK_ID=${task}\0`) === true;
}

/** An address that takes every call and answers none until the first caller has given up; then it is the one it stands for. */
async function silentOnce(url: string): Promise<{ url: string } & AsyncDisposable> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let isOpen = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    return socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  };
  const server = createServer((caller) => {
    if (isOpen)
      keep(caller)
        .pipe(keep(connect(Number(port), hostname)))
        .pipe(caller);
    else {
      keep(caller)
        .resume()
        .on('close', () => (isOpen = true));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
