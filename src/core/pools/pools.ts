// The process pool: every attempt is a process of its own on this machine, detached, so that it survives the controller and is
// found again by what lies in the attempt's folder. It starts, follows, looks for and stops runners; it decides nothing.
import { sleep, throwIfAborted } from '../base/abort.ts';
import type { Environment } from '../base/environment.ts';
import type { Assignment, SpiritMessage } from '../model/spirit.ts';
import { followMessages } from './follow-messages.ts';
import { launchRunner } from './launch-runner.ts';
import { probeRunner, stopRunner } from './runner-process.ts';
import { createStartPace } from './start-pace.ts';
import type { StartPace } from './start-pace.ts';

export { followMessages, readMessages } from './follow-messages.ts';
export { probeRunner } from './runner-process.ts';
export { createStartPace } from './start-pace.ts';

/** Enough to find a runner again after a crash. */
export interface RunnerHandle {
  attempt_dir: string;
  launch: string;
}

export interface ProcessPoolOptions {
  name: string;
  /** The runner's program: `dist/runner.mjs`. */
  runnerPath: string;
  /** The Node that runs it; the one that runs us when not given. */
  node?: string;
  /** Where the runner's environment is picked from, by allow-list. */
  env: Environment;
  /** Values that must never be written; told to each runner on its standard input. */
  secrets?: readonly string[];
  /** Shared by pools that start their agents on the same machine. */
  pace?: StartPace;
  /** Hears how many lines of a log were no messages. */
  onJunk?: (attempt_dir: string, lines: number) => void;
}

export interface ProcessPool {
  readonly name: string;
  /** Resolves when the runner's process exists. */
  launch(assignment: Assignment, options: { signal: AbortSignal }): Promise<RunnerHandle>;
  /** Messages of this launch behind a byte offset; ends after `runner_finished`, or when the signal fires. */
  follow(
    handle: RunnerHandle,
    options: { offset: number; signal: AbortSignal },
  ): AsyncIterable<{ message: SpiritMessage; offset: number }>;
  /** `running`: alive. `exited`: gone, its log tells how it ended. `gone`: gone, and its log has no end. */
  probe(handle: RunnerHandle): Promise<'running' | 'exited' | 'gone'>;
  /** Resolves when the runner and everything that it started are dead. */
  stop(handle: RunnerHandle, options: { graceMs: number }): Promise<void>;
}

export function openProcessPool(options: ProcessPoolOptions): ProcessPool {
  const { name, runnerPath, env, node = process.execPath, secrets = [], pace = createStartPace(), onJunk } = options;
  return {
    name,
    launch: async (assignment, { signal }) => {
      throwIfAborted(signal);
      const now = performance.now();
      const startAt = pace.book(assignment, now);
      if (startAt > now) await sleep(startAt - now, signal);
      await launchRunner(assignment, { node, runnerPath, env, secrets });
      const { attempt_dir, launch } = assignment.payload;
      return { attempt_dir, launch };
    },
    follow: (handle, { offset, signal }) =>
      followMessages(handle, { offset, signal, onJunk: (lines) => onJunk?.(handle.attempt_dir, lines) }),
    probe: probeRunner,
    stop: stopRunner,
  };
}
