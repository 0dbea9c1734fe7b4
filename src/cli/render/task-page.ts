// One task as a page of text.
import { plainText } from '../../core/base/text.ts';
import type { CommandResult, Verification } from '../../core/model/evidence.ts';
import type { AttemptState, TaskState } from '../../core/model/state.ts';
import type { Task } from '../../core/model/task.ts';
import type { Messages } from '../messages/messages.ts';
import { brushOfState, signOfState, type Paint } from '../paint.ts';
import { titled } from './status.ts';
import { renderTable, type Cell } from './table.ts';
import { formatClock, formatDuration } from './time.ts';
import { wrapToWidth } from './width.ts';

export interface TaskPage {
  spec_id: string;
  task: Task;
  state: TaskState;
  /** Tasks that wait for this one. */
  dependents: string[];
  /** The last one of the last attempt. */
  verification?: Verification;
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
  const usage = state.usage;
  const tokens = usage === undefined ? '' : `${usage.input_tokens ?? 0} → ${usage.output_tokens ?? 0}`;
  const cost = usage?.cost_usd === undefined ? '' : `$${usage.cost_usd.toFixed(2)}`;
  const rows: [string, string][] = [
    [words.dependsOn, task.dependencies.join(', ')],
    [words.opens, dependents.join(', ')],
    [words.blockedBy, (state.blocked_by ?? []).join(', ')],
    [words.skill, task.required_skill ?? ''],
    [words.boundary, task.files.join(', ')],
    [words.pull, state.pr === undefined ? '' : `#${state.pr}`],
    [words.commit, state.merge_sha?.slice(0, 12) ?? ''],
    [words.tokens, tokens],
    [words.cost, cost],
  ];
  const shown = rows
    .filter(([, value]) => value !== '')
    .map(([name, value]): Cell[] => [{ text: name, brush: paint.faint }, value]);
  return renderTable(shown, { columns: [{}, { min: 20 }], width, indent: '  ' });
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
    const word = messages.outcomes[outcome ?? 'at_work'];
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
  return renderTable(rows, {
    columns: [{}, {}, { align: 'right' }, { min: 8 }, { min: 6 }, {}, { min: 10 }],
    width,
    indent: '  ',
  });
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

function failureLines({ failure, retry_of }: TaskState, options: TaskPageOptions): string[] {
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

function nextCommands({ spec_id, task, state }: TaskPage): string[] {
  const of = `${spec_id} ${task.id}`;
  const isRetried = state.state === 'failed' || state.state === 'cancelled';
  return [
    ...(state.attempts.length > 0 ? [`necrocode logs ${of}`, `necrocode artifacts ${of}`] : []),
    ...(state.pr === undefined ? [] : [`necrocode pr show ${state.pr}`]),
    ...(isRetried ? [`necrocode retry ${of}`] : []),
  ];
}
