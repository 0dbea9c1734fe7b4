// What Ctrl-C does to a run that is being shown: once, the controller is asked to stop its runners politely, and is waited for;
// twice, at once, and it is not waited for long.
import { onAbort } from '../core/base/abort.ts';
import { submit, type Place } from '../core/necrocode.ts';
import type { Session } from './session.ts';

export interface StopOptions {
  place: Place;
  spec_id: string;
  onStopping: (isAtOnce: boolean) => void;
  /** The controller has answered, or was waited for long enough. */
  onStopped: () => void;
}

const atOnceMsMax = 2000;

export function stopOnInterrupt({ interrupts }: Pick<Session, 'interrupts'>, options: StopOptions): Disposable {
  const { onStopping, onStopped } = options;
  const first = onAbort(interrupts.first, () => {
    onStopping(false);
    // Without an answer there is nothing more to wait for either way: the registry tells what became of it.
    askToStop(options, { at_once: false, signal: interrupts.second }).then(onStopped, () => {
      if (!interrupts.second.aborted) onStopped();
    });
  });
  const second = onAbort(interrupts.second, () => {
    onStopping(true);
    askToStop(options, { at_once: true, signal: AbortSignal.timeout(atOnceMsMax) }).then(onStopped, onStopped);
  });
  return {
    [Symbol.dispose]() {
      first[Symbol.dispose]();
      second[Symbol.dispose]();
    },
  };
}

async function askToStop(
  { place, spec_id }: StopOptions,
  { at_once, signal }: { at_once: boolean; signal: AbortSignal },
): Promise<void> {
  await submit(place, { kind: 'stop', spec_id, at_once }, { startsController: false, signal });
}
