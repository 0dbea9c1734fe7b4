// What people say on pull requests, and what NecroCode answers. Only who may write to the repository is heard; what NecroCode has said itself
// carries a mark and is never heard. A remark on a line, and a review that asks for changes, want something of the agent; the rest is
// conversation.
import { createHash } from 'node:crypto';
import { RequestError } from 'octokit';
import { sleep } from '../../base/abort.ts';
import { cutText, plainLines } from '../../base/text.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { SaidThere } from '../../model/forge.ts';
import { isHeard, type HeardRemarks, type RemarkSight } from '../../model/pull-sight.ts';
import type { Client } from './client.ts';
import { resolveThread } from './graph.ts';

const textCharsMax = 8000;
const byCharsMax = 100;
const remarksMax = 100;
const mark = '<!-- necrocode:said';
const trusted = new Set(['OWNER', 'MEMBER', 'COLLABORATOR']);

interface Said {
  id: number;
  body?: string | null;
  author_association?: string;
  user: { login: string; type?: string } | null;
}

/** Whoever may not write to the repository cannot steer an agent that can. */
function isTrusted({ body, author_association, user }: Said): boolean {
  if ((body ?? '').includes(mark)) return false;
  return user?.type !== 'Bot' && trusted.has(author_association ?? '');
}

function remark(kind: string, said: Said, asks_changes: boolean, place: { file?: string; line?: number } = {}) {
  const by = plainLines(said.user?.login ?? 'somebody');
  return {
    ...{ id: `${kind}:${said.id}`, by: cutText(by, byCharsMax), asks_changes, ...place },
    text: cutText(plainLines(said.body ?? ''), textCharsMax),
  } satisfies RemarkSight;
}

/** What was said on this pull request since. Oldest first of each kind. */
export async function remarksOn(
  client: Client,
  number: number,
  heard: HeardRemarks | undefined,
): Promise<RemarkSight[]> {
  const what = `reading what was said on #${number}`;
  const fields = { ...client.repo, pull_number: number, per_page: 100 };
  const [comments, reviews, threads] = await Promise.all([
    client.ask(what, (octokit) =>
      octokit.paginate(octokit.rest.issues.listComments, { ...client.repo, issue_number: number, per_page: 100 }),
    ),
    client.ask(what, (octokit) => octokit.paginate(octokit.rest.pulls.listReviews, fields)),
    client.ask(what, (octokit) => octokit.paginate(octokit.rest.pulls.listReviewComments, fields)),
  ]);
  const said = [
    ...comments.filter(isTrusted).map((comment) => remark('comment', comment, false)),
    ...reviews.filter(isTrusted).flatMap((review) => {
      const asks = review.state === 'CHANGES_REQUESTED';
      // A review whose remarks all stand on lines has no text of its own.
      return review.body.trim() === '' && !asks ? [] : [remark('review', review, asks)];
    }),
    ...threads.filter(isTrusted).map((comment) => {
      const line = comment.line ?? comment.original_line;
      const place = { file: comment.path, ...(line === undefined ? {} : { line }) };
      return { ...remark('thread', comment, true, place), root: comment.in_reply_to_id ?? comment.id };
    }),
  ];
  return said.filter(({ id }) => !isHeard(id, heard)).slice(0, remarksMax);
}

export async function reply(client: Client, number: number, wanted: SaidThere): Promise<void> {
  const { to, key, text, isResolved, purpose } = wanted;
  const own = `${mark} ${createHash('sha256').update(key).digest('hex').slice(0, 16)} -->`;
  const body = `${text}\n\n${own}`;
  const comment = /^thread:(\d+)$/.exec(to ?? '')?.[1];
  if (comment === undefined) {
    await sayOnce(client, { number, own, body, purpose });
    return;
  }
  const root = await rootOf(client, Number(comment));
  await answerThread(client, { number, root, own, body, purpose });
  if (isResolved === true) await resolveThread(client, number, root, purpose);
}

interface Saying {
  number: number;
  own: string;
  body: string;
  purpose: string;
}

/** Not repeated by octokit, which would say it twice where only the answer got lost. */
const request = { retries: 0 };
const triesMax = 3;
const betweenTriesMs = 1000;

async function sayOnce(client: Client, { number, own, body, purpose }: Saying): Promise<void> {
  const fields = { ...client.repo, issue_number: number };
  await unlessSaid(
    async () => {
      const said = await client.ask(`reading #${number}`, (octokit) =>
        octokit.paginate(octokit.rest.issues.listComments, { ...fields, per_page: 100 }),
      );
      return said.some((one) => one.body?.includes(own) === true);
    },
    () =>
      client.ask(
        `answering on #${number}`,
        (octokit) => octokit.rest.issues.createComment({ ...fields, body, request }),
        purpose,
      ),
  );
}

async function answerThread(
  client: Client,
  { number, root, own, body, purpose }: Saying & { root: number },
): Promise<void> {
  const fields = { ...client.repo, pull_number: number };
  await unlessSaid(
    async () => {
      const said = await client.ask(`reading #${number}`, (octokit) =>
        octokit.paginate(octokit.rest.pulls.listReviewComments, { ...fields, per_page: 100 }),
      );
      return said.some((one) => one.body.includes(own));
    },
    () =>
      client.ask(
        `answering on #${number}`,
        (octokit) => octokit.rest.pulls.createReplyForReviewComment({ ...fields, comment_id: root, body, request }),
        purpose,
      ),
  );
}

/** Tried again after no answer, but only once it is known that the last try has not come through. */
async function unlessSaid(isSaid: () => Promise<boolean>, say: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; !(await isSaid()); tries += 1) {
    try {
      await say();
      return;
    } catch (error) {
      if (!isWithoutAnswer(error) || tries === triesMax) throw error;
      await sleep(betweenTriesMs);
    }
  }
}

/** A server that fails, or a connection that breaks: nobody knows what was done. */
function isWithoutAnswer(error: unknown): boolean {
  return error instanceof Unavailable && error.cause instanceof RequestError && error.cause.status >= 500;
}

/** A thread is answered at its first comment. */
async function rootOf(client: Client, comment_id: number): Promise<number> {
  const { data } = await client.ask('looking at a thread', (octokit) =>
    octokit.rest.pulls.getReviewComment({ ...client.repo, comment_id }),
  );
  return data.in_reply_to_id ?? data.id;
}
