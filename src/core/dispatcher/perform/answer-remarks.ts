// Tells those who have asked for changes that they are made: an answer to each remark, in its own thread, which is closed with it. What is
// answered is recorded after it was said; said again after a crash, the forge finds that it was said already.
import { Unavailable } from '../../base/unavailable.ts';
import type { Dispatch } from '../dispatch.ts';
import { attemptKey, type OfAttempt } from '../actions.ts';
import { pullOf, specOf } from '../lookup.ts';

const words = {
  en: (commit: string) => `Changed in ${commit}, and verified again.`,
  ja: (commit: string) => `${commit} で変更し、再検証しました。`,
};

export async function answerRemarks(
  { ports }: Dispatch,
  of: OfAttempt,
  { number, commit }: { number: number; commit: string },
): Promise<void> {
  const { state } = ports.registry;
  const asks = pullOf(state, number).asks ?? [];
  if (asks.length === 0) return;
  const { run } = specOf(state, of.spec_id);
  const forge = ports.forges.of(run.forge);
  const purpose = attemptKey(of);
  const text = words[ports.settings.language ?? 'en'](commit);
  for (const to of asks) {
    try {
      await forge.say(number, { to, key: `${to} ${commit}`, text, isResolved: true, purpose });
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      // It was deleted, or the conversation is locked: there is nobody left to tell.
      ports.report(error, `answering ${to} on #${number}`);
    }
  }
  const { spec_id, task_id } = of;
  await ports.registry.append([{ type: 'PRUpdated', spec_id, task_id, data: { number, answered: asks } }]);
}
