// One task as a page of text.
import { plainText } from '../../core/base/text.ts';
import type { CommandResult, Verification } from '../../core/model/evidence.ts';
import { liveAttempt, type AttemptState, type TaskState } from '../../core/model/state.ts';
import type { Task } from '../../core/model/task.ts';
import type { Messages } from '../messages/messages.ts';
import { brushOfState, signOfState, type Paint } from '../paint.ts';
import { titled } from './status.ts';
import { renderTable, type Cell } from './table.ts';
import { formatClock, formatDuration } from './time.ts';
import { cutToWidth, wrapToWidth } from './width.ts';

export interface TaskPage {
  spec_id: string;
  task: Task;
  state: TaskState;
  /** Tasks that wait for this one. */
  dependents: string[];
  /** The last one of the last attempt. */
  verification?: Verification;
  /** The last lines that the last attempt has printed. */
  transcript?: readonly string[];
}

export interface TaskPageOptions {
  messages: Messages;
  paint: Paint;
  width: number;
  now: number;
}

const textWidthMax = 100;
const linesShownMax = 60;
const filesShownMax = 20;

export function renderTaskPage(page: TaskPage, options: TaskPageOptions): string[] {
  const { task, state, spec_id } = page;
  const { messages, paint } = options;
  const words = messages.task;
  const sign = paint[brushOfState[state.state]](`${signOfState[state.state]} ${messages.states[state.state]}`);
  return [
    `${paint.strong(`${spec_id} ${task.id}`)}  ${plainText(task.title)}`,
    sign,
    ...facts(page, options),
    ...titled(words.description, paragraphs(task.description, options), options),
    ...titled(
      words.acceptance,
      (task.metadata.acceptance ?? []).flatMap((line) => bullet(line, options)),
      options,
    ),
    ...titled(words.attempts, renderAttempts(state.attempts, options), options),
    ...titled(
      words.verification,
      (page.verification?.commands ?? []).flatMap((one) => renderCommand(one, options)),
      options,
    ),
    ...titled(words.failure, failureLines(state, options), options),
    ...titled(words.transcript, transcriptLines(page, options), options),
    ...titled(
      words.files,
      (state.attempts.at(-1)?.files ?? []).slice(0, filesShownMax).map((file) => `  ${plainText(file)}`),
      options,
    ),
    ...titled(
      words.next,
      nextCommands(page).map((line) => `  ${paint.name(line)}`),
      options,
    ),
  ];
}

function facts({ task, state, dependents }: TaskPage, { messages, paint, width }: TaskPageOptions): string[] {
  const words = messages.task;
  const rows: [string, string][] = [
    [words.dependsOn, task.dependencies.join(', ')],
    [words.opens, dependents.join(', ')],
    [words.blockedBy, (state.blocked_by ?? []).join(', ')],
    [words.skill, task.required_skill ?? ''],
    [words.boundary, task.files.join(', ')],
    [words.pull, state.pr === undefined ? '' : `#${state.pr}`],
    [words.commit, state.merge_sha?.slice(0, 12) ?? ''],
    ...usageRows(state, messages),
  ];
  const shown = rows
    .filter(([, value]) => value !== '')
    .map(([name, value]): Cell[] => [{ text: name, brush: paint.faint }, value]);
  return renderTable(shown, { columns: [{}, { min: 20 }], width, indent: '  ' });
}

/** What was not told is unknown, and not nothing. */
function usageRows({ node, attempts, usage }: TaskState, { task: words }: Messages): [string, string][] {
  // Nobody works on a checkpoint, so that nothing can be used.
  if (attempts.length === 0 || node.kind === 'checkpoint') return [];
  const { input_tokens, output_tokens, cost_usd, credits } = usage ?? {};
  const told = (count: number | undefined): string => (count === undefined ? words.unknown : String(count));
  const isCounted = input_tokens !== undefined || output_tokens !== undefined;
  return [
    [words.tokens, isCounted ? words.inAndOut(told(input_tokens), told(output_tokens)) : words.unknown],
    [words.cost, cost_usd === undefined ? words.unknown : formatCost(cost_usd)],
    [words.credits, credits === undefined ? '' : String(Number(credits.toFixed(4)))],
  ];
}

/** A single task often costs less than a cent. */
function formatCost(usd: number): string {
  return `$${usd.toFixed(usd < 0.1 ? 4 : 2)}`;
}

