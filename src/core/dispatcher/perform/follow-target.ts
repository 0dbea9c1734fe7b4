// The branch that a run delivers to, as it stands on the forge elsewhere. Commits that people have put on top of ours are welcome: the branch
// here follows. One that was led elsewhere is left as it is there, and told: what to do about it is a person's to say.
import { UserError } from '../../base/errors.ts';
import type { RemoteForge } from '../../model/forge.ts';
import type { Dispatch } from '../dispatch.ts';
import { specOf } from '../lookup.ts';

export async function followTarget(dispatch: Dispatch, remote: RemoteForge, spec_id: string): Promise<void> {
  const { registry, repository } = dispatch.ports;
  const { run } = specOf(registry.state, spec_id);
  const { integration_branch: branch, tip_sha: from } = run;
  const there = await remote.fetch(branch, { known: [from], signal: dispatch.signal });
  if (there === undefined || there === from || (await repository.isAncestor(there, from))) return;
  const subject = { run_id: run.run_id, spec_id };
  const isOnTop = await repository.isAncestor(from, there);
  if (run.delivery === 'direct') {
    await registry.append([
      { type: 'BaseMoved', ...subject, data: { from, sha: there, ...(isOnTop ? {} : { is_forced: true }) } },
    ]);
    return;
  }
  if (!isOnTop) {
    throw new UserError(`Somebody has led ${branch} elsewhere on the forge: it has lost work of this run.`, {
      hint: `Put it back there (its last commit here is ${from.slice(0, 12)}), then run \`necrocode execute ${spec_id}\`.`,
    });
  }
  if (await repository.moveBranch(branch, there, from))
    await registry.append([{ type: 'BaseMoved', ...subject, data: { from, sha: there } }]);
}
