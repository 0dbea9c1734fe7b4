// The dispatcher's loop: fold → decide → act → append. It holds no policy. It performs what `decide` returns, each action
// at most once at a time, wakes when something has happened, and leaves when nothing is left to do. Killed at any moment,
// it is replaced by another that finds everything it needs in the registry.
import { sleep } from '../base/abort.ts';
import { backoffMs } from '../base/retry.ts';
import type { Action, Capacity, World } from './actions.ts';
import { createBell, type Bell } from './bell.ts';
import { createCrew, type Crew } from './crew.ts';
import { decide, nextDue } from './decide.ts';
import { perform } from './perform.ts';
import { giveUp } from './perform/give-up.ts';
import { answerRequest } from './requests.ts';
import { takeOver } from './take-over.ts';
import type { Ports } from './ports.ts';

export interface DispatcherOptions {
  ports: Ports;
  capacity: Capacity;
  /** Fires when the process is asked to end: runners go on, and the next controller adopts them. */
  signal: AbortSignal;
  /** Tells the loop how it can be woken; a request in the inbox or a change from outside rings. */
  onBell: (ring: () => void) => void;
  /** How long to wait for more work before leaving. */
  lingerMs?: number;
}

/** What every action may use. */
export interface Dispatch {
  ports: Ports;
  crew: Crew;
  bell: Bell;
  signal: AbortSignal;
  /** How often an action has failed in a row, by key. */
  troubles: Map<string, number>;
  /** Marks that the live branches of a spec have changed. */
  branchesChanged(spec_id: string): void;
  forecastDone(spec_id: string): void;
  /** Lets work go on that nothing waits for but the controller's own end. */
  beside(key: string, work: Promise<void>): void;
}

const pollMs = 1000;
const failuresMax = 4;

/** Answers the requests that wait, and decides nothing: for a process that owns the registry for a moment only. */
export async function answerOnly(ports: Ports): Promise<void> {
  const dispatch = createDispatch(ports, new AbortController().signal, new Set(), new Map());
  await ports.registry.takeRequests((request) => answerRequest(dispatch, request));
}

function createDispatch(
  ports: Ports,
  signal: AbortSignal,
  forecastDue: Set<string>,
  inFlight: Map<string, Promise<void>>,
): Dispatch {
  const dispatch: Dispatch = {
    ports,
    crew: createCrew(ports.clock),
    bell: createBell(),
    signal,
    troubles: new Map(),
    branchesChanged: (spec_id) => {
      forecastDue.add(spec_id);
    },
    forecastDone: (spec_id) => {
      forecastDue.delete(spec_id);
    },
    beside: (key, work) => launch(dispatch, inFlight, key, work),
  };
  return dispatch;
}

/** Runs until nothing is left to do, or the signal fires. */
export async function runDispatcher({
  ports,
  capacity,
  signal,
  onBell,
  lingerMs = 400,
}: DispatcherOptions): Promise<void> {
  const forecastDue = new Set<string>();
  const inFlight = new Map<string, Promise<void>>();
  const dispatch = createDispatch(ports, signal, forecastDue, inFlight);
  const { bell } = dispatch;
  onBell(() => bell.ring());
  signal.addEventListener('abort', () => bell.ring(), { once: true });
  await takeOver(dispatch);

  const world = (): World => ({
    now: ports.clock.now(),
    capacity,
    settings: ports.settings,
    inFlight: new Set([...inFlight.keys(), ...stopsUnderWay(dispatch)]),
    followed: dispatch.crew.followed(),
    silent: dispatch.crew.silent(ports.settings.lease_ms),
    forecastDue,
    isStopping: false,
  });

  let idleSince: number | undefined;
  while (!signal.aborted) {
    await ports.registry.takeRequests(async (request) => {
      // Stopping takes as long as the runners take to die; meanwhile the loop must hear "at once".
      if (request.kind === 'stop') launch(dispatch, inFlight, request.request_id, answerRequest(dispatch, request));
      else await answerRequest(dispatch, request);
    });
    const actions = decide(ports.registry.state, world());
    for (const action of actions) await begin(dispatch, inFlight, action);
    if (actions.length > 0) {
      idleSince = undefined;
      continue;
    }
    const isIdle = inFlight.size === 0 && !hasWork(dispatch);
    if (isIdle && idleSince !== undefined && ports.clock.monotonic() - idleSince >= lingerMs) break;
    idleSince = isIdle ? (idleSince ?? ports.clock.monotonic()) : undefined;
    await bell.wait(isIdle ? lingerMs : untilDue(ports));
  }
  await dispatch.crew.letAllGo(new Error('the controller leaves'));
  await Promise.allSettled(inFlight.values());
}

/** A person's stop ends attempts too; to `decide` it is as if it had asked for that itself. */
function stopsUnderWay({ crew }: Dispatch): string[] {
  return [...crew.barred()].map((key) => `stop_attempt:${key}`);
}

/** Facts are appended in line, so that the next decision sees them; everything else runs beside the loop. */
async function begin(dispatch: Dispatch, inFlight: Map<string, Promise<void>>, action: Action): Promise<void> {
  if (inFlight.has(action.key)) return;
  if (action.kind === 'append') {
    await dispatch.ports.registry.append(action.events);
    return;
  }
  launch(dispatch, inFlight, action.key, carryOut(dispatch, action));
}

/** An action that fails is left alone for a while before `decide` may ask for it again; one that keeps failing is given up. */
async function carryOut(dispatch: Dispatch, action: Action): Promise<void> {
  try {
    await perform(dispatch, action);
    dispatch.troubles.delete(action.key);
  } catch (error) {
    const failures = (dispatch.troubles.get(action.key) ?? 0) + 1;
    dispatch.troubles.set(action.key, failures);
    dispatch.ports.report(error, `${action.key} has failed ${failures} times`);
    if (failures >= failuresMax) await giveUp(dispatch, action, error);
    else await sleep(backoffMs(failures, { baseMs: 500, maxMs: 10_000 }), dispatch.signal);
  }
}

function launch(dispatch: Dispatch, inFlight: Map<string, Promise<void>>, key: string, work: Promise<void>): void {
  const done = work
    .catch((error: unknown) => {
      if (!dispatch.signal.aborted) dispatch.ports.report(error, key);
    })
    .finally(() => {
      inFlight.delete(key);
      dispatch.bell.ring();
    });
  inFlight.set(key, done);
}

/** Time alone may change the answer sooner than the next look. */
function untilDue({ clock, registry }: Ports): number {
  const due = nextDue(registry.state, clock.now());
  return due === undefined ? pollMs : Math.min(pollMs, Math.max(1, due - clock.now()));
}

function hasWork({ ports, crew }: Dispatch): boolean {
  if (crew.followed().size > 0) return true;
  return [...ports.registry.state.specs.values()].some((spec) => spec.run?.state === 'running');
}
