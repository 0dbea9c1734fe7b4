// Which repositories the opened folders are in: each once, however many of its folders and worktrees are open. Looks at a few
// small files and runs nothing.
import { isAbsolute, relative } from 'node:path';
import { UserError } from '../../core/base/errors.ts';
import type { Place } from '../../core/necrocode.ts';

export interface FoundRepositories {
  /** By the path of the main worktree. */
  places: Map<string, { place: Place; roots: string[] }>;
  refusals: Error[];
}

/** @param locate throws a UserError for a folder that is in no repository that can be used. */
export async function findRepositories(
  folders: readonly string[],
  locate: (folder: string) => Promise<Place>,
): Promise<FoundRepositories> {
  const found: FoundRepositories = { places: new Map(), refusals: [] };
  for (const folder of folders) {
    try {
      const place = await locate(folder);
      const known = found.places.get(place.mainWorktree);
      if (known === undefined) found.places.set(place.mainWorktree, { place, roots: [place.mainWorktree, folder] });
      else known.roots.push(folder);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      found.refusals.push(error);
    }
  }
  return found;
}

/** True for the folder itself and for everything below it. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!isAbsolute(way) && way !== '..' && !/^\.\.[/\\]/.test(way));
}
