// A person merges the last pull request with git, and tells nobody: the branch tells.
import type { PullState, State } from '../../model/state.ts';
import type { Dispatch } from '../dispatch.ts';

export async function recordMerges({ ports }: Dispatch): Promise<void> {
  const { registry, repository } = ports;
  for (const { number, spec_id, base, head_sha } of openFinals(registry.state)) {
    const tip = await repository.branchSha(base);
    if (tip === undefined || head_sha === undefined || !(await repository.isAncestor(head_sha, tip))) continue;
    await registry.append([{ type: 'PRMerged', spec_id, data: { number, merge_sha: tip, by: 'git' } }]);
  }
}

function openFinals(state: State): PullState[] {
  return [...state.pulls.values()].filter((pull) => pull.is_final && pull.state === 'open');
}
