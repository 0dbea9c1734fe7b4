// Title and body of a task's pull request: what was asked, what changed, what proves it, what review says, what it rests on.
// Everything that a plan, an agent or a repository has written is shown and does nothing (`base/inert.ts`). The body never
// exceeds its bound: what does not fit is left out by whole lines, last section first, and the text says so.
import { inert, inertCode, inertQuote, tableRow } from '../base/inert.ts';
import { plainText, type Language } from '../base/text.ts';
import type { FileChange } from '../base/git-verbs.ts';
import type { CommandResult, Finding, Verification } from '../model/evidence.ts';
import type { Assignment } from '../model/spirit.ts';
import type { State, TaskState } from '../model/state.ts';
import { pullWords, type PullWords } from './pull-words.ts';

export interface PullTexts {
  title: string;
  body: string;
}

export interface DescribedPull {
  assignment: Assignment;
  changes: readonly FileChange[];
  /** Absent when nothing had to be verified. */
  verification?: Verification;
  findings: readonly Finding[];
  dependencies: readonly DependencyPull[];
  /** The issue that the spec was planned from, where there are issues. */
  issue?: IssueLink;
  /** Whoever reads it may have another clone: the branch has to be fetched first. */
  isRemote?: boolean;
  /** The assignment's own when absent. */
  language?: Language;
}

export interface IssueLink {
  number: number;
  /** With this pull request everything that it asked for is there. */
  isClosed: boolean;
}

export interface DependencyPull {
  task_id: string;
  title: string;
  number?: number;
}

export const bodyBytesMax = 30_000;
const titleCharsMax = 200;
const filesShownMax = 60;
const findingsShownMax = 40;
const criteriaShownMax = 40;
const dependenciesShownMax = 30;

export function describePull(pull: DescribedPull): PullTexts {
  const { assignment } = pull;
  const { task, branch, language } = assignment.payload;
  const words = pullWords[pull.language ?? language];
  const title = plainText(`${words.task(task.id)}: ${task.title}`, { charsMax: titleCharsMax });
  const sections = [
    [markerOf(assignment.spec_id, task.id), ...summaryOf(assignment, words)],
    issueLine(pull.issue, words),
    titled(words.acceptance, criteriaOf(task.metadata.acceptance ?? [], words)),
    titled(words.changes, changesOf(pull.changes, words)),
    titled(words.verification, [...verificationOf(pull.verification, words), '', evidenceOf(assignment, words)]),
    titled(words.findings, findingsOf(pull.findings, words)),
    titled(words.dependencies, dependenciesOf(pull.dependencies, words)),
    titled(words.tryIt, tryLines({ branch, verify: assignment.payload.verify, isRemote: pull.isRemote === true })),
  ];
  return { title, body: bounded(sections, words) };
}

/** By this a pull request is found again, whoever changed its title. */
export function markerOf(specId: string, taskId: string): string {
  return `<!-- necrocode:${specId}/${taskId} -->`;
}

/** The dependencies of a task with their pull requests, as the registry knows them. */
export function dependencyPulls(state: State, specId: string, taskId: string): DependencyPull[] {
  const tasks = state.specs.get(specId)?.tasks;
  return (tasks?.get(taskId)?.node.dependencies ?? []).map((id) => {
    const dependency = tasks?.get(id);
    const number = dependency?.pr;
    return { task_id: id, title: dependency?.node.title ?? '', ...(number === undefined ? {} : { number }) };
  });
}

/**
 * What a task's pull request says of the issue that its spec was planned from. Under `direct` delivery there is no pull request of the
 * spec's own: the last of the tasks' closes it. Two that are opened at the same time both do, which does no harm.
 */
export function issueOfTask(state: State, specId: string, taskId: string): IssueLink | undefined {
  const { issue, run, tasks } = state.specs.get(specId) ?? {};
  if (issue === undefined || run?.forge !== 'github' || tasks === undefined) return undefined;
  const others = [...tasks.values()].filter(({ node }) => node.id !== taskId);
  return { number: issue, isClosed: run.delivery === 'direct' && others.every(hasBeenWorkedOff) };
}

function hasBeenWorkedOff({ state, attempts, via }: TaskState): boolean {
  const isBeingDelivered = state === 'verifying' && attempts.at(-1)?.commit !== undefined;
  return via === 'skipped' || state === 'done' || state === 'cancelled' || state === 'review' || isBeingDelivered;
}

export function issueLine(issue: IssueLink | undefined, words: PullWords): string[] {
  if (issue === undefined) return [];
  return [issue.isClosed ? words.closes(issue.number) : words.partOf(issue.number)];
}

