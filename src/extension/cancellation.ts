// The editor's way of calling something off, as a signal.
import type { CancellationToken } from 'vscode';
import { Cancelled } from '../core/base/errors.ts';

/** Disposing lets go of the token. */
export function signalOf(token: CancellationToken): { signal: AbortSignal } & Disposable {
  const stop = new AbortController();
  const cancel = (): void => stop.abort(new Cancelled('It was cancelled.'));
  if (token.isCancellationRequested) cancel();
  const listening = token.onCancellationRequested(cancel);
  return {
    signal: stop.signal,
    [Symbol.dispose]() {
      listening.dispose();
    },
  };
}
