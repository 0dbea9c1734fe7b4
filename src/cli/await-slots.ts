// After a stop: what was not committed is saved as the slots are given back, a moment after the runners have ended. Whoever shows the
// run waits for that, so that the user is told where it is kept; but not for long.
import type { State } from '../core/model/state.ts';

export interface SlotsAwait extends Disposable {
  /** From now on it is waited for. */
  begin(): void;
  /** To be called whenever the state has changed. */
  look(): void;
}

const waitMsMax = 10_000;

/** `onBack` is called once the spec holds no slot any more, or the time is up. */
export function awaitSlots(state: State, spec_id: string, onBack: () => void): SlotsAwait {
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    const isHeld = [...state.slots.values()].some((slot) => slot.state === 'leased' && slot.spec_id === spec_id);
    if (timer !== undefined && !isHeld) onBack();
  };
  return {
    begin() {
      timer ??= setTimeout(onBack, waitMsMax);
      look();
    },
    look,
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