/** How to get at a branch, and how it was proven. */
export function tryLines(tried: { branch: string; verify: readonly string[]; isRemote: boolean }): string[] {
  const fetch = tried.isRemote ? [`git fetch origin ${tried.branch}`] : [];
  return [...fetch, `git switch ${tried.branch}`, ...tried.verify].map((line, at) => `${at + 1}. ${inertCode(line)}`);
}

/** Sections one below the other, cut to the bound by whole lines. */
export function bounded(sections: readonly (readonly string[])[], words: PullWords): string {
  const lines = sections.filter((section) => section.length > 0).flatMap((section) => [...section, '']);
  const notice = ['', `_${words.shortened}_`, ''].join('\n');
  let left = bodyBytesMax - Buffer.byteLength(notice);
  const shown: string[] = [];
  for (const line of lines) {
    left -= Buffer.byteLength(line) + 1;
    if (left < 0) return `${shown.join('\n')}${notice}`;
    shown.push(line);
  }
  return shown.join('\n');
}

/** Nothing at all without lines. */
export function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`### ${title}`, '', ...lines];
}

/** The first lines, and how many follow. */
export function atMost(lines: readonly string[], linesMax: number, words: PullWords): string[] {
  if (lines.length <= linesMax) return [...lines];
  return [...lines.slice(0, linesMax), '', words.more(lines.length - linesMax)];
}

function summaryOf({ spec_id, attempt, agent_instance, payload }: Assignment, words: PullWords): string[] {
  const { task } = payload;
  const by = words.attemptBy(attempt, inertCode(agent_instance));
  const head = `**${words.task(task.id)}** · ${inertCode(spec_id)} · ${by}`;
  const description = task.description.trim() === '' ? [] : ['', ...inertQuote(task.description)];
  return ['', head, '', inert(task.title), ...description];
}

/** Unticked: whether a criterion is met is for the person to say. */
function criteriaOf(criteria: readonly string[], words: PullWords): string[] {
  return atMost(
    criteria.map((criterion) => `- [ ] ${inert(criterion, { charsMax: 1000 })}`),
    criteriaShownMax,
    words,
  );
}

function changesOf(changes: readonly FileChange[], words: PullWords): string[] {
  if (changes.length === 0) return [];
  const sum = (of: 'insertions' | 'deletions') => changes.reduce((total, change) => total + change[of], 0);
  const rows = changes.map((change) => {
    const counts = change.isBinary ? [words.binary, ''] : [`+${change.insertions}`, `−${change.deletions}`];
    return tableRow(inertCode(change.file), words.status[change.status], ...counts);
  });
  return [
    words.changedInAll(changes.length, sum('insertions'), sum('deletions')),
    '',
    ...[tableRow(words.file, '', '+', '−'), tableRow('---', '---', '---:', '---:')],
    ...atMost(rows, filesShownMax, words),
  ];
}

function verificationOf(verification: Verification | undefined, words: PullWords): string[] {
  if (verification === undefined || verification.commands.length === 0) return [words.noVerification];
  return [
    verification.ok ? words.verified(verification.round) : words.notVerified,
    '',
    tableRow(words.command, words.exit, words.duration, words.tests),
    tableRow('---', '---:', '---:', '---'),
    ...verification.commands.map((result) => commandRow(result, words)),
  ];
}

function commandRow({ command, exit_code, duration_ms, is_timed_out, tests }: CommandResult, words: PullWords): string {
  const exit = is_timed_out ? words.timedOut : String(exit_code ?? '–');
  const counts = tests === undefined ? '' : words.testCounts(tests);
  return tableRow(inertCode(command), exit, `${(duration_ms / 1000).toFixed(1)} s`, counts);
}

/** What an attempt leaves is where it ran: only how to get at it can stand here. */
function evidenceOf({ spec_id, task_id, attempt }: Assignment, words: PullWords): string {
  return words.evidence(inertCode(`necrocode artifacts ${spec_id} ${task_id} --attempt ${attempt}`));
}

function findingsOf(findings: readonly Finding[], words: PullWords): string[] {
  if (findings.length === 0) return [words.noFindings];
  const lines = findings.map(({ severity, message, file, line }) => {
    const place = file === undefined ? '' : `${inertCode(line === undefined ? file : `${file}:${line}`)} `;
    return `- **${words.severity[severity]}** ${place}${inert(message)}`;
  });
  return atMost(lines, findingsShownMax, words);
}

function dependenciesOf(dependencies: readonly DependencyPull[], words: PullWords): string[] {
  const lines = dependencies.map(({ task_id, title, number }) => {
    const link = number === undefined ? '' : ` (#${number})`;
    return `- ${words.task(inert(task_id))}${link}: ${inert(title)}`;
  });
  return atMost(lines, dependenciesShownMax, words);
}
