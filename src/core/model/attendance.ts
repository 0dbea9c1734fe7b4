// How an attempt stands towards a person, folded from what its runner has said: whether it is theirs, whether it waits for them,
// and what came of their word. Pure; the registry tells the same a moment later, if a controller is there to write it.
import { assertNever } from '../base/errors.ts';
import type { Verification } from './evidence.ts';
import type { Failure } from './failure.ts';
import type { SpiritMessage } from './spirit.ts';

export interface Standing {
  /** The runner has said its first word. */
  hasBegun: boolean;
  isAttended: boolean;
  /** Nothing moves until a person speaks. */
  isAwaited: boolean;
  /** What the last check of the person's work has found. */
  failure?: Failure;
  /** The agent's conversation that was taken over. */
  session?: string;
  /** The person's last word that was answered to. */
  answered?: { word: string; verdict: 'done' | 'fail' };
  /** Of the last check. */
  verification?: Verification;
  /** There is nothing more to do in this attempt: it is proven, given up, or has ended. */
  isOver: boolean;
  /** How it came to be over. */
  end?: { kind: 'proven' } | { kind: 'given_up' } | { kind: 'ended'; failure?: Failure };
}

export type Reply = 'proven' | 'refused' | 'given_up' | 'ended';

export interface Ledger {
  hear(message: SpiritMessage): void;
  standing(): Standing;
}

export function createLedger(): Ledger {
  let standing: Standing = { hasBegun: false, isAttended: false, isAwaited: false, isOver: false };
  return {
    hear(message) {
      standing = after(standing, message);
    },
    standing: () => standing,
  };
}

/** Which answer a word has got; undefined when it was not heard yet, or is being acted upon. */
export function replyTo(word: string, { answered, isAwaited, end }: Standing): Reply | undefined {
  const isOurs = answered?.word === word;
  if (end === undefined) return isOurs && isAwaited ? 'refused' : undefined;
  // Somebody else may have given it up meanwhile.
  return end.kind === 'given_up' && !isOurs ? 'ended' : end.kind;
}

function after(standing: Standing, message: SpiritMessage): Standing {
  switch (message.type) {
    case 'runner_started':
      return { hasBegun: true, isAttended: false, isAwaited: false, isOver: false };
    case 'person_awaited': {
      const { failure, session } = message;
      const { failure: _before, ...rest } = standing;
      return { ...rest, isAttended: true, isAwaited: true, ...(failure && { failure }), ...(session && { session }) };
    }
    case 'person_answered': {
      const { word, verdict } = message;
      const heard = { ...standing, isAwaited: false, answered: { word, verdict } };
      return verdict === 'fail' ? { ...heard, isOver: true, end: { kind: 'given_up' } } : heard;
    }
    case 'verification': {
      const { verification } = message;
      const checked = { ...standing, verification };
      return verification.ok ? { ...checked, isOver: true, end: { kind: 'proven' } } : checked;
    }
    case 'runner_finished':
      return finished(standing, message);
    case 'step_started':
    case 'progress':
    case 'agent_update':
    case 'usage':
    case 'artifact':
    case 'committed':
      return standing;
    default:
      return assertNever(message);
  }
}

/** A proof that could not be kept is none. */
function finished(
  standing: Standing,
  { outcome, failure }: Extract<SpiritMessage, { type: 'runner_finished' }>,
): Standing {
  const isAsSaid = standing.end?.kind === 'given_up' || (standing.end?.kind === 'proven' && outcome === 'succeeded');
  const end = isAsSaid ? standing.end : { kind: 'ended' as const, ...(failure && { failure }) };
  return { ...standing, isAwaited: false, isOver: true, ...(end && { end }) };
}
