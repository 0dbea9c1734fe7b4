// Says once that the forge cannot be reached, or does not let us in, and once that it answers again: a person who looks in the morning sees
// why nothing moves, and what to do.
import { NotYet, type Unavailable } from '../../base/unavailable.ts';
import type { Dispatch } from '../dispatch.ts';

/** A short wait is nothing to tell. */
const toldFromMs = 10_000;

export async function noteForgeLost({ ports }: Dispatch, error: Unavailable): Promise<void> {
  const { message, hint, waitMs } = error;
  if (error instanceof NotYet || waitMs < toldFromMs || ports.registry.state.forge_lost?.reason === message) return;
  const data = { reason: message.slice(0, 4000), ...(hint === undefined ? {} : { hint }) };
  await ports.registry.append([{ type: 'ForgeLost', data }]);
}

/** To be called when the forge has done what it was asked to do. */
export async function noteForgeBack({ ports }: Dispatch): Promise<void> {
  if (ports.registry.state.forge_lost === undefined) return;
  await ports.registry.append([{ type: 'ForgeBack', data: {} }]);
}
