// Finds the process of a launch, and ends it with everything that it started. Three traces lead to it: the file written at its
// start, its own first message, and the marker in the environment of all that belongs to it. The identity tells a runner from a
// stranger who got its pid later.
import { existsSync } from 'node:fs';
import * as z from 'zod';
import { readTextIfExists } from '../base/files.ts';
import { readLines } from '../base/jsonl.ts';
import { isAlive, identify } from '../base/process-identity.ts';
import type { ProcessIdentity } from '../base/process-identity.ts';
import { findMarked, killTree } from '../base/process-tree.ts';
import { attemptFiles } from './attempt-files.ts';
import { parseMessage } from './follow-messages.ts';
import type { RunnerHandle } from './pools.ts';

const processSchema = z.object({ pid: z.int(), startTime: z.string(), bootId: z.string(), launch: z.string() });

export async function probeRunner(handle: RunnerHandle): Promise<'running' | 'exited' | 'gone'> {
  const traces = await readTraces(handle);
  if (traces.identity !== undefined && isAlive(traces.identity)) return 'running';
  // Started, but the file about it was not written any more: something marked is still at work.
  if (traces.identity === undefined && findMarked(handle.launch).length > 0) return 'running';
  return (await readTraces(handle)).isFinished ? 'exited' : 'gone';
}

/** First the runner alone, so that it can end its agent and say its last word; then whatever is left. */
export async function stopRunner(handle: RunnerHandle, { graceMs }: { graceMs: number }): Promise<void> {
  const { identity } = await readTraces(handle);
  if (identity !== undefined && isAlive(identity)) await killTree({ identity }, { graceMs });
  await killTree({ identity, marker: handle.launch }, { graceMs: 0 });
}

interface Traces {
  identity?: ProcessIdentity;
  isFinished: boolean;
}

async function readTraces({ attempt_dir, launch }: RunnerHandle): Promise<Traces> {
  const files = attemptFiles(attempt_dir);
  const written = await readTextIfExists(files.process);
  const { identity: told, isFinished } = await readLog(files.messages, launch);
  const identity = parseProcess(written, launch) ?? told;
  return identity === undefined ? { isFinished } : { identity, isFinished };
}

/** Undefined when the file is of another launch, or damaged: an agent of the same user could write to it. */
function parseProcess(text: string | undefined, launch: string): ProcessIdentity | undefined {
  if (text === undefined) return undefined;
  try {
    const { launch: of, ...identity } = processSchema.parse(JSON.parse(text));
    return of === launch ? identity : undefined;
  } catch {
    return undefined;
  }
}

async function readLog(path: string, launch: string): Promise<Traces> {
  const traces: Traces = { isFinished: false };
  let isOurs = false;
  if (!existsSync(path)) return traces;
  for await (const { line } of readLines(path)) {
    const message = parseMessage(line);
    if (message?.type === 'runner_started') {
      isOurs = message.launch === launch;
      const found = isOurs ? identify(message.pid) : undefined;
      if (found?.startTime === message.start_time) traces.identity = found;
    }
    if (isOurs && message?.type === 'runner_finished') traces.isFinished = true;
  }
  return traces;
}
