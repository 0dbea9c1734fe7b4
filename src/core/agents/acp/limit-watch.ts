// Agents wait out a rate limit by themselves, some of them for hours, and tell of it on their standard error alone. Once one has
// told of a limit there, and nothing more has come over the protocol for a while although no tool is at work, its quota counts
// as used up: then the agent rests for everybody, and the place is free meanwhile. A limit that is soon over changes nothing.
import type { Failure } from '../../model/failure.ts';
import { failureOfReport } from '../refusal.ts';

export interface LimitWatch extends Disposable {
  /** A line on standard error. */
  hear(line: string): void;
  /** The agent has moved on, or its turn is over. */
  progress(): void;
}

export interface LimitWatchOptions {
  agent: string;
  patienceMs: number;
  /** A tool may be silent for long, whatever was said before it began. */
  isToolAtWork: () => boolean;
  onLimit: (failure: Failure) => void;
  now: () => number;
}

export function watchLimit({ agent, patienceMs, isToolAtWork, onLimit, now }: LimitWatchOptions): LimitWatch {
  let told: Failure | undefined;
  let timer: NodeJS.Timeout | undefined;
  const progress = (): void => {
    clearTimeout(timer);
    timer = undefined;
    told = undefined;
  };
  const judge = (): void => {
    if (told === undefined) return;
    if (isToolAtWork()) timer = setTimeout(judge, patienceMs);
    else onLimit(told);
  };
  return {
    hear(line) {
      const failure = failureOfReport(agent, { message: saidIn(line) }, { now: now() });
      if (failure.kind !== 'quota') return;
      told = failure;
      timer ??= setTimeout(judge, patienceMs);
    },
    progress,
    [Symbol.dispose]: progress,
  };
}

/** A line of `name="value"` fields ends with the one that tells what went wrong. */
function saidIn(line: string): string {
  return /="((?:[^"\\]|\\.)+)"\s*$/.exec(line)?.[1] ?? line;
}
