// The forge on GitHub: the parts of this folder behind the one shape that the dispatcher speaks to. Loaded only where it is used.
import type { Language } from '../../base/text.ts';
import type { Forge, RemoteForge } from '../../model/forge.ts';
import type { GithubSettings } from '../../model/settings.ts';
import { mergeWhenReady } from './auto-merge.ts';
import { failingLog } from './checks.ts';
import { openClient, type Client } from './client.ts';
import { issueNumber, readIssue, type IssueText } from './issues.ts';
import { createObserver } from './observe.ts';
import { abilityOf, preflight, type Ability } from './preflight.ts';
import { landed, listOwn, mergePull, openPull, updatePull } from './pulls.ts';
import { Moved, openRemoteGit } from './remote-git.ts';
import type { GithubPlace } from './remote.ts';
import { reply } from './remarks.ts';
import type { SignIn } from './sign-in.ts';

export { findSignIn } from './sign-in.ts';

export interface GithubForgeOptions {
  place: GithubPlace;
  signIn: SignIn;
  /** Of the user's repository. */
  commonDir: string;
  /** Folder of our own. */
  folder: string;
  settings: GithubSettings;
  /** Of what is said on pull requests; English when absent. */
  language?: Language | undefined;
  /** The repository's own template for pull requests, as it stands on the base. */
  template: () => Promise<string | undefined>;
  version: string;
  /** Of a person who waits; a controller, which tries again by itself, has none. */
  signal?: AbortSignal | undefined;
}

export interface GithubForge extends Forge {
  readonly remote: RemoteForge & {
    /** What is ours there: branches, and open pull requests. */
    listOwn(signal?: AbortSignal): Promise<OwnThere>;
  };
}

export interface OwnThere {
  branches: { branch: string; sha: string }[];
  pulls: { number: number; head: string; url: string }[];
}

export function openGithubForge(options: GithubForgeOptions): GithubForge {
  const { place, signIn, commonDir, folder, settings, template } = options;
  const { labels, merge_method: method } = settings;
  const client = clientOf(options);
  const git = openRemoteGit({ place, signIn, commonDir, folder });
  const observer = createObserver(client, { calmMs: settings.poll_max_ms });
  /** What each branch was last meant to be: nothing else of it is merged by itself. */
  const pushed = new Map<string, string>();
  return {
    kind: 'github',
    open: async (wanted) => openPull(client, { ...wanted, labels, template: await template() }),
    update: (number, change, purpose) => updatePull(client, number, change, purpose),
    say: (number, said) => reply(client, number, said),
    remote: {
      preflight: (wanted) => preflight({ client, place, signIn, method, ...wanted }),
      fetch: (branch, wanted) => git.fetch(branch, wanted),
      async push(wanted) {
        pushed.set(wanted.branch, wanted.sha);
        try {
          await git.push(wanted);
          return 'pushed';
        } catch (error) {
          if (error instanceof Moved) return 'moved';
          throw error;
        }
      },
      landed: (number) => landed(client, number),
      merge: (wanted) => mergePull(client, { ...wanted, method }),
      mergeWhenReady: (number, purpose) =>
        mergeWhenReady(client, { number, pushed, method, language: options.language ?? 'en', purpose }),
      look: (watched, hurry) => observer.look(watched, hurry),
      failingLog: (headSha) => failingLog(client, headSha),
      listOwn: async (signal) => ({ branches: await git.list(signal), pulls: await listOwn(client) }),
      async deleteBranch(branch, expected, purpose) {
        pushed.delete(branch);
        await git.remove(branch, expected, purpose).catch((error: unknown) => {
          // Somebody works on it: it stays.
          if (!(error instanceof Moved)) throw error;
        });
      },
    },
  };
}

export type Asking = Pick<GithubForgeOptions, 'place' | 'signIn' | 'version' | 'signal'>;

function clientOf({ place, signIn, version, signal }: Asking): Client {
  return openClient({ place, signIn, userAgent: `necrocode/${version}`, signal });
}

/** For `doctor`: who it is, and what they may do. */
export function githubAbility(options: Asking): Promise<Ability> {
  return abilityOf(clientOf(options), options.place, options.signIn);
}

/** The issue that a job is written down in. `reference` is `#12`, `12` or its address. */
export function githubIssue(reference: string, options: Asking): Promise<IssueText> {
  return readIssue(clientOf(options), issueNumber(reference, options.place));
}
