// What GitHub offers by GraphQL only, or much cheaper: drafts, resolved threads, the merge queue, and the checks of many pull requests in one
// question. A draft or a thread that cannot be changed stays as it is; why something is not merged is told.
import * as z from 'zod';
import type { CheckSight } from '../../model/pull-sight.ts';
import type { Client } from './client.ts';
import { askGraph, type Answer } from './graph-ask.ts';

/** Clients whose server does not know the question about checks. */
const withoutChecks = new WeakSet<Client>();

/** What was refused is null. */
const done = z.record(z.string(), z.looseObject({}));

export async function setDraft(client: Client, id: string, isDraft: boolean, purpose: string): Promise<void> {
  const mutation = isDraft ? 'convertPullRequestToDraft' : 'markPullRequestReadyForReview';
  const query = `mutation($id: ID!) { ${mutation}(input: {pullRequestId: $id}) { clientMutationId } }`;
  await askGraph(client, 'changing a draft', { query, variables: { id }, schema: done, purpose });
}

/** `message`: in GitHub's own words. */
type Wish = { kind: 'done' } | { kind: 'refused'; message: string };

interface WantedMerge {
  /** In GraphQL. */
  id: string;
  number: number;
  /** Any other head is refused. */
  headSha: string;
  purpose: string;
}

/** Puts it into the merge queue, where it may be already. */
export async function enqueue(client: Client, { id, number, headSha, purpose }: WantedMerge): Promise<Wish> {
  const query =
    'mutation($id: ID!, $head: GitObjectID!) { enqueuePullRequest(input: {pullRequestId: $id, expectedHeadOid: $head}) { clientMutationId } }';
  const asked = { query, variables: { id, head: headSha }, schema: done, purpose };
  const wish = wishOf(await askGraph(client, `queueing #${number}`, asked));
  return wish.kind === 'refused' && /already (in|queued)/i.test(wish.message) ? { kind: 'done' } : wish;
}

/** GitHub merges it, or puts it into the queue, as soon as everything that it requires is there. */
export async function enableAutoMerge(
  client: Client,
  { id, number, headSha, purpose, method }: WantedMerge & { method: 'merge' | 'squash' | 'rebase' },
): Promise<Wish> {
  const query = `mutation($id: ID!, $head: GitObjectID!, $mergeMethod: PullRequestMergeMethod!) { enablePullRequestAutoMerge(input: {
    pullRequestId: $id, expectedHeadOid: $head, mergeMethod: $mergeMethod}) { clientMutationId } }`;
  // Octokit keeps some names for itself, `method` among them.
  const variables = { id, head: headSha, mergeMethod: method.toUpperCase() };
  const asked = { query, variables, schema: done, purpose };
  return wishOf(await askGraph(client, `letting #${number} be merged by itself`, asked));
}

function wishOf(answer: Answer<unknown>): Wish {
  if (answer.kind === 'answered') return { kind: 'done' };
  return { kind: 'refused', message: answer.kind === 'refused' ? answer.message : 'This server does not offer it.' };
}

const threadsSchema = z.object({
  repository: z.object({
    pullRequest: z.object({
      reviewThreads: z.object({
        nodes: z.array(
          z.object({
            id: z.string(),
            isResolved: z.boolean(),
            comments: z.object({ nodes: z.array(z.object({ databaseId: z.int().nullish() })) }),
          }),
        ),
      }),
    }),
  }),
});

/** Closes the thread that this comment began. */
export async function resolveThread(client: Client, number: number, comment: number, purpose: string): Promise<void> {
  const { owner, repo } = client.repo;
  const query = `query($owner: String!, $repo: String!, $number: Int!) { repository(owner: $owner, name: $repo) { pullRequest(number: $number) {
    reviewThreads(first: 100) { nodes { id isResolved comments(first: 1) { nodes { databaseId } } } } } } }`;
  const found = await askGraph(client, `looking at the threads of #${number}`, {
    ...{ query, variables: { owner, repo, number }, schema: threadsSchema },
  });
  const threads = found.kind === 'answered' ? found.value : undefined;
  const thread = threads?.repository.pullRequest.reviewThreads.nodes.find(
    ({ comments }) => comments.nodes[0]?.databaseId === comment,
  );
  if (thread === undefined || thread.isResolved) return;
  const resolve = 'mutation($id: ID!) { resolveReviewThread(input: {threadId: $id}) { clientMutationId } }';
  await askGraph(client, `resolving a thread of #${number}`, {
    ...{ query: resolve, variables: { id: thread.id }, schema: done, purpose },
  });
}

