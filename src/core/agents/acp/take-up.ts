// Takes up a conversation that an earlier process of the agent has had. That is never worth much waiting: agents hang on an id that
// they do not know, and whoever cannot go on in the old conversation begins a new one, which is told everything anew.
import { throwIfAborted, withDeadline } from '../../base/abort.ts';
import { messageOf } from '../../base/errors.ts';
import type { Assignment, Limits } from '../../model/spirit.ts';
import { chooseWays } from './choose.ts';
import { introducedSchema, newSessionSchema } from './frames.ts';
import type { Link } from './link.ts';

/** The agent may hang by now, or be about to tell more of the past: its process is of no further use. */
export class NotTakenUp extends Error {}

export type WayToTakeUp = 'session/resume' | 'session/load';

const takeUpMsMax = 15_000;

/** Whoever is silent for too long is ended, and the new conversation is to have its time. */
function takeUpMs({ idle_ms }: Pick<Limits, 'idle_ms'>): number {
  return Math.min(takeUpMsMax, idle_ms / 2);
}

/** What the agent has announced; the one that does not tell the whole conversation again is better. */
export function wayToTakeUp(introduced: unknown): WayToTakeUp | undefined {
  const { agentCapabilities } = introducedSchema.safeParse(introduced).data ?? {};
  if (agentCapabilities?.sessionCapabilities?.resume !== undefined) return 'session/resume';
  return agentCapabilities?.loadSession === true ? 'session/load' : undefined;
}

/** @throws NotTakenUp also when model or mode cannot be had there, or Cancelled when the signal aborts. */
export async function takeUp(
  { ask }: Pick<Link, 'ask'>,
  way: WayToTakeUp,
  { wanted, payload, signal }: { wanted: { sessionId: string }; payload: Assignment['payload']; signal: AbortSignal },
): Promise<void> {
  try {
    await withDeadline({ ms: takeUpMs(payload.limits), what: way, signal }, async (within) => {
      const answer = await ask(way, wanted, within);
      const offered = typeof answer === 'object' ? answer : {};
      const session = newSessionSchema.parse({ ...offered, sessionId: wanted.sessionId });
      await chooseWays((method, params) => ask(method, params, within), session, payload.agent);
    });
  } catch (error) {
    throwIfAborted(signal);
    throw new NotTakenUp(messageOf(error), { cause: error });
  }
}
