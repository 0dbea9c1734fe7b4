// Starts a run, or goes on with the one that is there. Everything that can be refused is refused here, before the first
// slot is made.
import { randomUUID } from 'node:crypto';
import type { Forge } from '../../model/forge.ts';
import { integrationBranchOf } from '../../model/ids.ts';
import type { Request } from '../../model/requests.ts';
import type { RunState, SpecState } from '../../model/state.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Ports } from '../ports.ts';
import { answers, type Accepted, type Said } from './answers.ts';
import { takePlan } from './plan.ts';
import { diverged, goesOnAs, movedMeanwhile, openPullsHere, unknownOnly, unknownSpec } from './refusals.ts';

type Execute = Extract<Request, { kind: 'execute' }>;

export async function acceptExecute(dispatch: Dispatch, request: Execute): Promise<Accepted> {
  const { registry } = dispatch.ports;
  const { spec_id } = request;
  await takePlan(dispatch, spec_id, 'spec');
  const spec = registry.state.specs.get(spec_id);
  if (spec === undefined) throw unknownSpec(spec_id);
  if (spec.run !== undefined && spec.run.state !== 'finished') return goOn(dispatch, spec.run, request);
  return begin(dispatch, spec, request);
}

async function goOn({ ports }: Dispatch, run: RunState, request: Execute): Promise<Said> {
  const { spec_id, by, workers, agent, interactive } = request;
  refuseOtherwise(run, request);
  if (agent !== undefined && run.state !== 'paused') await ports.agents.resolve(agent);
  if (run.state === 'paused') {
    const chosen = await ports.agents.choose(agent ?? run.agent);
    const data = {
      by,
      ...(workers === undefined ? {} : { workers }),
      ...(agent === undefined ? {} : { agent }),
      ...(interactive === undefined ? {} : { interactive }),
    };
    await ports.registry.append([{ type: 'RunResumed', run_id: run.run_id, spec_id, data }]);
    return answers.workedBy(answers.goesOn(run.run_id), chosen);
  }
  const isSame =
    (workers ?? run.workers) === run.workers &&
    (agent ?? run.agent) === run.agent &&
    (interactive ?? run.interactive === true) === (run.interactive === true);
  const told = answers.underWay({ ...run, interactive: run.interactive === true });
  return isSame ? told : answers.pauseToChange(told);
}

/** What a run has begun with, and what its pull requests stand on. */
function refuseOtherwise(run: RunState, { spec_id, delivery, forge, only }: Execute): void {
  const isSame = (wished: readonly string[]) => [...wished].sort().join() === [...(run.only ?? [])].sort().join();
  if (delivery !== undefined && delivery !== run.delivery) throw goesOnAs(spec_id, `--delivery ${run.delivery}`);
  if (forge !== undefined && forge !== run.forge) throw goesOnAs(spec_id, `--forge ${run.forge}`);
  if (only !== undefined && !isSame(only)) {
    throw goesOnAs(spec_id, run.only === undefined ? 'with all tasks' : `--only ${run.only.join(' ')}`);
  }
}

async function begin(dispatch: Dispatch, spec: SpecState, request: Execute): Promise<Accepted> {
  const { registry, settings, repository, forges } = dispatch.ports;
  const { spec_id } = spec;
  const agent = request.agent ?? settings.agent;
  refuseUnknown(spec, request.only);
  const chosen = await dispatch.ports.agents.choose(agent);
  const notes = [...(await dispatch.ports.checkRepository())];
  const delivery = request.delivery ?? settings.delivery;
  const interactive = request.interactive ?? (settings.interactive ? true : undefined);
  const base = await repository.base(settings.base);
  const forge = forges.of(forges.preferred(request.forge));
  notes.push(...(await checkForge(dispatch, forge, { base: base.ref, delivery })));
  const integration_branch =
    delivery === 'direct' ? base.ref.replace(/^refs\/heads\//, '') : integrationBranchOf(spec_id);
  const tip_sha =
    delivery === 'direct'
      ? base.sha
      : await prepareBranch(dispatch, integration_branch, { base: base.sha, last: spec.run });
  const run_id = `run-${new Date(dispatch.ports.clock.now()).toISOString().replaceAll(/[:.]/g, '-')}-${randomUUID().slice(0, 4)}`;
  await registry.append([
    {
      type: 'RunStarted',
      run_id,
      spec_id,
      data: {
        base_ref: base.ref,
        base_sha: base.sha,
        tip_sha,
        integration_branch,
        delivery,
        forge: forge.kind,
        workers: request.workers ?? settings.workers,
        agent,
        verify: settings.verify,
        ...(request.only === undefined ? {} : { only: request.only }),
        ...(interactive === undefined ? {} : { interactive }),
      },
    },
  ]);
  return { ...answers.workedBy(answers.started(run_id), chosen), ...(notes.length === 0 ? {} : { notes }) };
}

/** @throws UserError when the forge will not take what the run makes. */
async function checkForge(
  { ports: { registry, forges } }: Dispatch,
  { remote }: Forge,
  { base, delivery }: { base: string; delivery: 'integration' | 'direct' },
): Promise<string[]> {
  if (remote === undefined) return [...forges.notes];
  const local = [...registry.state.pulls.values()].filter((pull) => pull.state === 'open' && pull.url === undefined);
  if (local.length > 0) throw openPullsHere(local.map(({ number }) => number));
  return remote.preflight({ base: base.replace(/^refs\/heads\//, ''), delivery });
}

function refuseUnknown(spec: SpecState, only: readonly string[] | undefined): void {
  const unknown = (only ?? []).filter((id) => !spec.tasks.has(id));
  if (unknown.length > 0) throw unknownOnly(spec.spec_id, unknown);
}

interface Grounds {
  base: string;
  last: RunState | undefined;
}

/** The integration branch goes on from what an earlier run has left, brought up to the base; or it begins at the base. */
async function prepareBranch({ ports }: Dispatch, branch: string, { base, last }: Grounds): Promise<string> {
  const { repository } = ports;
  const tip = (await repository.branchSha(branch)) ?? (await deletedTip(ports, branch, { base, last }));
  if (tip === undefined || (await repository.isAncestor(tip, base))) {
    await repository.setBranch(branch, base);
    return base;
  }
  if (await repository.isAncestor(base, tip)) return tip;
  const merge = await repository.merge({ tip, head: base, message: `Merge the base into ${branch}` });
  if (merge.kind === 'conflict') throw diverged(branch, merge.files);
  if (!(await repository.moveBranch(branch, merge.commit, tip))) throw movedMeanwhile(branch);
  return merge.commit;
}

/**
 * Somebody has deleted the branch. What finished tasks have left on it is put back, unless it is gone or does not merge with the
 * base any more: then the run begins anew.
 */
async function deletedTip(ports: Ports, branch: string, { base, last }: Grounds): Promise<string | undefined> {
  const { repository } = ports;
  if (last?.integration_branch !== branch || last.tip_sha === last.base_sha) return undefined;
  try {
    const merge = await repository.merge({ tip: last.tip_sha, head: base, message: `Merge the base into ${branch}` });
    if (merge.kind === 'conflict') return undefined;
    await repository.setBranch(branch, last.tip_sha);
    return last.tip_sha;
  } catch (error) {
    ports.report(error, `${branch} cannot be put back to ${last.tip_sha}`);
    return undefined;
  }
}
