// One look at many pull requests. The list of the open ones costs one question for a hundred, and none while nothing has changed; only what
// has changed since the last look is read further. Checks are read with every look where some may still be running, and now and then where all
// are green: a job that waits for others, a second service or a run that is repeated says its word later, on the same head.
import { RequestError } from 'octokit';
import type { RemoteForge, Watched } from '../../model/forge.ts';
import type { CheckSight, PullSight } from '../../model/pull-sight.ts';
import { checksOf } from './checks.ts';
import type { Client } from './client.ts';
import { remarksOn } from './remarks.ts';

/** @throws Unavailable */
export type Observer = Pick<RemoteForge, 'look'>;

interface Open {
  number: number;
  headSha: string;
  updatedAt: string;
}

export interface ObserverOptions {
  /** Between two looks at the checks of a head that seems to be through with them. */
  calmMs: number;
  now?: () => number;
}

/** So long after its last change a head without checks is expected to get some soon. */
const settleMs = 10 * 60_000;
/** So much rarer where each head costs questions of its own. */
const singlyFactor = 5;

export function createObserver(client: Client, { calmMs, now = Date.now }: ObserverOptions): Observer {
  /** By number: as of when what was said there is known. */
  const readAt = new Map<number, string>();
  /** By number: of which head the checks were read, and when. */
  const checkedAt = new Map<number, { headSha: string; at: number }>();
  let isSingly = false;

  /** A new head may have any checks; one that is green, or has none, is asked about now and then. */
  function isDue(pull: Open, watched: readonly Watched[]): boolean {
    const known = watched.find(({ number }) => number === pull.number)?.checks ?? [];
    const isCalm =
      known.length === 0
        ? now() - Date.parse(pull.updatedAt) >= settleMs
        : known.every(({ state }) => state === 'success');
    const last = checkedAt.get(pull.number);
    if (!isCalm || last?.headSha !== pull.headSha) return true;
    return now() - last.at >= (isSingly ? calmMs * singlyFactor : calmMs);
  }

  async function readChecks(pulls: readonly Open[]): Promise<Map<number, CheckSight[]>> {
    const { found, isSingly: isAskedSingly } = await checksOf(client, pulls);
    if (pulls.length > 0) isSingly = isAskedSingly;
    for (const { number, headSha } of pulls) if (found.has(number)) checkedAt.set(number, { headSha, at: now() });
    return found;
  }

  async function listOpen(): Promise<Map<number, Open>> {
    const pulls = await client.ask('looking at the pull requests', (octokit) =>
      octokit.paginate(octokit.rest.pulls.list, { ...client.repo, state: 'open', per_page: 100 }),
    );
    return new Map(
      pulls.map(({ number, head, updated_at }) => [number, { number, headSha: head.sha, updatedAt: updated_at }]),
    );
  }

  async function getPull(number: number) {
    try {
      const { data } = await client.ask(`looking at #${number}`, (octokit) =>
        octokit.rest.pulls.get({ ...client.repo, pull_number: number }),
      );
      return data;
    } catch (error) {
      if (error instanceof RequestError && error.status === 404) return undefined;
      throw error;
    }
  }

  async function lookAtGone(number: number): Promise<PullSight | undefined> {
    const data = await getPull(number);
    if (data === undefined) return undefined;
    const by = data.merged_by?.login;
    const merged = data.merged && data.merge_commit_sha !== null ? { merge_sha: data.merge_commit_sha } : {};
    return {
      ...{ number, head_sha: data.head.sha, checks: [], remarks: [] },
      state: data.merged ? 'merged' : data.state === 'closed' ? 'closed' : 'open',
      ...merged,
      ...(by === undefined ? {} : { by }),
    };
  }

  async function look(watched: readonly Watched[]): Promise<PullSight[]> {
    const open = await listOpen();
    const here = watched.flatMap((one) => open.get(one.number) ?? []);
    const checks = await readChecks(here.filter((pull) => isDue(pull, watched)));
    const sights: PullSight[] = [];
    for (const { number, heard } of watched) {
      const pull = open.get(number);
      if (pull === undefined) {
        const gone = await lookAtGone(number);
        if (gone !== undefined) sights.push(gone);
        continue;
      }
      const isNews = readAt.get(number) !== pull.updatedAt;
      const remarks = isNews ? await remarksOn(client, number, heard) : [];
      // What could not be heard now, because the task was busy, is read again.
      if (remarks.length === 0) readAt.set(number, pull.updatedAt);
      sights.push({ number, state: 'open', head_sha: pull.headSha, checks: checks.get(number) ?? [], remarks });
    }
    return sights;
  }

  return {
    async look(watched, hurry) {
      const here = watched.filter(({ url }) => url === undefined || isOf(client.repo, url));
      return hurry === undefined ? look(here) : client.until(hurry, () => look(here));
    },
  };
}

/** The remote may have been another repository when it was opened. */
function isOf({ owner, repo }: Client['repo'], url: string): boolean {
  return URL.canParse(url) && new URL(url).pathname.toLowerCase().startsWith(`/${owner}/${repo}/`.toLowerCase());
}
