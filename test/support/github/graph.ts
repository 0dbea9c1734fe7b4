// The few things that GitHub offers by GraphQL only: whether a pull request is a draft, whether a review thread is resolved, and that it
// merges by itself or through the queue. After
// https://docs.github.com/graphql/reference/mutations; operations are told apart by the names of their fields.
import * as z from 'zod';
import type { Pulls } from './pulls.ts';

const questionSchema = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).default({}) });
const commentSchema = z.object({ id: z.int(), node_id: z.string(), in_reply_to_id: z.int().nullish() });

const resolved = new WeakMap<object, Set<string>>();

export interface GraphHost {
  ask: (method: string, path: string, body?: object) => Promise<unknown>;
  pulls: Pick<Pulls, 'correct' | 'obstacle' | 'letMerge'>;
}

export async function answerGraph(host: GraphHost, body: unknown): Promise<unknown> {
  const { query, variables } = questionSchema.parse(body);
  const threads = resolved.get(host) ?? new Set<string>();
  resolved.set(host, threads);
  const id = z.string().safeParse(variables['id'] ?? variables['pullRequestId'] ?? variables['threadId']).data ?? '';
  if (query.includes('markPullRequestReadyForReview')) return ready(host, id, false);
  if (query.includes('convertPullRequestToDraft')) return ready(host, id, true);
  if (query.includes('enablePullRequestAutoMerge')) return letMerge(host, id, variables);
  if (query.includes('enqueuePullRequest')) return enqueue(host, id, variables);
  if (query.includes('resolveReviewThread')) {
    threads.add(id);
    return { data: { resolveReviewThread: { thread: { id, isResolved: true } } } };
  }
  if (query.includes('reviewThreads')) {
    const nodes = await threadsOf(host, z.int().parse(variables['number']), threads);
    return {
      data: {
        repository: { pullRequest: { reviewThreads: { nodes, pageInfo: { hasNextPage: false, endCursor: null } } } },
      },
    };
  }
  if (query.includes('statusCheckRollup')) return rollupsOf(host, query);
  return { errors: [{ message: 'The test host does not know this question.' }] };
}

const headSchema = z.object({ head: z.object({ sha: z.string() }) });
const runsSchema = z.object({
  check_runs: z.array(z.object({ name: z.string(), status: z.string(), conclusion: z.string().nullable() })),
});

/** Many pull requests in one question, each under a name of its own; beside those that are there stand errors for the others. */
async function rollupsOf(host: GraphHost, query: string): Promise<unknown> {
  const asked = [...query.matchAll(/(\w+): pullRequest\(number: (\d+)\)/g)];
  const repository: Record<string, unknown> = {};
  const errors: object[] = [];
  for (const [, name = '', number] of asked) {
    const pull = await host.ask('GET', `/pulls/${number}`).catch(() => undefined);
    repository[name] = pull === undefined ? null : await rollupOf(host, pull);
    const message = `Could not resolve to a PullRequest with the number of ${number}.`;
    if (pull === undefined) errors.push({ type: 'NOT_FOUND', path: ['repository', name], message });
  }
  return { data: { repository }, ...(errors.length === 0 ? {} : { errors }) };
}

/** Enumerations are in capitals here. */
async function rollupOf({ ask, pulls }: GraphHost, pull: unknown): Promise<unknown> {
  const { head } = headSchema.parse(pulls.correct(pull));
  // The emulator learns of a pushed commit a moment after git.
  const answer = await ask('GET', `/commits/${head.sha}/check-runs`).catch(() => ({ check_runs: [] }));
  const { check_runs } = runsSchema.parse(answer);
  const nodes = check_runs.map((run) => ({
    name: run.name,
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
  }));
  const statusCheckRollup = nodes.length === 0 ? null : { contexts: { nodes } };
  return { headRefOid: head.sha, commits: { nodes: [{ commit: { oid: head.sha, statusCheckRollup } }] } };
}

/** A thread is its first comment and what answers it. */
async function threadsOf({ ask }: GraphHost, number: number, threads: ReadonlySet<string>) {
  const comments = z.array(commentSchema).parse(await ask('GET', `/pulls/${number}/comments?per_page=100`));
  return comments
    .filter((comment) => comment.in_reply_to_id === null || comment.in_reply_to_id === undefined)
    .map((first) => ({
      id: `PRRT_${first.id}`,
      isResolved: threads.has(`PRRT_${first.id}`),
      comments: { nodes: [{ databaseId: first.id, id: first.node_id }] },
    }));
}

async function ready(host: GraphHost, id: string, draft: boolean): Promise<unknown> {
  const number = await numberOf(host, id);
  if (number === undefined) return unresolved(id);
  await host.ask('PATCH', `/pulls/${number}`, { draft });
  const field = draft ? 'convertPullRequestToDraft' : 'markPullRequestReadyForReview';
  return { data: { [field]: { pullRequest: { id, isDraft: draft } } } };
}

/** Refused where the repository does not allow it, and where nothing is left to wait for. */
async function letMerge(host: GraphHost, id: string, { head, mergeMethod }: Record<string, unknown>): Promise<unknown> {
  const field = 'enablePullRequestAutoMerge';
  const number = await numberOf(host, id);
  if (number === undefined) return unresolved(id);
  const { allow_auto_merge } = z.object({ allow_auto_merge: z.boolean() }).parse(await host.ask('GET', ''));
  if (!allow_auto_merge) return refused(field, 'Auto merge is not allowed for this repository');
  const obstacle = await host.pulls.obstacle(number, head);
  if (obstacle === undefined) return refused(field, 'Pull request Pull request is in clean status');
  if (obstacle.startsWith('Head')) return refused(field, obstacle);
  host.pulls.letMerge(number, mergeMethod);
  return { data: { [field]: { clientMutationId: null } } };
}

async function enqueue(host: GraphHost, id: string, { head }: Record<string, unknown>): Promise<unknown> {
  const field = 'enqueuePullRequest';
  const number = await numberOf(host, id);
  if (number === undefined) return unresolved(id);
  const obstacle = await host.pulls.obstacle(number, head);
  return obstacle === undefined ? { data: { [field]: { clientMutationId: null } } } : refused(field, obstacle);
}

async function numberOf({ ask }: GraphHost, id: string): Promise<number | undefined> {
  const pulls = z
    .array(z.object({ number: z.int(), node_id: z.string() }))
    .parse(await ask('GET', '/pulls?state=all&per_page=100'));
  return pulls.find(({ node_id }) => node_id === id)?.number;
}

function unresolved(id: string): unknown {
  return { errors: [{ type: 'NOT_FOUND', message: `Could not resolve to a node with the global id of '${id}'` }] };
}

function refused(field: string, message: string): unknown {
  return { data: { [field]: null }, errors: [{ type: 'UNPROCESSABLE', path: [field], message }] };
}
