// The base that a run began on, for a run that delivers to a branch of its own. People go on working there, so before the last pull request asks
// somebody to merge, the two are merged in memory: what does not fit is told at once, and not when somebody tries.
import type { RemoteForge } from '../../model/forge.ts';
import type { NewEvent } from '../../model/events.ts';
import type { PullState, RunState } from '../../model/state.ts';
import type { Dispatch } from '../dispatch.ts';
import { specOf } from '../lookup.ts';

export interface Misfit {
  tip: string;
  head: string;
  files: string[];
}

const filesToldMax = 10;
const filesKeptMax = 500;

/** Records where the base stands. What does not fit together any more; undefined when all of it does. */
export async function followBase(
  dispatch: Dispatch,
  remote: RemoteForge | undefined,
  { spec_id, head }: { spec_id: string; head: string },
): Promise<Misfit | undefined> {
  const { registry, repository } = dispatch.ports;
  const { run } = specOf(registry.state, spec_id);
  const base = baseOf(run);
  const from = run.base_moved?.sha ?? run.base_sha;
  const tip =
    remote === undefined
      ? await repository.branchSha(base)
      : await remote.fetch(base, { known: [from], signal: dispatch.signal });
  // One that stands further back holds nothing that this has not.
  if (tip === undefined || (await repository.isAncestor(tip, head))) return undefined;
  if (tip !== from) {
    const isForced = !(await repository.isAncestor(from, tip));
    const data = { from, sha: tip, base, ...(isForced ? { is_forced: true } : {}) };
    await registry.append([{ type: 'BaseMoved', run_id: run.run_id, spec_id, data }]);
  }
  const merge = await repository.merge({ tip, head, message: `Try ${run.integration_branch} on ${base}` });
  return merge.kind === 'conflict' ? { tip, head, files: merge.files } : undefined;
}

/** The name of the branch. */
export function baseOf({ base_ref }: RunState): string {
  return base_ref.replace(/^refs\/heads\//, '');
}

/** What is recorded of the last pull request: that it does not fit, or that it does again. */
export function tellFit(
  run: RunState,
  spec_id: string,
  { number, known, misfit }: { number: number; known: PullState | undefined; misfit: Misfit | undefined },
): NewEvent[] {
  const subject = { run_id: run.run_id, spec_id };
  if (misfit === undefined) {
    if (known?.held === undefined) return [];
    return [{ type: 'IntegrationFinished', ...subject, data: { number, outcome: 'interrupted' } }];
  }
  const { tip, head, files } = misfit;
  const [base, branch] = [baseOf(run), run.integration_branch];
  const what = run.base_moved?.is_forced === true ? 'was rewritten' : 'has moved';
  const reason = `${base} ${what} since the run began, and does not merge with ${branch}: ${nameSome(files)}. Merge ${base} into ${branch} and solve it there.`;
  return [
    { type: 'ConflictDetected', ...subject, data: { number, tip, head, files: files.slice(0, filesKeptMax) } },
    { type: 'IntegrationFinished', ...subject, data: { number, outcome: 'conflict', reason: reason.slice(0, 4000) } },
  ];
}

function nameSome(files: readonly string[]): string {
  if (files.length === 0) return 'the two share no history';
  const left = files.length - filesToldMax;
  return `${files.slice(0, filesToldMax).join(', ')}${left > 0 ? `, and ${left} more` : ''}`;
}
