// What GitHub does with pull requests and the emulator leaves out: heads that follow their branches, three-way merges that can
// conflict, the guard by the head's id, required checks of the present head, and merges that are noticed because somebody has
// pushed them. After https://docs.github.com/rest/pulls/pulls.
import { execFileSync } from 'node:child_process';
import * as z from 'zod';
import type { Mirror } from './mirror.ts';

export interface Answer {
  status: number;
  body: unknown;
}

export interface Pulls {
  /** The pull request, or the list of them, as it really is now. */
  correct(body: unknown): unknown;
  merge(number: number, asked: unknown, login: string): Promise<Answer>;
  /** Pull requests whose head has reached their base are merged. */
  notice(login: string): Promise<void>;
  /** Fast-forwards and conflicts are told as GitHub tells them. */
  isMergeable(head: string, base: string): boolean;
  /** Why it cannot be merged now, in the order in which GitHub looks; undefined when nothing is missing. */
  obstacle(number: number, expectedHead: unknown): Promise<string | undefined>;
  /** GitHub will merge it by itself. */
  letMerge(number: number, method: unknown): void;
  /** Somebody has said something there, which counts as a change of it. */
  touch(number: number): void;
}

const pullSchema = z.looseObject({
  number: z.int(),
  state: z.enum(['open', 'closed']),
  draft: z.boolean().optional(),
  title: z.string(),
  head: z.looseObject({ ref: z.string(), sha: z.string() }),
  base: z.looseObject({ ref: z.string(), sha: z.string() }),
});
type Pull = z.infer<typeof pullSchema>;
const askedSchema = z.object({
  sha: z.string().optional(),
  merge_method: z.enum(['merge', 'squash', 'rebase']).default('merge'),
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
});
const protectionSchema = z.object({
  required_status_checks: z.object({ contexts: z.array(z.string()) }).nullish(),
});
const checksSchema = z.object({
  check_runs: z.array(z.object({ name: z.string(), conclusion: z.string().nullable() })),
});

