// The agent's process and the connection to it, as one thing. Every request can be called off, since the protocol knows no
// timeout; all of them end when the process has exited, whoever still holds its pipes, and with the reason for which it did.
import { realpath } from 'node:fs/promises';
import type { ClientConnection } from '@agentclientprotocol/sdk';
import { anySignal, onAbort, settlesWithin } from '../../base/abort.ts';
import { createOutputRing } from '../../base/output-ring.ts';
import { startProgram } from '../../base/start-program.ts';
import type { StartedProgram } from '../../base/start-program.ts';
import { AgentFailed } from '../agent-failed.ts';
import { agentGraceMs } from '../driver.ts';
import type { AgentContext } from '../driver.ts';
import { createLineReader } from '../line-reader.ts';
import { asideOf } from '../recorder.ts';
import type { Recorder } from '../recorder.ts';
import { createCallBook } from './call-book.ts';
import { connectTo } from './connection.ts';
import { failureOfEnd } from './failures.ts';
import { watchLimit } from './limit-watch.ts';
import type { LimitWatch } from './limit-watch.ts';

export interface LinkOptions {
  context: AgentContext;
  recorder: Recorder;
  now: () => number;
}

export interface Link extends AsyncDisposable {
  isOpen: () => boolean;
  /** @throws AgentFailed when the agent is done for, the protocol's error, or what the signal carries. */
  ask: (method: string, params: Record<string, unknown>, signal: AbortSignal) => Promise<unknown>;
  /** Asks the agent to end its turn; from now on every permission it wants is answered with `cancelled`. */
  cancel(sessionId: string): void;
}

const drainMs = 2000;
/** How long a turn that was called off may take to say so. */
const cancelMs = 1000;
const errorBytesMax = 8 * 1024;
/** How long an agent may wait out a rate limit by itself. */
const limitMsMax = 60_000;

export async function startLink({ context, recorder, now }: LinkOptions): Promise<Link> {
  const { agent, launch, slot, limits } = context.assignment.payload;
  const [file = '', ...args] = agent.argv;
  const root = await realpath(slot.path);
  const program = startProgram(file, args, {
    ...{ cwd: slot.path, env: { ...context.env, ...agent.env }, marker: launch, graceMs: agentGraceMs },
  });
  /** Aborts when there is nothing more to expect of the agent, with the reason. */
  const fate = new AbortController();
  let isStopping = false;
  const book = createCallBook();
  const limit = watchLimit({
    ...{ agent: agent.name, now, patienceMs: Math.min(limitMsMax, limits.idle_ms / 2) },
    isToolAtWork: () => book.isAnyOpen(),
    onLimit: (failure) => fate.abort(new AgentFailed(failure)),
  });
  const connection = connectTo(program, {
    agent: agent.name,
    house: { root, network: agent.options?.network ?? 'allow' },
    record: (events) => recorder.record(events),
    ...{ book, onProgress: () => limit.progress() },
    ownSession: () => recorder.sessionId(),
    isReplaying: () => recorder.isReplaying(),
    isStopping: () => isStopping || fate.signal.aborted,
    fail: (error) => fate.abort(error),
    now,
  });
  const watching = watchEnd(program, { agent: agent.name, recorder, limit, connection, fate, now });
  return {
    isOpen: () => !fate.signal.aborted && !connection.signal.aborted,
    async ask(method, params, signal) {
      try {
        return await askUntil(connection, { method, params, signal, fate: fate.signal });
      } finally {
        limit.progress();
      }
    },
    cancel(sessionId) {
      isStopping = true;
      connection.agent.notify('session/cancel', { sessionId }).catch(() => undefined);
    },
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      await watching;
    },
  };
}

async function askUntil(
  connection: ClientConnection,
  {
    method,
    params,
    signal,
    fate,
  }: { method: string; params: Record<string, unknown>; signal: AbortSignal; fate: AbortSignal },
): Promise<unknown> {
  const stop = anySignal(fate, signal);
  const asked = connection.agent.request(method, params);
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  using _listener = onAbort(stop, () => reject(reasonOf(stop)));
  try {
    return await Promise.race([asked, stopped]);
  } catch (error) {
    // A turn that was called off may still put its house in order.
    if (signal.aborted) await settlesWithin(asked, cancelMs);
    // The pipe of a dying agent breaks before its exit tells why.
    else if (!fate.aborted && connection.signal.aborted) await settlesWithin(untilAborted(fate), drainMs);
    throw fate.aborted ? reasonOf(fate) : error;
  }
}

function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  using _listener = onAbort(signal, resolve);
  await promise;
}

interface Watching {
  agent: string;
  recorder: Recorder;
  limit: LimitWatch;
  connection: ClientConnection;
  fate: AbortController;
  now: () => number;
}

/** Settles when the process has ended and what it had written was read. */
async function watchEnd(program: StartedProgram, watching: Watching): Promise<void> {
  const { agent, recorder, limit, connection, fate, now } = watching;
  const ring = createOutputRing(errorBytesMax);
  const lines = createLineReader((line) => {
    recorder.record(asideOf(line));
    limit.hear(line);
  });
  program.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    ring.push(Buffer.from(chunk, 'utf8'));
    lines.push(chunk);
  });
  const end = await program.exited;
  await settlesWithin(connection.closed, drainMs);
  lines.end();
  limit[Symbol.dispose]();
  fate.abort(new AgentFailed(failureOfEnd(agent, end, { errors: ring.text(), now: now() })));
  connection.close();
}
