// The editor's own copy of a registry's state: put together from pieces, then kept up to date by folding the events, in slices, so
// that nobody else on this thread waits for long. It knows neither the editor nor where the pieces come from.
import { setImmediate } from 'node:timers/promises';
import { applyEvent } from '../../core/model/apply.ts';
import type { RegistryEvent } from '../../core/model/events.ts';
import { emptyState, type State } from '../../core/model/state.ts';
import { createAssembly } from './pieces.ts';
import type { Piece } from './wire.ts';

export interface Replica {
  /** As of the last piece; another object after each reading anew. */
  state(): State;
  isLoaded(): boolean;
  damage(): string | undefined;
  /** Resolves when the next piece may come. @throws InvariantError when events do not follow from what was told. */
  take(piece: Piece): Promise<void>;
}

/** How long events are folded without letting others in. */
const sliceMs = 8;

/** @param onChange the events that were folded just now; none when the state was read anew. */
export function createReplica(onChange: (events: readonly RegistryEvent[]) => void): Replica {
  const assembly = createAssembly();
  let state = emptyState();
  let isLoaded = false;
  let damage: string | undefined;

  const fold = async (events: readonly RegistryEvent[]): Promise<void> => {
    for (let at = 0; at < events.length;) {
      if (at > 0) await setImmediate();
      const from = at;
      const until = performance.now() + sliceMs;
      for (let event = events[at]; event !== undefined; event = events[at]) {
        if (at > from && performance.now() > until) break;
        applyEvent(state, event);
        at += 1;
      }
      onChange(events.slice(from, at));
    }
  };

  return {
    state: () => state,
    isLoaded: () => isLoaded,
    damage: () => damage,
    async take(piece) {
      if (piece.kind === 'events') return fold(piece.events);
      const whole = assembly.take(piece);
      if (whole === undefined) return;
      ({ state, damage } = whole);
      isLoaded = true;
      onChange([]);
    },
  };
}
