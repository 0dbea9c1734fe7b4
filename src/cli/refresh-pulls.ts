// Before pull requests are shown: what has become of those that no run watches, be it on GitHub or by a merge with git. Where GitHub cannot be asked, it is said, and
// what was known last is shown.
import { messageOf, UserError } from '../core/base/errors.ts';
import { plainLines } from '../core/base/text.ts';
import type { State } from '../core/model/state.ts';
import { unwatchedPulls } from '../core/model/unwatched-pulls.ts';
import { readState, submit, type Place } from '../core/necrocode.ts';
import type { Session } from './session.ts';

export async function refreshPulls(session: Session, place: Place, state: State): Promise<State> {
  const { messages, paint, language, interrupts, stderr } = session;
  const isLeft = [...state.pulls.values()].some((pull) => pull.is_final && pull.state === 'open');
  if (!isLeft && unwatchedPulls(state).length === 0) return state;
  try {
    await submit(place, { kind: 'refresh' }, { startsController: false, signal: interrupts.first });
    return await readState(place);
  } catch (error) {
    if (interrupts.first.aborted) throw error;
    const { message, hint } =
      error instanceof UserError ? error.wordsIn(language) : { message: messageOf(error), hint: undefined };
    stderr.write(`${paint.warn(plainLines([messages.pulls.asKnown, message, hint ?? ''].join(' ').trim()))}\n`);
    return state;
  }
}
