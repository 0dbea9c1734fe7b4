// The text that tells an agent its task: `.kiro/current-task.md`, and the prompts that go with it. Pure. What comes from outside
// (output of tests, messages of git) stands in fences that it cannot close.
import type { Failure } from '../model/failure.ts';
import type { Assignment } from '../model/spirit.ts';
import type { AgentTurn } from './ports.ts';
import { taskWords } from './task-words.ts';
import type { TaskWords } from './task-words.ts';

/** What became of earlier work when it was laid onto the base. */
export interface LaidWork {
  isLaid: boolean;
  /** Files that hold conflict markers. */
  conflicts: readonly string[];
  /** What git says about the conflicts. */
  messages: string;
}

export const nothingLaid: LaidWork = { isLaid: false, conflicts: [], messages: '' };

/** `found`: what the last check of this very attempt has found. */
export function describeTask(assignment: Assignment, laid: LaidWork, found?: Failure): string {
  const { task_id, spec_id, attempt, payload } = assignment;
  const { task } = payload;
  const words = taskWords[payload.language];
  const { acceptance = [], requirements = [] } = task.metadata;
  const subject = [
    `${words.spec}: ${spec_id}`,
    `${words.branch}: ${payload.branch}`,
    `${words.attempt}: ${String(attempt)}`,
  ];
  const parts = [
    `# ${words.task} ${task_id}: ${task.title}`,
    subject.join(' · '),
    task.description,
    section(words.acceptance, bullets(acceptance)),
    section(words.requirements, requirements.join(', ')),
    section(words.context, payload.context),
    section(words.boundary, listAfter(words.boundaryRule, [...task.files, ...(task.metadata.boundary ?? [])])),
    section(words.verify, describeVerify(assignment, words)),
    section(words.earlier, describeEarlier(assignment, laid, words)),
    section(words.found, found === undefined ? '' : describeFailure(found)),
    section(words.rules, bullets(words.ruleTexts)),
  ];
  return `${parts.filter((part) => part.trim() !== '').join('\n\n')}\n`;
}

/** The first prompt carries the whole task; a later one what the check has found. */
export function promptOf(
  assignment: Assignment,
  { round, reason, evidence, laid }: Pick<AgentTurn, 'round' | 'reason'> & { evidence: string; laid: LaidWork },
): string {
  const words = taskWords[assignment.payload.language];
  if (round > 1) return `${words.fixPrompt(round)}\n\n${fence(evidence)}\n\n${words.unchanged}\n`;
  const lead = reason === 'conflict' ? `${words.conflictPrompt}\n\n${words.firstPrompt}` : words.firstPrompt;
  return `${lead}\n\n${describeTask(assignment, laid)}`;
}

/** The first words to an agent that a person opens in a terminal: the task itself stands where the agent can read it. */
export function terminalPromptOf({ payload }: Assignment, { isRefused }: { isRefused: boolean }): string {
  const words = taskWords[payload.language];
  return isRefused ? words.refusedPrompt : words.terminalPrompt;
}

function describeVerify({ payload }: Assignment, words: TaskWords): string {
  const commands = listAfter(words.verifyRule, payload.verify.map(code));
  if (payload.task.metadata['expect_failure'] !== true) return commands;
  return `${words.expectFailure}\n\n${bullets(payload.verify.map(code))}`;
}

function describeEarlier({ payload }: Assignment, laid: LaidWork, words: TaskWords): string {
  if (payload.earlier === undefined) return '';
  const parts = [
    describeFailure(payload.earlier.failure),
    laid.isLaid ? words.laid : '',
    listAfter(words.conflicts, laid.conflicts.map(code)),
    laid.messages === '' ? '' : fence(laid.messages),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function describeFailure({ message, evidence = '' }: Failure): string {
  return evidence === '' ? message : `${message}\n\n${fence(evidence)}`;
}

function section(title: string, body: string): string {
  return body.trim() === '' ? '' : `## ${title}\n\n${body}`;
}

function listAfter(lead: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `${lead}\n\n${bullets(items)}`;
}

function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}

function fence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}\n${text.trimEnd()}\n${ticks}`;
}
