// Where the integration branch stands. Finished tasks have their work on it and nowhere else, so a branch of ours that somebody has
// deleted while the run was under way is put back to where the run has left it.
import { InvariantError } from '../../base/errors.ts';
import type { RunState } from '../../model/state.ts';
import type { Ports } from '../ports.ts';

export async function standingTip({ repository }: Ports, run: RunState): Promise<string> {
  const { integration_branch, tip_sha, delivery } = run;
  const tip = await repository.branchSha(integration_branch);
  if (tip !== undefined) return tip;
  if (delivery === 'direct') throw new InvariantError(`The branch ${integration_branch} is gone.`);
  await repository.setBranch(integration_branch, tip_sha);
  return tip_sha;
}
