// One look at many pull requests. The list of the open ones costs one question for a hundred, and none while nothing has changed; only what
// has changed since the last look is read further, and checks only where some may still be running.
import { RequestError } from 'octokit';
import type { RemoteForge, Watched } from '../../model/forge.ts';
import type { PullSight } from '../../model/pull-sight.ts';
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

/** So long after its last change a head without checks may still get some. */
const settleMs = 10 * 60_000;

export function createObserver(client: Client): Observer {
  /** By number: as of when what was said there is known. */
  const readAt = new Map<number, string>();

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
    const checks = await checksOf(
      client,
      here.filter((pull) => mayChange(pull, watched)),
    );
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

/** A head whose checks are all green is left alone; new ones come with a new head. */
function mayChange({ number, updatedAt }: Open, watched: readonly Watched[]): boolean {
  const known = watched.find((one) => one.number === number)?.checks ?? [];
  if (known.length === 0) return Date.now() - Date.parse(updatedAt) < settleMs;
  return known.some(({ state }) => state !== 'success');
}