/** The text's own lines are kept; what else is in them is made plain. */
function paragraphs(text: string, { width }: TaskPageOptions): string[] {
  const columns = Math.min(width, textWidthMax) - 2;
  const lines = text.trim() === '' ? [] : text.trim().split('\n');
  return lines
    .slice(0, linesShownMax)
    .flatMap((line) => wrapToWidth(plainText(line), columns).map((part) => `  ${part}`));
}

function bullet(text: string, { width }: TaskPageOptions): string[] {
  const lines = wrapToWidth(plainText(text), Math.min(width, textWidthMax) - 4);
  return lines.map((line, at) => `  ${at === 0 ? '- ' : '  '}${line}`);
}

function renderAttempts(attempts: readonly AttemptState[], { messages, paint, width, now }: TaskPageOptions): string[] {
  const rows = attempts.map((attempt): Cell[] => {
    const { outcome, failure, assigned_at, finished_at, agent_instance, pool, slot = '', commit = '' } = attempt;
    const isAwaiting = attempt.awaits_person !== undefined;
    const word = isAwaiting ? messages.attend.waits : messages.outcomes[outcome ?? 'at_work'];
    const brush = outcome === 'succeeded' ? paint.good : outcome === undefined ? paint.live : paint.bad;
    return [
      String(attempt.attempt),
      formatClock(assigned_at),
      formatDuration((finished_at ?? now) - assigned_at),
      agent_instance,
      [pool, slot].filter((part) => part !== '').join('/'),
      { text: word, brush },
      failure === undefined ? commit.slice(0, 12) : messages.failures[failure.kind],
    ];
  });
  const columns = [{}, {}, { align: 'right' as const }, { min: 8 }, { min: 6 }, {}, { min: 10 }];
  const kept = attempts.flatMap(({ attempt, rescue_ref: ref }) =>
    ref === undefined ? [] : [paint.faint(`  ${attempt}: ${messages.slots.savedAs(plainText(ref))}`)],
  );
  return [...renderTable(rows, { columns, width, indent: '  ' }), ...kept];
}

function renderCommand(
  { command, exit_code, duration_ms, tests }: CommandResult,
  { messages, paint }: TaskPageOptions,
): string[] {
  const isOk = exit_code === 0;
  const counts = tests === undefined ? '' : `  ${messages.task.tests(tests)}`;
  const sign = isOk ? paint.good('✓') : paint.bad('✗');
  return [`  ${sign} ${plainText(command)}  ${paint.faint(formatDuration(duration_ms))}${counts}`];
}

function failureLines({ failure, retry_of, attempts }: TaskState, options: TaskPageOptions): string[] {
  const found = attempts.at(-1)?.awaits_person?.message;
  if (found !== undefined) return paragraphs(found, options);
  const told = failure ?? retry_of;
  if (told === undefined) return [];
  const evidence = (told.evidence ?? '')
    .trim()
    .split('\n')
    .slice(-linesShownMax / 3);
  return [
    ...paragraphs(told.message, options),
    ...evidence.filter((line) => line !== '').map((line) => options.paint.faint(`  │ ${plainText(line)}`)),
  ];
}

function transcriptLines({ transcript = [] }: TaskPage, { paint, width }: TaskPageOptions): string[] {
  return transcript.map((line) => {
    const [indent = ''] = /^ */.exec(line) ?? [];
    return paint.faint(cutToWidth(`  │ ${indent}${plainText(line)}`, width));
  });
}

function nextCommands({ spec_id, task, state }: TaskPage): string[] {
  const of = `${spec_id} ${task.id}`;
  const isRetried = state.state === 'failed' || state.state === 'cancelled';
  const live = liveAttempt(state);
  const isTheirs = live?.awaits_person !== undefined;
  return [
    ...(isTheirs ? ['attach', 'done', 'fail'].map((command) => `necrocode ${command} ${of}`) : []),
    ...(live !== undefined && live.is_attended !== true ? [`necrocode take-over ${of}`] : []),
    ...(state.attempts.length > 0 ? [`necrocode logs ${of}`, `necrocode artifacts ${of}`] : []),
    ...(state.pr === undefined ? [] : [`necrocode pr show ${state.pr}`]),
    ...(isRetried ? [`necrocode retry ${of}`] : []),
  ];
}
