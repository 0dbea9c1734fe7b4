// Title and body of a spec's last pull request, from its integration branch to the base: which tasks came in, and what proves
// the tree that a person is asked to merge. Bound and harmless in the same way as the tasks' own.
import { InvariantError } from '../base/errors.ts';
import { inert, inertCode, tableRow } from '../base/inert.ts';
import { plainText, type Language } from '../base/text.ts';
import {
  isTerminal,
  type PullState,
  type RunState,
  type SpecState,
  type State,
  type TaskState,
} from '../model/state.ts';
import { atMost, bounded, issueLine, titled, tryLines, type IssueLink, type PullTexts } from './pull-text.ts';
import { pullWords, type PullWords } from './pull-words.ts';

const tasksShownMax = 150;
const conflictsShownMax = 40;
const unprovenShownMax = 40;

export interface DescribedFinal {
  state: State;
  spec_id: string;
  language: Language;
  /** Files in which the base, as it stands now, does not merge with the work. */
  conflicts?: readonly string[];
}

export function describeFinalPull(wanted: DescribedFinal): PullTexts {
  const spec = wanted.state.specs.get(wanted.spec_id);
  if (spec?.run === undefined) throw new InvariantError(`${wanted.spec_id} has no run to describe.`);
  const words = pullWords[wanted.language];
  const name = spec.title.trim() === '' ? spec.spec_id : spec.title;
  const tasks = [...spec.tasks.values()].filter(({ node }) => isOfRun(spec.run, node.id));
  const done = tasks.filter(({ state }) => state === 'done').length;
  const counted = { spec: inert(name), done, all: tasks.length };
  const landed = landedOf(tasks, wanted.state);
  const proof = { landed: landed.length, proven: landed.filter((pull) => pull.is_proven === true).length };
  const sections = [
    [
      `<!-- necrocode:${spec.spec_id} -->`,
      '',
      words.finalSummary({ ...counted, ...(spec.run.verify.length > 0 ? { proof } : {}) }),
    ],
    baseLines(spec.run, wanted.conflicts, words),
    issueLine(issueOf(spec), words),
    titled(words.tasks, taskTable(tasks, words)),
    titled(words.verification, verificationOf(spec.run, landed, words)),
    titled(
      words.tryIt,
      tryLines({ branch: spec.run.integration_branch, verify: spec.run.verify, isRemote: spec.run.forge === 'github' }),
    ),
  ];
  const title = plainText(words.finalTitle(plainText(name, { charsMax: 160 })), { charsMax: 200 });
  return { title, body: bounded(sections, words) };
}

/** What has become of the base since the run began, where that matters to whoever merges. */
function baseLines(run: RunState, conflicts: readonly string[] | undefined, words: PullWords): string[] {
  if (run.base_moved === undefined) return [];
  const isForced = run.base_moved.is_forced;
  const base = inertCode(run.base_ref.replace(/^refs\/heads\//, ''));
  if (conflicts === undefined) return [words.baseMoved({ base, isForced })];
  const branch = inertCode(run.integration_branch);
  const files = conflicts.map((file) => `- ${inertCode(file)}`);
  const told = words.baseConflicts({ base, branch, isForced, files: files.length });
  return [told, '', ...atMost(files, conflictsShownMax, words)];
}

/** Closed by a pull request that holds the whole plan; a chosen part of it is only a part. */
function issueOf({ issue, run, tasks }: SpecState): IssueLink | undefined {
  if (issue === undefined || run?.forge !== 'github') return undefined;
  return { number: issue, isClosed: [...tasks.values()].every(isTerminal) };
}

function isOfRun(run: RunState | undefined, taskId: string): boolean {
  return run?.only === undefined || run.only.includes(taskId);
}

function taskTable(tasks: readonly TaskState[], words: PullWords): string[] {
  const rows = tasks.map(({ node, state, via, pr }) => {
    const how = via === 'skipped' ? words.leftOut : words.state[state];
    return tableRow(inert(node.id), inert(node.title, { charsMax: 120 }), how, pr === undefined ? '' : `#${pr}`);
  });
  const head = [tableRow('', words.tasks, '', words.pull), tableRow('---', '---', '---', '---')];
  return [...head, ...atMost(rows, tasksShownMax, words)];
}

/** What the tasks have brought in, each by its pull request. */
function landedOf(tasks: readonly TaskState[], { pulls }: State): PullState[] {
  return tasks.flatMap(({ pr, state }) => {
    const pull = pr === undefined || state !== 'done' ? undefined : pulls.get(pr);
    return pull?.state === 'merged' ? [pull] : [];
  });
}

/** Only what is recorded: whoever merges by hand, or is quicker than the train, brings in what nothing has proven. */
function verificationOf(run: RunState, landed: readonly PullState[], words: PullWords): string[] {
  if (run.verify.length === 0) return [words.noVerification];
  const commands = run.verify.map((command) => `- ${inertCode(command)}`);
  const unproven = landed.filter((pull) => pull.is_proven !== true);
  if (landed.length > 0 && unproven.length === 0) return [words.verified(1), '', ...commands];
  const proof = { landed: landed.length, proven: landed.length - unproven.length };
  const others = unproven.map(
    ({ number, merged_by: by }) => `- ${words.landedUnproven(number, by === undefined ? undefined : inert(by))}`,
  );
  return [words.provenInPart(proof), '', ...commands, '', ...atMost(others, unprovenShownMax, words)];
}
