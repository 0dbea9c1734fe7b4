// What GitHub offers by GraphQL only, or much cheaper: drafts, resolved threads, the merge queue, and the checks of many pull requests in one
// question. A server that has no GraphQL is asked once; where nothing else would do, the wish stays undone.
import { RequestError } from 'octokit';
import * as z from 'zod';
import { Unavailable } from '../../base/unavailable.ts';
import type { CheckSight } from '../../model/pull-sight.ts';
import type { Client } from './client.ts';

/** Clients whose server has no GraphQL, and those whose server does not know the question about checks. */
const without = new WeakSet<Client>();
const withoutChecks = new WeakSet<Client>();

/** Undefined when the server has no GraphQL, or does not know this question. @throws Unavailable */
async function ask<T>(
  client: Client,
  what: string,
  { query, variables, schema, purpose }: Asked<T>,
): Promise<T | undefined> {
  if (without.has(client)) return undefined;
  try {
    const answer = await client.ask(what, (octokit) => octokit.graphql<unknown>(query, variables), purpose);
    return schema.parse(answer);
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    if (error instanceof RequestError && [404, 405, 410, 501].includes(error.status)) without.add(client);
    return undefined;
  }
}

interface Asked<T> {
  query: string;
  variables: Record<string, unknown>;
  schema: z.ZodType<T>;
  purpose?: string;
}

const nothing = z.unknown();

export async function setDraft(client: Client, id: string, isDraft: boolean, purpose: string): Promise<void> {
  const mutation = isDraft ? 'convertPullRequestToDraft' : 'markPullRequestReadyForReview';
  const query = `mutation($id: ID!) { ${mutation}(input: {pullRequestId: $id}) { clientMutationId } }`;
  await ask(client, 'changing a draft', { query, variables: { id }, schema: nothing, purpose });
}

export async function enqueue(client: Client, number: number, purpose: string): Promise<void> {
  const id = await nodeId(client, number);
  const query = 'mutation($id: ID!) { enqueuePullRequest(input: {pullRequestId: $id}) { clientMutationId } }';
  await ask(client, `queueing #${number}`, { query, variables: { id }, schema: nothing, purpose });
}

/** GitHub merges it, or puts it into the queue, as soon as everything that it requires is there. */
export async function enableAutoMerge(
  client: Client,
  number: number,
  method: 'merge' | 'squash' | 'rebase',
  purpose: string,
): Promise<void> {
  const id = await nodeId(client, number);
  const query =
    'mutation($id: ID!, $method: PullRequestMergeMethod!) { enablePullRequestAutoMerge(input: {pullRequestId: $id, mergeMethod: $method}) { clientMutationId } }';
  const variables = { id, method: method.toUpperCase() };
  await ask(client, `letting #${number} be merged by itself`, { query, variables, schema: nothing, purpose });
}

async function nodeId(client: Client, number: number): Promise<string> {
  const { data } = await client.ask(`looking at #${number}`, (octokit) =>
    octokit.rest.pulls.get({ ...client.repo, pull_number: number }),
  );
  return data.node_id;
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
  const found = await ask(client, `looking at the threads of #${number}`, {
    ...{ query, variables: { owner, repo, number }, schema: threadsSchema },
  });
  const thread = found?.repository.pullRequest.reviewThreads.nodes.find(
    ({ comments }) => comments.nodes[0]?.databaseId === comment,
  );
  if (thread === undefined || thread.isResolved) return;
  const resolve = 'mutation($id: ID!) { resolveReviewThread(input: {threadId: $id}) { clientMutationId } }';
  await ask(client, `resolving a thread of #${number}`, {
    ...{ query: resolve, variables: { id: thread.id }, schema: nothing, purpose },
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
const rollupsSchema = z.object({ repository: z.record(z.string(), rollupSchema.nullable()) });
const pullsAtOnce = 50;
const rollupFields = `fragment Checks on PullRequest { headRefOid commits(last: 1) { nodes { commit { oid statusCheckRollup {
  contexts(first: 100) { nodes { ... on CheckRun { name status conclusion } ... on StatusContext { context state } } } } } } } }`;

/** The checks of the heads of many pull requests, by number; undefined when the server cannot tell it this way. */
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
    const answer = await ask(client, 'looking at checks', {
      ...{ query, variables: { owner, repo }, schema: rollupsSchema },
    });
    if (answer === undefined) {
      // Not once more with every look: there is another way.
      withoutChecks.add(client);
      return undefined;
    }
    for (const number of some) {
      const pull = answer.repository[`p${number}`];
      if (pull === undefined || pull === null) continue;
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
