// One line for whoever looks at a registry that is damaged: what is shown is true, but it may not be all.
import type { Session } from './session.ts';

/** @param damage a place in the registry's files; undefined when all is well. */
export function warnOfDamage({ messages, paint, stderr }: Session, damage: string | undefined): void {
  if (damage !== undefined) stderr.write(`${paint.warn('!')} ${messages.problems.damaged(damage)}\n`);
}
