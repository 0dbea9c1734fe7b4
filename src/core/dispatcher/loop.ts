// The dispatcher's loop: fold → decide → act → append. It holds no policy. It performs what `decide` returns, each action
// at most once at a time, wakes when something has happened, and leaves when nothing is left to do. Killed at any moment,
// it is replaced by another that finds everything it needs in the registry.
import { anySignal, sleep } from '../base/abort.ts';
import { backoffMs } from '../base/retry.ts';
import { Unavailable } from '../base/unavailable.ts';
import type { RequestKind } from '../model/requests.ts';
import type { Action, Capacity, World } from './actions.ts';
import { decide, nextDue } from './decide.ts';
import { createDispatch, type Dispatch } from './dispatch.ts';
import { perform } from './perform.ts';
import { noteForgeLost } from './perform/forge-lost.ts';
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

const pollMs = 1000;
const failuresMax = 4;

/** Runs until nothing is left to do, or the signal fires. Whatever ends it, nothing that it began goes on any more. */
export async function runDispatcher(options: DispatcherOptions): Promise<void> {
  const { ports, capacity, signal, onBell, lingerMs = 400 } = options;
  const leaving = new AbortController();
  const dispatch = createDispatch(ports, anySignal(signal, leaving.signal));
  onBell(() => dispatch.bell.ring());
  dispatch.signal.addEventListener('abort', () => dispatch.bell.ring(), { once: true });
  try {
    await takeOver(dispatch);
    await keepDeciding(dispatch, { capacity, lingerMs });
  } finally {
    leaving.abort(new Error('the controller leaves'));
    await dispatch.crew.letAllGo(leaving.signal.reason);
    // What ends may leave something behind itself, such as a slot to give back.
    while (dispatch.inFlight.size > 0) await Promise.allSettled(dispatch.inFlight.values());
  }
}

/**
 * Answers the requests that wait, and decides nothing: for a process that owns the registry for a moment only. True when
 * one of them has asked for work, which takes a controller.
 */
export async function answerOnly(ports: Ports): Promise<boolean> {
  const dispatch = createDispatch(ports, new AbortController().signal);
  let isWorkAsked = false;
  await ports.registry.takeRequests(async (request) => {
    isWorkAsked ||= request.kind === 'execute';
    await answerRequest(dispatch, request);
  });
  return isWorkAsked;
}

const goesBeside: ReadonlySet<RequestKind> = new Set(['stop', 'refresh']);

async function keepDeciding(
  dispatch: Dispatch,
  { capacity, lingerMs }: { capacity: Capacity; lingerMs: number },
): Promise<void> {
  const { ports, bell, signal, inFlight } = dispatch;
  let idleSince: number | undefined;
  while (!signal.aborted) {
    // Whoever opens the registry next can go on; here nothing would ever come to an end any more.
    const failure = ports.registry.check();
    if (failure !== undefined) throw failure;
    await ports.registry.takeRequests(async (request) => {
      // Stopping takes as long as the runners take to die, and a forge elsewhere answers when it likes; meanwhile the loop must hear
      // "at once".
      if (goesBeside.has(request.kind)) dispatch.beside(request.request_id, answerRequest(dispatch, request));
      else await answerRequest(dispatch, request);
    });
    const actions = decide(ports.registry.state, lookRound(dispatch, capacity));
    // All are begun before anything else can change the state that they were decided from.
    await Promise.all(actions.map((action) => begin(dispatch, action)));
    if (actions.length > 0) {
      idleSince = undefined;
      continue;
    }
    const isIdle = inFlight.size === 0 && !hasWork(dispatch);
    if (isIdle && idleSince !== undefined && ports.clock.monotonic() - idleSince >= lingerMs) break;
    idleSince = isIdle ? (idleSince ?? ports.clock.monotonic()) : undefined;
    await bell.wait(isIdle ? lingerMs : untilDue(dispatch));
  }
}

function lookRound(dispatch: Dispatch, capacity: Capacity): World {
  const { ports, crew, inFlight, forecastDue } = dispatch;
  return {
    now: ports.clock.now(),
    capacity,
    settings: ports.settings,
    inFlight: new Set([...inFlight.keys(), ...stopsUnderWay(dispatch)]),
    followed: crew.followed(),
    silent: crew.silent(ports.settings.lease_ms),
    isForgeDue: ports.clock.monotonic() >= dispatch.observing.dueAt,
    forecastDue,
    quotas: ports.agents.quotas,
  };
}

/** A person's stop ends attempts too; to `decide` it is as if it had asked for that itself. */
function stopsUnderWay({ crew }: Dispatch): string[] {
  return [...crew.barred()].map((key) => `stop_attempt:${key}`);
}

/** Facts are on disk before the next decision; everything else goes on beside the loop. */
async function begin(dispatch: Dispatch, action: Action): Promise<void> {
  if (dispatch.inFlight.has(action.key)) return;
  if (action.kind === 'append') await dispatch.ports.registry.append(action.events);
  else dispatch.beside(action.key, carryOut(dispatch, action));
}

/** An action that fails is left alone for a while before `decide` may ask for it again; one that keeps failing is given up. */
async function carryOut(dispatch: Dispatch, action: Action): Promise<void> {
  try {
    await perform(dispatch, action);
    dispatch.troubles.delete(action.key);
  } catch (error) {
    if (error instanceof Unavailable) {
      await waitOut(dispatch, action, error);
      return;
    }
    const failures = (dispatch.troubles.get(action.key) ?? 0) + 1;
    dispatch.troubles.set(action.key, failures);
    dispatch.ports.report(error, `${action.key} has failed ${failures} times`);
    if (failures >= failuresMax) await giveUp(dispatch, action, error);
    else await sleep(backoffMs(failures, { baseMs: 500, maxMs: 10_000 }), dispatch.signal);
  }
}

/** Nobody's failure, however often it comes: what was to be done is asked for again afterwards. */
async function waitOut(dispatch: Dispatch, action: Action, error: Unavailable): Promise<void> {
  dispatch.ports.report(error, `${action.key} waits ${Math.ceil(error.waitMs / 1000)} s`);
  await noteForgeLost(dispatch, error);
  await sleep(error.waitMs, dispatch.signal);
}

/** Time alone may change the answer sooner than the next look. */
function untilDue({ ports: { clock, registry, settings }, observing }: Dispatch): number {
  const due = nextDue(registry.state, clock.now(), settings);
  const untilLook = observing.dueAt - clock.monotonic();
  const waits = [pollMs, ...(due === undefined ? [] : [due - clock.now()]), ...(untilLook > 0 ? [untilLook] : [])];
  return Math.max(1, Math.min(...waits));
}

function hasWork({ ports, crew }: Dispatch): boolean {
  if (crew.followed().size > 0) return true;
  return [...ports.registry.state.specs.values()].some((spec) => spec.run?.state === 'running');
}
