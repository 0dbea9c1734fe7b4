// Lines about pull requests and the train that integrates them.
import type { Describe } from './notice.ts';
import { nothing, several, short } from './notice.ts';

type PullEvent =
  | 'PROpened'
  | 'PRUpdated'
  | 'PRMerged'
  | 'PRClosed'
  | 'CIStatusChanged'
  | 'BaseMoved'
  | 'ForgeLost'
  | 'ForgeBack'
  | 'ConflictDetected'
  | 'IntegrationStarted'
  | 'IntegrationFinished';

export const aboutPull: { [T in PullEvent]: Describe<T> } = {
  IntegrationStarted: nothing,
  PROpened: ({ data: { number, title } }, { lines }) => ({
    level: 'info',
    text: lines.pullOpened(number, short(title)),
  }),
  PRUpdated: ({ data: { number, comment, head_sha } }, { lines }) => {
    if (comment !== undefined) return { level: 'info', text: lines.pullCommented(number, short(comment.by)) };
    return head_sha === undefined ? undefined : { level: 'info', text: lines.pullUpdated(number) };
  },
  // What the train merges is told by the task that it completes.
  PRMerged: ({ data: { number, by } }, { lines }) =>
    by === undefined ? undefined : { level: 'success', text: lines.pullMerged(number, short(by)) },
  PRClosed: ({ data: { number, reason } }, { lines }) => ({
    level: 'warning',
    text: lines.pullClosed(number, short(reason)),
  }),
  BaseMoved: ({ spec_id = '', data: { is_forced: isForced = false, base } }, { lines }) => ({
    level: isForced ? 'warning' : 'info',
    text: base === undefined ? lines.baseMoved(spec_id, isForced) : lines.baseWentOn(spec_id, short(base), isForced),
  }),
  ForgeLost: ({ data: { reason, hint } }, { lines }) => ({
    level: 'warning',
    text: lines.forgeLost(short(reason), hint === undefined ? undefined : short(hint)),
  }),
  ForgeBack: (_event, { lines }) => ({ level: 'info', text: lines.forgeBack }),
  CIStatusChanged: ({ data: { number, name, state } }, { lines }) => {
    if (state === 'pending') return undefined;
    const isFailure = state === 'failure';
    return { level: isFailure ? 'error' : 'info', text: lines.check(number, short(name), isFailure) };
  },
  ConflictDetected: ({ task_id, data: { number, files } }, context) => {
    const pull = number === undefined ? '' : `PR #${number}`;
    const what = task_id === undefined ? pull : context.lines.conflictOf(task_id, pull);
    return { level: 'warning', text: context.lines.conflict(what, several(context, files)) };
  },
  IntegrationFinished: ({ data: { number, outcome, verification } }, { lines }) => {
    if (outcome !== 'verify_failed') return undefined;
    const failed = verification?.commands.find(({ exit_code }) => exit_code !== 0);
    return { level: 'warning', text: lines.combinedFailed(number, short(failed?.command ?? '')) };
  },
};
