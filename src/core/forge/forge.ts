// The forge that needs no account. Its pull requests live in the registry: whoever opens, updates, merges or closes one
// appends the event, and here only the number is given out. Opening is idempotent by head branch, also while the event of the
// first opening is still on its way. It never touches a branch.
import type { Forge } from '../model/forge.ts';

export { describeFinalPull } from './final-text.ts';
export { githubPlace, type GithubPlace } from './github/remote.ts';
export { tokenOfEnvironment } from './github/environment-token.ts';
export { foldPull, pullEventTypes, type Pull } from './pull-fold.ts';
export {
  dependencyPulls,
  describePull,
  issueOfTask,
  markerOf,
  type DescribedPull,
  type PullTexts,
} from './pull-text.ts';

export interface LocalForgeOptions {
  /** One more than the highest number that the registry knows. */
  nextNumber: () => number;
  /** The open pull request of a branch, if the registry knows one. */
  find: (head: string) => number | undefined;
}

export function openLocalForge({ nextNumber, find }: LocalForgeOptions): Forge {
  /** Numbers given out that the registry may not know yet, by head branch. */
  const given = new Map<string, number>();
  return {
    kind: 'local',
    open: async ({ head }) => {
      const open = find(head);
      if (open !== undefined) return { number: open };
      const next = nextNumber();
      for (const [branch, number] of given) if (number < next) given.delete(branch);
      const number = given.get(head) ?? Math.max(next, ...[...given.values()].map((taken) => taken + 1));
      given.set(head, number);
      return { number };
    },
    update: async () => {},
    say: async () => {},
  };
}

/** Loads what speaks to GitHub, which is as large as the rest of the program. */
export async function loadGithub() {
  return import('./github/github.ts');
}