export function openPulls(
  mirror: Mirror,
  ask: (method: string, path: string, body?: object) => Promise<unknown>,
): Pulls {
  /** What the emulator does not know about a pull request. */
  const known = new Map<number, object>();
  const touched = new Map<number, string>();

  const shaOf = (branch: string): string | undefined => {
    try {
      return mirror.git(['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`]);
    } catch {
      return undefined;
    }
  };
  const isAncestor = (one: string, other: string): boolean => {
    try {
      mirror.git(['merge-base', '--is-ancestor', one, other]);
      return true;
    } catch {
      return false;
    }
  };
  /** Undefined when they do not merge. */
  const mergedTree = (base: string, head: string): string | undefined => {
    try {
      return mirror.git(['merge-tree', '--write-tree', base, head]).split('\n')[0];
    } catch {
      return undefined;
    }
  };

  function correctOne(pull: Pull): Pull {
    const [head, base] = pull.state === 'open' ? [shaOf(pull.head.ref), shaOf(pull.base.ref)] : [];
    if (head !== undefined) pull.head.sha = head;
    if (base !== undefined) pull.base.sha = base;
    const touchedAt = touched.get(pull.number);
    const updated = touchedAt === undefined || touchedAt < String(pull['updated_at']) ? {} : { updated_at: touchedAt };
    return Object.assign(pull, known.get(pull.number), updated);
  }

  const openOnes = async (): Promise<Pull[]> =>
    z
      .array(pullSchema)
      .parse(await ask('GET', '/pulls?state=open&per_page=100'))
      .map(correctOne);

  async function close(number: number, merge_commit_sha: string, head: string, login: string): Promise<void> {
    await ask('PATCH', `/pulls/${number}`, { state: 'closed' });
    const merged_at = new Date().toISOString();
    const pull = pullSchema.parse(await ask('GET', `/pulls/${number}`));
    known.set(number, {
      ...{ merged: true, merged_at, merge_commit_sha, merged_by: { login } },
      head: { ...pull.head, sha: head },
    });
  }

  async function missingCheck(pull: Pull): Promise<string | undefined> {
    const found = await ask('GET', `/branches/${pull.base.ref}/protection`).catch(() => undefined);
    const contexts = protectionSchema.safeParse(found).data?.required_status_checks?.contexts ?? [];
    if (contexts.length === 0) return undefined;
    const { check_runs } = checksSchema.parse(await ask('GET', `/commits/${pull.head.sha}/check-runs`));
    return contexts.find((name) => !check_runs.some((run) => run.name === name && run.conclusion === 'success'));
  }

  return {
    correct(body) {
      const many = z.array(pullSchema).safeParse(body);
      if (many.success) return many.data.map(correctOne);
      const one = pullSchema.safeParse(body);
      return one.success ? correctOne(one.data) : body;
    },

    async merge(number, asked, login) {
      const pull = correctOne(pullSchema.parse(await ask('GET', `/pulls/${number}`)));
      const { sha, merge_method, commit_title, commit_message } = askedSchema.parse(asked);
      const refuse = (status: number, message: string): Answer => ({ status, body: { message } });
      if (pull.state !== 'open') return refuse(405, 'Pull Request is not mergeable');
      if (pull.draft === true) return refuse(405, 'Pull Request is still a draft');
      if (sha !== undefined && sha !== pull.head.sha) {
        return refuse(409, 'Head branch was modified. Review and try the merge again.');
      }
      const missing = await missingCheck(pull);
      if (missing !== undefined) return refuse(405, `Required status check "${missing}" is expected.`);
      const [head, base] = [pull.head.sha, pull.base.sha];
      const tree = mergedTree(base, head);
      if (tree === undefined) return refuse(405, 'Pull Request is not mergeable');
      const title =
        commit_title ?? (merge_method === 'merge' ? `Merge pull request #${number}` : `${pull.title} (#${number})`);
      const message =
        merge_method === 'rebase'
          ? mirror.git(['log', '-1', '--format=%B', head])
          : [title, commit_message].filter(Boolean).join('\n\n');
      const parents = merge_method === 'merge' ? [base, head] : [base];
      const made = commitTree(mirror, { tree, parents, message, login });
      mirror.git(['update-ref', `refs/heads/${pull.base.ref}`, made, base]);
      await mirror.push();
      await close(number, made, head, login);
      return { status: 200, body: { sha: made, merged: true, message: 'Pull Request successfully merged' } };
    },

    async obstacle(number, expectedHead) {
      const pull = correctOne(pullSchema.parse(await ask('GET', `/pulls/${number}`)));
      if (expectedHead !== pull.head.sha) return 'Head branch was modified. Review and try again.';
      const missing = await missingCheck(pull);
      return missing === undefined ? undefined : `Required status check "${missing}" is expected.`;
    },
    letMerge: (number, method) =>
      known.set(number, { ...known.get(number), auto_merge: { merge_method: String(method).toLowerCase() } }),

    async notice(login) {
      for (const pull of await openOnes()) {
        const [head, base] = [shaOf(pull.head.ref), shaOf(pull.base.ref)];
        if (head !== undefined && base !== undefined && isAncestor(head, base))
          await close(pull.number, base, head, login);
      }
    },
    isMergeable: (head, base) => mergedTree(base, head) !== undefined,
    touch: (number) => touched.set(number, new Date().toISOString()),
  };
}

interface NewCommit {
  tree: string;
  parents: readonly string[];
  message: string;
  login: string;
}

function commitTree(mirror: Mirror, { tree, parents, message, login }: NewCommit): string {
  const date = `${Math.floor(Date.now() / 1000)} +0000`;
  const origin = mirror.git(['rev-parse', '--absolute-git-dir']);
  const person = (role: string) => ({
    [`GIT_${role}_NAME`]: login,
    [`GIT_${role}_EMAIL`]: `${login}@users.noreply.github.com`,
    [`GIT_${role}_DATE`]: date,
  });
  const env = { PATH: process.env['PATH'], ...person('AUTHOR'), ...person('COMMITTER') };
  const args = [
    '--git-dir',
    origin,
    'commit-tree',
    tree,
    ...parents.flatMap((parent) => ['-p', parent]),
    '-m',
    message,
  ];
  return execFileSync('git', args, { env, encoding: 'utf8' }).trim();
}
