// Ends a run: the boxes that are not ticked yet, the spec's own pull request, then the outcome. A pull request that is open
// already is kept and brought up to date.
import type { NewEvent } from '../../model/events.ts';
import { isTerminal, type PullState } from '../../model/state.ts';
import type { Action } from '../actions.ts';
import type { Dispatch } from '../dispatch.ts';
import { specOf } from '../lookup.ts';
import { baseOf, followBase, tellFit } from './follow-base.ts';
import { dropMergedBranches } from './drop-branch.ts';
import { noteForgeBack } from './forge-lost.ts';
import { publishTarget } from './publish.ts';
import { standingTip } from './standing-tip.ts';

export async function finishRun(dispatch: Dispatch, action: Extract<Action, { kind: 'finish_run' }>): Promise<void> {
  const { registry } = dispatch.ports;
  const { run } = specOf(registry.state, action.spec_id);
  const subject = { run_id: run.run_id, spec_id: action.spec_id };
  const settled = countSettled(dispatch, action.spec_id);
  await tickDone(dispatch, action.spec_id);
  await dropMergedBranches(dispatch, action.spec_id);
  const pull = action.outcome === 'completed' ? await finalPull(dispatch, action.spec_id) : undefined;
  // A person may have asked for more meanwhile, by a retry or a new plan: then the run goes on, and ends another time.
  if (countSettled(dispatch, action.spec_id) !== settled) return;
  const final = pull === undefined ? {} : { final_pr: pull.number };
  await registry.append([
    ...(pull?.events ?? []),
    { type: 'RunFinished', ...subject, data: { outcome: action.outcome, ...final } },
  ]);
}

/** How many tasks are settled, and of how many. */
function countSettled({ ports }: Dispatch, spec_id: string): string {
  const tasks = [...specOf(ports.registry.state, spec_id).tasks.values()];
  return `${tasks.filter(isTerminal).length}/${tasks.length}`;
}

/** Checkpoints have no pull request that would tick them, and a controller may have ended between a merge and its tick. */
async function tickDone({ ports }: Dispatch, spec_id: string): Promise<void> {
  for (const { node, state, via } of specOf(ports.registry.state, spec_id).tasks.values()) {
    if (state === 'done' && via === 'run') await ports.cleanUp.tick(spec_id, node.id);
  }
}

/** Undefined when the run has changed nothing, or when every task was delivered to the base by itself. */
async function finalPull(
  dispatch: Dispatch,
  spec_id: string,
): Promise<{ number: number; events: NewEvent[] } | undefined> {
  const { ports } = dispatch;
  const { registry, deliveries } = ports;
  const { run } = specOf(registry.state, spec_id);
  if (run.delivery === 'direct') return undefined;
  const forge = ports.forges.of(run.forge);
  const headSha = await standingTip(ports, { spec_id, run });
  if (headSha === run.base_sha) return undefined;
  if (forge.remote !== undefined) await publishTarget(dispatch, forge.remote, spec_id);
  const subject = { run_id: run.run_id, spec_id };
  const misfit = await followBase(dispatch, forge.remote, { spec_id, head: headSha });
  const conflicts = misfit === undefined ? {} : { conflicts: misfit.files };
  const texts = deliveries.describeFinalPull({ state: registry.state, spec_id, ...conflicts });
  const known = [...registry.state.pulls.values()].find((pull) => isOpenFinal(pull, spec_id));
  if (known !== undefined) {
    await forge.update(known.number, texts, spec_id);
    if (forge.remote !== undefined) await noteForgeBack(dispatch);
    const { number } = known;
    const data = { number, head_sha: headSha, ...texts };
    const fit = tellFit(specOf(registry.state, spec_id).run, spec_id, { number, known, misfit });
    return { number, events: [{ type: 'PRUpdated', ...subject, data }, ...fit] };
  }
  const head = run.integration_branch;
  const base = baseOf(run);
  const opened = await forge.open({ head, base, ...texts, purpose: spec_id });
  if (forge.remote !== undefined) await noteForgeBack(dispatch);
  const data = { ...opened, ...texts, head, base, head_sha: headSha, is_final: true };
  const { number } = opened;
  const fit = tellFit(specOf(registry.state, spec_id).run, spec_id, { number, known, misfit });
  return { number, events: [{ type: 'PROpened', ...subject, data }, ...fit] };
}

function isOpenFinal(pull: PullState, spec_id: string): boolean {
  return pull.is_final && pull.spec_id === spec_id && pull.state === 'open';
}
