// Brings a branch of ours to the forge, where there is one elsewhere. It is moved only from where it was last seen; what somebody else
// has put there meanwhile is never overwritten unseen. Done again after a crash it comes to the same.
import { UserError } from '../../base/errors.ts';
import type { RemoteForge } from '../../model/forge.ts';
import { attemptKey, type OfAttempt } from '../actions.ts';
import type { Dispatch } from '../dispatch.ts';
import { pullOf, specOf, taskOf } from '../lookup.ts';

/** The branch that pull requests of tasks go to must be there before the first of them is opened. */
export async function publishTarget(dispatch: Dispatch, remote: RemoteForge, spec_id: string): Promise<void> {
  const { ports, signal } = dispatch;
  const { run } = specOf(ports.registry.state, spec_id);
  if (run.delivery === 'direct') return;
  const branch = run.integration_branch;
  const there = await remote.fetch(branch, { known: [run.tip_sha], signal });
  if (there === run.tip_sha || (there !== undefined && !(await ports.repository.isAncestor(there, run.tip_sha))))
    return;
  await remote.push({ branch, sha: run.tip_sha, expected: there, purpose: spec_id, signal });
}

export type Published =
  | { kind: 'published' }
  /** Somebody has put commits of theirs on the branch: this is its head now. */
  | { kind: 'moved'; head: string };

/** `known`: where the branch stands there as far as the registry knows. */
export async function publishTask(
  dispatch: Dispatch,
  remote: RemoteForge,
  { of, branch, sha, known }: { of: OfAttempt; branch: string; sha: string; known: string | undefined },
): Promise<Published> {
  const { ports, signal } = dispatch;
  const purpose = attemptKey(of);
  if ((await remote.push({ branch, sha, expected: known, purpose, signal })) === 'pushed') return { kind: 'published' };
  const there = await remote.fetch(branch, { known: [sha], signal });
  if (there === sha) return { kind: 'published' };
  const { attempts } = taskOf(ports.registry.state, of.spec_id, of.task_id);
  const isOurs = there === undefined || attempts.some((attempt) => attempt.commit === there);
  if (isOurs) {
    const again = await remote.push({ branch, sha, expected: there, purpose, signal });
    if (again === 'pushed') return { kind: 'published' };
  }
  if (there !== undefined && known !== undefined) return { kind: 'moved', head: there };
  throw new UserError(`The branch ${branch} exists on the forge with commits of somebody else.`, {
    hint: 'Delete or rename it there, then run `necrocode retry`.',
  });
}

/** Its head as the forge last showed it; undefined when there is no open pull request. */
export function knownHead(dispatch: Dispatch, number: number | undefined): string | undefined {
  if (number === undefined) return undefined;
  const pull = dispatch.ports.registry.state.pulls.get(number);
  return pull?.state === 'open' ? pullOf(dispatch.ports.registry.state, number).head_sha : undefined;
}
