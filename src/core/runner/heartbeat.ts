// Shows that the runner lives, from a timer and not from the agent's output, and looks at every beat whether this launch is
// still the one that is wanted. A runner that was replaced ends without another word.
import { Cancelled, messageOf } from '../base/errors.ts';
import type { MessageLog } from './message-log.ts';

export interface Heartbeat extends Disposable {
  /** Fires when another launch has taken the attempt over, or when the log cannot be written. */
  readonly signal: AbortSignal;
  /** Looks now, without waiting for the next beat. */
  isReplaced(): boolean;
}

export function startHeartbeat(
  log: MessageLog,
  { everyMs, isCurrent }: { everyMs: number; isCurrent: () => boolean },
): Heartbeat {
  const stop = new AbortController();
  const beat = (): void => {
    if (stop.signal.aborted) return;
    if (!isCurrent()) return stop.abort(new Cancelled('another launch has taken over'));
    try {
      log.report({ type: 'progress' });
    } catch (error) {
      stop.abort(new Cancelled(`the message log cannot be written: ${messageOf(error)}`, { cause: error }));
    }
  };
  const timer = setInterval(beat, everyMs);
  return {
    signal: stop.signal,
    isReplaced: () => !isCurrent(),
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
