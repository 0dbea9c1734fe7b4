// A delivery is under way for the task of a pull request: it may have pushed, or opened, or half answered what it has not recorded yet.
import type { PullState } from '../../model/state.ts';
import type { Dispatch } from '../dispatch.ts';

export function isDelivering({ inFlight }: Dispatch, { spec_id, task_id }: PullState): boolean {
  return [...inFlight.keys()].some((key) => key.startsWith(`deliver_attempt:${spec_id}/${task_id ?? ''}/`));
}
