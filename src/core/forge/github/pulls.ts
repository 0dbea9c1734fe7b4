// Opening, changing and merging a pull request on GitHub. Each may be asked for again after a crash, or after an answer that
// got lost, and comes to the same: a branch has one open pull request, and one that is merged already counts as merged.
import { RequestError } from 'octokit';
import { UserError } from '../../base/errors.ts';
import type { Landing, MergeRefusal, PullChange } from '../../model/forge.ts';
import { isOwnBranch } from '../../model/ids.ts';
import type { Client } from './client.ts';
import { setDraft, enqueue } from './graph.ts';
import { firstBody, hasOwnPart, joinedWriting, nextWriting, type PullWriting } from './own-part.ts';

export interface NewPull {
  head: string;
  base: string;
  title: string;
  /** Our part of the body. */
  body: string;
  /** The repository's own template for pull requests. */
  template?: string | undefined;
  labels: readonly string[];
  /** The key of the task that it is for. */
  purpose: string;
}

const listedMax = 1000;

export type MergeMethod = 'merge' | 'squash' | 'rebase';

export async function openPull(client: Client, wanted: NewPull): Promise<{ number: number; url: string }> {
  const what = `opening the pull request of ${wanted.head}`;
  return client.ask(
    what,
    async () => (await adoptOpen(client, wanted)) ?? (await create(client, wanted)),
    wanted.purpose,
  );
}

async function create(client: Client, wanted: NewPull): Promise<{ number: number; url: string }> {
  const { head, base, title, body, template, labels, purpose } = wanted;
  const what = `opening the pull request of ${head}`;
  try {
    const fields = { ...client.repo, head, base, title, body: firstBody({ title, body }, template) };
    const { data } = await client.ask(what, (octokit) => octokit.rest.pulls.create(fields), purpose);
    await label(client, data.number, labels, purpose);
    return { number: data.number, url: data.html_url };
  } catch (error) {
    // An earlier try had come through, only its answer had not.
    const found = isInvalid(error) ? await adoptOpen(client, wanted) : undefined;
    if (found !== undefined) return found;
    if (!isInvalid(error)) throw error;
    throw new UserError(`GitHub does not open a pull request from ${head} to ${base}: ${error.message}`, {
      hint: 'Look at the branches on GitHub; `necrocode doctor` shows what the sign-in may do.',
      cause: error,
    });
  }
}

/** The open pull request of this branch, brought up to date. */
async function adoptOpen(client: Client, wanted: NewPull): Promise<{ number: number; url: string } | undefined> {
  const { head, base, title, body, labels, purpose } = wanted;
  const { data } = await client.ask(`looking for the pull request of ${head}`, (octokit) =>
    octokit.rest.pulls.list({ ...client.repo, head: `${client.repo.owner}:${head}`, base, state: 'open' }),
  );
  // Some servers do not know the filter.
  const found = data.find((pull) => pull.head.ref === head && pull.base.ref === base);
  if (found === undefined) return undefined;
  const fields = joinedWriting({ title: found.title, body: found.body ?? '' }, { title, body });
  await write(client, found.number, fields, purpose);
  await label(client, found.number, labels, purpose);
  return { number: found.number, url: found.html_url };
}

/** Open pull requests of branches that are ours, with our part in their body; the newest, at most `listedMax`. */
export async function listOwn(client: Client): Promise<{ number: number; head: string; url: string }[]> {
  let seen = 0;
  const pages = await client.ask('listing the pull requests', (octokit) =>
    octokit.paginate(octokit.rest.pulls.list, { ...client.repo, state: 'open', per_page: 100 }, ({ data }, done) => {
      if ((seen += data.length) >= listedMax) done();
      return data;
    }),
  );
  const { owner, repo } = client.repo;
  return pages
    .filter(
      ({ head, body }) =>
        head.repo?.full_name.toLowerCase() === `${owner}/${repo}`.toLowerCase() && hasOwnPart(body ?? ''),
    )
    .filter(({ head }) => isOwnBranch(head.ref))
    .map(({ number, head, html_url: url }) => ({ number, head: head.ref, url }));
}

