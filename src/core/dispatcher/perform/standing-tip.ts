// Where the integration branch stands. Finished tasks have their work on it and nowhere else, so a branch of ours that somebody has
// deleted or led elsewhere while the run was under way is put back to where the run has left it; what stood there is kept under
// another name. Commits on top of ours are welcome. All of it is told: agents can write refs, too.
import { InvariantError } from '../../base/errors.ts';
import type { Alteration } from '../../model/alteration.ts';
import type { RunState } from '../../model/state.ts';
import { attemptKey } from '../actions.ts';
import type { Ports } from '../ports.ts';
import { tellAltered } from './tell-altered.ts';

interface Standing {
  spec_id: string;
  run: RunState;
  /** A commit whose presence on the branch is our own doing: the last controller may have ended before it said so. */
  expected?: string;
}

export async function standingTip(ports: Ports, { spec_id, run, expected }: Standing): Promise<string> {
  const { repository } = ports;
  const { integration_branch: branch, tip_sha, delivery } = run;
  const tip = await repository.branchSha(branch);
  if (delivery === 'direct') {
    if (tip === undefined) throw new InvariantError(`The branch ${branch} is gone.`);
    return tip;
  }
  if (tip === tip_sha) return tip;
  const isOnTop = tip !== undefined && (await repository.isAncestor(tip_sha, tip));
  if (isOnTop && expected !== undefined && (await repository.isAncestor(expected, tip))) return tip;
  if (!isOnTop) {
    if (tip !== undefined) await repository.setBranch(`${branch}-found-${tip.slice(0, 12)}`, tip);
    await repository.setBranch(branch, tip_sha);
  }
  await tellMoved(ports, { spec_id, run }, tip);
  return isOnTop ? tip : tip_sha;
}

/** Once in a run: commits on top are found by every step until one of ours has landed on them. */
async function tellMoved({ registry }: Ports, { spec_id, run }: Standing, after: string | undefined): Promise<void> {
  const name = `refs/heads/${run.integration_branch}`;
  if (after !== undefined && run.altered?.some(({ names }) => names.includes(name)) === true) return;
  const alteration: Alteration = {
    ...{ kind: 'ref', name, change: after === undefined ? 'deleted' : 'changed', before: run.tip_sha },
    ...(after === undefined ? {} : { after }),
  };
  const holders = [...registry.state.slots.values()].flatMap(({ state, task_id, attempt, ...slot }) =>
    state === 'leased' && slot.spec_id !== undefined && task_id !== undefined && attempt !== undefined
      ? [attemptKey({ spec_id: slot.spec_id, task_id, attempt })]
      : [],
  );
  const altered = { alterations: [alteration], count: 1, holders: holders.slice(0, 100) };
  await registry.append(tellAltered({ run_id: run.run_id, spec_id }, altered));
}
