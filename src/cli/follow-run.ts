// Follows one run to its end. The state that it is given grows with the events. Should the controller die without a word, the
// request is made again, which starts another one that goes on from the registry; a controller that leaves in good order is left.
// Where nobody can go on, the person is told why.
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../core/base/errors.ts';
import { applyEvent } from '../core/model/apply.ts';
import type { RegistryEvent } from '../core/model/events.ts';
import type { State } from '../core/model/state.ts';
import { followEvents, isControlled, submit, type Asked, type Place } from '../core/necrocode.ts';

/** `left`: nobody works at it any more, and it is not finished. `stopped`: the caller did not want to wait longer. */
export type RunEnd = 'finished' | 'left' | 'stopped';

export interface FollowRunOptions {
  place: Place;
  asked: Extract<Asked, { kind: 'execute' }>;
  state: State;
  /** Events after this one are told. */
  sinceSeq: number;
  /** The controller's answer: whoever owned the registry before is of no interest. */
  answeredSeq: number;
  signal: AbortSignal;
  /** Hears every event of the run, folded into the state already. */
  onEvent: (event: RegistryEvent) => void;
  onRestart: () => void;
}

export async function followRun(options: FollowRunOptions): Promise<RunEnd> {
  const { place, state, asked, sinceSeq, answeredSeq, signal, onEvent } = options;
  const over = new AbortController();
  const until = AbortSignal.any([signal, over.signal]);
  const guarding = guardController(options, until).finally(() => over.abort());
  // What it throws is heard below, once no event is waited for any more.
  const guarded = guarding.catch(() => undefined);
  let end: RunEnd = 'stopped';
  for await (const event of followEvents(place, { sinceSeq, signal: until })) {
    if (event.seq === state.seq + 1) applyEvent(state, event);
    if (event.spec_id === undefined || event.spec_id === asked.spec_id) onEvent(event);
    if (event.type === 'RunFinished' && event.spec_id === asked.spec_id) end = 'finished';
    if (event.type === 'ControllerStopped' && event.seq > answeredSeq) end = 'left';
    if (end !== 'stopped') break;
  }
  over.abort();
  await guarded;
  return end === 'stopped' && (await guarding) ? 'left' : end;
}

const lookEveryMs = 3000;
const restartsMax = 3;

/**
 * Settles with the signal, or with true when controllers keep leaving. What only a person can mend is thrown; what else goes wrong
 * is tried again.
 */
async function guardController(
  { place, asked, state, onRestart }: FollowRunOptions,
  signal: AbortSignal,
): Promise<boolean> {
  let restarts = 0;
  let wasGone = false;
  for (;;) {
    await setTimeout(lookEveryMs, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) return false;
    const isGone = !(await isControlled(place).catch(() => true));
    // Twice in a row: between its last word and our reading it there is a moment.
    if (isGone && wasGone) {
      restarts += 1;
      if (restarts > restartsMax) return true;
      onRestart();
      await submit(place, asked, { startsController: true, knownSeq: state.seq, signal }).catch((error: unknown) => {
        if (error instanceof UserError && !signal.aborted) throw error;
      });
    }
    wasGone = isGone;
  }
}
