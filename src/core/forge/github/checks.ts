// What continuous integration says of a commit: check runs and commit statuses as one list, and why a failing one fails, in as many words as
// an agent can use.
import { RequestError } from 'octokit';
import { UserError } from '../../base/errors.ts';
import { cutText, plainLines } from '../../base/text.ts';
import type { CheckSight } from '../../model/pull-sight.ts';
import type { Client } from './client.ts';
import { checksOfMany, stateOfRun, stateOfStatus } from './graph.ts';

const logCharsMax = 16_000;
const jobLogCharsMax = 8000;
const annotationsMax = 30;
const failuresExplainedMax = 5;

export interface ChecksFound {
  /** By number. */
  found: Map<number, CheckSight[]>;
  /** Each head was asked about by itself. */
  isSingly: boolean;
}

/** Of the heads of these pull requests: one question for all where the server can, else two for each, which cost nothing while nothing changes. */
export async function checksOf(
  client: Client,
  pulls: readonly { number: number; headSha: string }[],
): Promise<ChecksFound> {
  const numbers = pulls.map(({ number }) => number);
  const many = numbers.length === 0 ? undefined : await checksOfMany(client, numbers);
  const found = new Map<number, CheckSight[]>();
  for (const { number, headSha } of pulls) {
    const known = many?.get(number);
    // Of another head than the one that was asked for: its checks are not the answer.
    if (known?.headSha === headSha) found.set(number, latest(known.checks));
    else if (known === undefined) found.set(number, latest(await checksOfCommit(client, headSha)));
  }
  return { found, isSingly: many === undefined };
}

async function checksOfCommit(client: Client, ref: string): Promise<CheckSight[]> {
  const what = `looking at the checks of ${ref.slice(0, 12)}`;
  const runs = await client.ask(what, (octokit) =>
    octokit.rest.checks.listForRef({ ...client.repo, ref, per_page: 100 }),
  );
  const statuses = await statusesOf(client, ref);
  return [
    ...runs.data.check_runs.map(({ name, status, conclusion }) => ({ name, state: stateOfRun(status, conclusion) })),
    ...statuses.map(({ context, state }) => ({ name: context, state: stateOfStatus(state) })),
  ];
}

async function statusesOf(client: Client, ref: string) {
  try {
    const { data } = await client.ask(`looking at the statuses of ${ref.slice(0, 12)}`, (octokit) =>
      octokit.rest.repos.getCombinedStatusForRef({ ...client.repo, ref, per_page: 100 }),
    );
    return data.statuses;
  } catch (error) {
    // A server that knows no statuses, or a commit that has none.
    if (error instanceof RequestError && error.status === 404) return [];
    throw error;
  }
}

/** One of each name; where a name comes twice, the worst counts. */
function latest(checks: readonly CheckSight[]): CheckSight[] {
  const rank = { success: 0, pending: 1, failure: 2 };
  const byName = new Map<string, CheckSight>();
  for (const check of checks) {
    const name = cutText(check.name, 200);
    const known = byName.get(name);
    if (known === undefined || rank[check.state] > rank[known.state]) byName.set(name, { ...check, name });
  }
  return [...byName.values()];
}

/** Why the failing checks of a commit fail: their summaries, annotations and the ends of their logs. Untrusted text. */
export async function failingLog(client: Client, ref: string): Promise<string> {
  const what = `reading the checks of ${ref.slice(0, 12)}`;
  const runs = await client.ask(what, (octokit) =>
    octokit.rest.checks.listForRef({ ...client.repo, ref, per_page: 100 }),
  );
  const failing = runs.data.check_runs.filter((run) => stateOfRun(run.status, run.conclusion) === 'failure');
  const parts: string[] = [];
  for (const run of failing.slice(0, failuresExplainedMax)) parts.push(await explain(client, run));
  const statuses = await statusesOf(client, ref);
  for (const { context, state, description } of statuses) {
    if (stateOfStatus(state) === 'failure') parts.push(`${context}: ${description ?? state}`);
  }
  return plainLines(parts.join('\n\n')).slice(0, logCharsMax);
}

interface FailingRun {
  id: number;
  name: string;
  conclusion: string | null;
  output: { title: string | null; summary: string | null; text: string | null; annotations_count: number };
  app: { slug?: string } | null;
}

async function explain(client: Client, run: FailingRun): Promise<string> {
  const { title, summary, text } = run.output;
  const annotations = run.output.annotations_count > 0 ? await annotationsOf(client, run.id) : [];
  const log = run.app?.slug === 'github-actions' ? await jobLog(client, run.id) : undefined;
  const parts = [title, summary, ...annotations, text, log === undefined ? undefined : log.slice(-jobLogCharsMax)];
  const told = parts.filter((part): part is string => typeof part === 'string' && part.trim() !== '');
  return [`${run.name}: ${run.conclusion ?? 'failed'}`, ...told].join('\n');
}

async function annotationsOf(client: Client, check_run_id: number): Promise<string[]> {
  const { data } = await client.ask('reading annotations', (octokit) =>
    octokit.rest.checks.listAnnotations({ ...client.repo, check_run_id, per_page: annotationsMax }),
  );
  return data.map(({ path, start_line, message }) => `${path}:${start_line}: ${message ?? ''}`);
}

/** The job of GitHub Actions has the id of its check run. A log that is gone, or not ours to read, is none. */
async function jobLog(client: Client, job_id: number): Promise<string | undefined> {
  try {
    const { data } = await client.ask('reading a log', (octokit) =>
      octokit.rest.actions.downloadJobLogsForWorkflowRun({ ...client.repo, job_id }),
    );
    return typeof data === 'string' ? data : undefined;
  } catch (error) {
    if (error instanceof RequestError || error instanceof UserError) return undefined;
    throw error;
  }
}
