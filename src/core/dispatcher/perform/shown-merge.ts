// The forge says that a pull request is merged; what counts is the branch. It may show the merge a moment later, and whoever leads the branch
// elsewhere takes the work out again. Until the branch there holds the merge nothing is done; a person is told when a second look finds the same.
import type { PullState } from '../../model/state.ts';
import type { Dispatch } from '../dispatch.ts';

export interface ToldMerge {
  pull: PullState;
  merge_sha: string;
  /** Where the base stands there; undefined when it is gone. */
  there: string | undefined;
}

/** Only of the branch that the run goes on from: what becomes of the others holds nothing up. */
export async function isShown({ ports }: Dispatch, { pull, merge_sha, there }: ToldMerge): Promise<boolean> {
  const run = ports.registry.state.specs.get(pull.spec_id)?.run;
  if (run?.integration_branch !== pull.base) return true;
  if (there === undefined) return run.delivery !== 'direct';
  return ports.repository.isAncestor(merge_sha, there);
}

/** Once for each reason, and not at the first look. */
export async function holdUnshown({ ports, unshown }: Dispatch, told: ToldMerge): Promise<void> {
  const { number, spec_id, task_id, held } = told.pull;
  const reason = whyHeld(told);
  const isKnown = unshown.get(number) === told.merge_sha;
  unshown.set(number, told.merge_sha);
  if (!isKnown || held === reason) return;
  const subject = { spec_id, ...(task_id === undefined ? {} : { task_id }) };
  const data = { number, outcome: 'interrupted', reason } as const;
  await ports.registry.append([{ type: 'IntegrationFinished', ...subject, data }]);
}

export function whyHeld({ pull: { base, spec_id, task_id = '' }, merge_sha, there }: ToldMerge): string {
  const where = there === undefined ? 'is gone there' : `stands on ${there.slice(0, 12)} there, without it`;
  const command = `necrocode cancel ${spec_id} ${task_id}`.trim();
  return `GitHub says that it was merged as ${merge_sha.slice(0, 12)}, but ${base} ${where}. Put it back there, or give the work up: \`${command}\`.`;
}