const contextSchema = z.union([
  z.object({ name: z.string(), status: z.string(), conclusion: z.string().nullish() }),
  z.object({ context: z.string(), state: z.string() }),
]);
const rollupSchema = z.object({
  headRefOid: z.string(),
  commits: z.object({
    nodes: z.array(
      z.object({
        commit: z.object({
          oid: z.string(),
          statusCheckRollup: z.object({ contexts: z.object({ nodes: z.array(contextSchema) }) }).nullish(),
        }),
      }),
    ),
  }),
});
const rollupsSchema = z.object({ repository: z.record(z.string(), z.unknown()) });
const pullsAtOnce = 50;
const rollupFields = `fragment Checks on PullRequest { headRefOid commits(last: 1) { nodes { commit { oid statusCheckRollup {
  contexts(first: 100) { nodes { ... on CheckRun { name status conclusion } ... on StatusContext { context state } } } } } } } }`;

/**
 * The checks of the heads of many pull requests, by number; undefined when the server cannot tell it this way, and without those of which it
 * cannot tell everything: a check that may not be seen is not one that is not there. @throws Unavailable
 */
export async function checksOfMany(
  client: Client,
  numbers: readonly number[],
): Promise<Map<number, { headSha: string; checks: CheckSight[] }> | undefined> {
  if (withoutChecks.has(client)) return undefined;
  const { owner, repo } = client.repo;
  const found = new Map<number, { headSha: string; checks: CheckSight[] }>();
  for (let at = 0; at < numbers.length; at += pullsAtOnce) {
    const some = numbers.slice(at, at + pullsAtOnce);
    const questions = some.map((number) => `p${number}: pullRequest(number: ${number}) { ...Checks }`).join(' ');
    const query = `query($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) { ${questions} } } ${rollupFields}`;
    const answer = await askGraph(client, 'looking at checks', {
      ...{ query, variables: { owner, repo }, schema: rollupsSchema },
    });
    // Not once more with every look: there is another way.
    if (answer.kind === 'unknown') withoutChecks.add(client);
    if (answer.kind !== 'answered') return undefined;
    const { value, lacking } = answer;
    const isLacking = (name: string) => lacking.some((path) => path.length < 2 || path[1] === name);
    for (const number of some) {
      const name = `p${number}`;
      const { data: pull } = rollupSchema.safeParse(value.repository[name]);
      if (pull === undefined || isLacking(name)) continue;
      const contexts = pull.commits.nodes.at(-1)?.commit.statusCheckRollup?.contexts.nodes ?? [];
      found.set(number, { headSha: pull.headRefOid, checks: contexts.map(sightOf) });
    }
  }
  return found;
}

function sightOf(context: z.infer<typeof contextSchema>): CheckSight {
  return 'context' in context
    ? { name: context.context, state: stateOfStatus(context.state) }
    : { name: context.name, state: stateOfRun(context.status, context.conclusion) };
}

/** Of a check run, as REST and GraphQL spell it. */
export function stateOfRun(status: string, conclusion: string | null | undefined): CheckSight['state'] {
  if (status.toLowerCase() !== 'completed') return 'pending';
  return ['success', 'neutral', 'skipped'].includes(conclusion?.toLowerCase() ?? '') ? 'success' : 'failure';
}

/** Of a commit status. */
export function stateOfStatus(state: string): CheckSight['state'] {
  const lower = state.toLowerCase();
  return lower === 'success' ? 'success' : lower === 'pending' || lower === 'expected' ? 'pending' : 'failure';
}