/** A label that cannot be set is no reason to hold work back. */
async function label(client: Client, number: number, labels: readonly string[], purpose: string): Promise<void> {
  if (labels.length === 0) return;
  const fields = { ...client.repo, issue_number: number, labels: [...labels] };
  await client
    .ask(`labelling #${number}`, (octokit) => octokit.rest.issues.addLabels(fields), purpose)
    .catch((error: unknown) => {
      if (!(error instanceof UserError) && !(error instanceof RequestError)) throw error;
    });
}

export async function updatePull(
  client: Client,
  number: number,
  { title, body, isDraft }: PullChange,
  purpose: string,
): Promise<void> {
  const data = await look(client, number);
  const wanted = { ...(title === undefined ? {} : { title }), ...(body === undefined ? {} : { body }) };
  await write(client, number, nextWriting({ title: data.title, body: data.body ?? '' }, wanted), purpose);
  if (isDraft !== undefined && isDraft !== (data.draft ?? false))
    await setDraft(client, data.node_id, isDraft, purpose);
}

async function write(client: Client, number: number, fields: Partial<PullWriting>, purpose: string): Promise<void> {
  if (Object.keys(fields).length === 0) return;
  await client.ask(
    `updating #${number}`,
    (octokit) => octokit.rest.pulls.update({ ...client.repo, pull_number: number, ...fields }),
    purpose,
  );
}

export interface Merging {
  number: number;
  /** The head that was verified; any other is refused. */
  headSha: string;
  method: MergeMethod;
  title: string;
  purpose: string;
}

export async function mergePull(client: Client, merging: Merging): Promise<Landing> {
  const { number, headSha, method, title, purpose } = merging;
  const fields = {
    ...{ ...client.repo, pull_number: number, sha: headSha, merge_method: method },
    ...(method === 'rebase' ? {} : { commit_title: title }),
  };
  try {
    const { data } = await client.ask(`merging #${number}`, (octokit) => octokit.rest.pulls.merge(fields), purpose);
    return { kind: 'merged', sha: data.sha };
  } catch (error) {
    if (!(error instanceof RequestError) || ![405, 409, 422].includes(error.status)) throw error;
    return (await landed(client, number)) ?? refusal(client, merging, error);
  }
}

/** Merged already, and as what: by an earlier try, or by somebody else. */
export async function landed(client: Client, number: number): Promise<{ kind: 'merged'; sha: string } | undefined> {
  const { merged, merge_commit_sha: sha } = await look(client, number);
  return merged && sha !== null ? { kind: 'merged', sha } : undefined;
}

async function refusal(client: Client, merging: Merging, error: RequestError): Promise<MergeRefusal> {
  const { status, message } = error;
  const refused = (reason: MergeRefusal['reason']): MergeRefusal => ({ kind: 'refused', reason, message });
  if (status === 409) return refused('head_moved');
  if (/merge queue/i.test(message)) return queued(client, merging, message);
  if (/not allowed|method/i.test(message)) return refused('method');
  if (/status check|review|protect|rule|draft|required/i.test(message)) return refused('checks');
  const data = await look(client, merging.number);
  if (data.state === 'closed') return refused('closed');
  return refused(data.mergeable === false ? 'conflict' : 'not_mergeable');
}

/** Only the merge queue merges it; `told` is how GitHub says so. */
async function queued(client: Client, { number, headSha, purpose }: Merging, told: string): Promise<MergeRefusal> {
  const { node_id: id } = await look(client, number);
  const wish = await enqueue(client, { id, number, headSha, purpose });
  return wish.kind === 'done'
    ? { kind: 'refused', reason: 'queued', message: told }
    : { kind: 'refused', reason: 'not_mergeable', message: `${told} The queue does not take it: ${wish.message}` };
}

async function look(client: Client, number: number) {
  const { data } = await client.ask(`looking at #${number}`, (octokit) =>
    octokit.rest.pulls.get({ ...client.repo, pull_number: number }),
  );
  return data;
}

function isInvalid(error: unknown): error is RequestError {
  return error instanceof RequestError && error.status === 422;
}
