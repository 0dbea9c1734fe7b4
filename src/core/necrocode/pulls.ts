// One pull request in full: folded from the events, with the diff that it proposes as git sees it now.
import { UserError } from '../base/errors.ts';
import { openGit } from '../base/git.ts';
import { foldPull, pullEventTypes, type Pull } from '../forge/forge.ts';
import type { RegistryEvent } from '../model/events.ts';
import { sidesOfPull } from './changes.ts';
import type { Place } from './place.ts';
import { queryEvents, readState } from './reading.ts';

export interface ShownPull extends Pull {
  /** Undefined when its commits are no longer there. */
  diff?: string;
}

const diffBytesMax = 4 * 1024 * 1024;

/** Throws a UserError when there is no such pull request. */
export async function showPull(place: Place, number: number, options: { withDiff: boolean }): Promise<ShownPull> {
  const known = (await readState(place)).pulls.get(number);
  const events: RegistryEvent[] = [];
  if (known !== undefined) {
    const query = { types: pullEventTypes, spec: known.spec_id };
    for await (const event of queryEvents(place, query)) events.push(event);
  }
  const pull = foldPull(events, number);
  if (pull === undefined) {
    throw new UserError(`There is no pull request #${number}.`, {
      hint: 'necrocode pr list --all shows them.',
      ja: {
        message: `プルリクエスト #${number} はありません。`,
        hint: 'necrocode pr list --all で一覧を表示します。',
      },
    });
  }
  if (!options.withDiff) return pull;
  const diff = await readDiff(place, pull);
  return diff === undefined ? pull : { ...pull, diff };
}

async function readDiff(place: Place, pull: Pull): Promise<string | undefined> {
  const git = openGit({ cwd: place.mainWorktree, gitDir: place.commonDir });
  const sides = await sidesOfPull(git, pull);
  if (sides === undefined) return undefined;
  const args = ['diff', '--no-color', '--no-ext-diff', '--end-of-options', sides.base, sides.head, '--'];
  return (await git.write(args, { outputBytesMax: diffBytesMax })).stdout;
}
