// What every action and every answer to a request may use: the ports, and what this controller keeps in memory while it lives.
// None of it is needed to go on after a crash: the registry has all of that.
import { createBell, type Bell } from './bell.ts';
import { createCrew, type Crew } from './crew.ts';
import type { Ports } from './ports.ts';

export interface Dispatch {
  ports: Ports;
  crew: Crew;
  bell: Bell;
  /** Fires when the controller leaves. */
  signal: AbortSignal;
  /** What goes on beside the loop, by key. */
  inFlight: ReadonlyMap<string, Promise<void>>;
  /** Lets work go on beside the loop. Nothing waits for it but the controller's own end; what it throws is reported. */
  beside(key: string, work: Promise<void>): void;
  /** How often an action has failed in a row, by key. */
  troubles: Map<string, number>;
  /** Specs whose live branches have changed since their conflicts were last forecast. */
  forecastDue: Set<string>;
  /** Merges that the forge tells of and its branch does not show, by the number of the pull request. */
  unshown: Map<number, string>;
  /** When the pull requests elsewhere are looked at again, by the clock that never jumps, and how long the last wait was. */
  observing: { dueAt: number; waitMs: number };
}

export function createDispatch(ports: Ports, signal: AbortSignal): Dispatch {
  const bell = createBell();
  const inFlight = new Map<string, Promise<void>>();
  return {
    ports,
    crew: createCrew(ports.clock),
    bell,
    signal,
    inFlight,
    beside(key, work) {
      const done = work
        .catch((error: unknown) => {
          if (!signal.aborted) ports.report(error, key);
        })
        .finally(() => {
          inFlight.delete(key);
          bell.ring();
        });
      inFlight.set(key, done);
    },
    troubles: new Map(),
    forecastDue: new Set(),
    unshown: new Map(),
    observing: { dueAt: 0, waitMs: 0 },
  };
}
