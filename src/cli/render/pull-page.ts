// One pull request as a page of text: what it proposes, what proves it, what was said about it, and its diff when asked for.
import { plainText } from '../../core/base/text.ts';
import type { ShownPull } from '../../core/necrocode.ts';
import type { Messages } from '../messages/messages.ts';
import type { Paint } from '../paint.ts';
import { brushOfPull } from './pulls.ts';
import { titled } from './status.ts';
import { formatDuration, formatTime } from './time.ts';

export interface PullPageOptions {
  messages: Messages;
  paint: Paint;
  width: number;
}

export function renderPullPage(pull: ShownPull, options: PullPageOptions): string[] {
  const { messages, paint } = options;
  const words = messages.pulls;
  const state = brushOfPull(pull.state, paint)(words.states[pull.state]);
  return [
    `${paint.strong(`#${pull.number}`)}  ${plainText(pull.title)}`,
    `${state}  ${paint.name(pull.head)} → ${paint.name(pull.base)}  ${paint.faint(formatTime(pull.opened_at))}`,
    ...(pull.url === undefined ? [] : [pull.url]),
    ...titled(words.body, lines(pull.body.replace(/<!--[\s\S]*?-->/g, '')), options),
    ...titled(words.verification, verificationLines(pull, options), options),
    ...titled(words.findings, findingLines(pull, options), options),
    ...titled(
      words.comments,
      pull.comments.flatMap(({ by, text, at }) => [
        `  ${paint.strong(plainText(by))} ${paint.faint(formatTime(at))}`,
        ...lines(text),
      ]),
      options,
    ),
    ...titled(
      words.diff,
      (pull.diff ?? '')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => paintDiff(line, paint)),
      options,
    ),
    ...titled(
      messages.task.next,
      nextCommands(pull).map((line) => `  ${paint.name(line)}`),
      options,
    ),
  ];
}

/** The text's own lines, each made plain. */
function lines(text: string): string[] {
  const trimmed = text.trim();
  return trimmed === '' ? [] : trimmed.split('\n').map((line) => `  ${indentOf(line)}${plainText(line)}`.trimEnd());
}

function indentOf(line: string): string {
  return /^ */.exec(line)?.[0] ?? '';
}

function verificationLines({ verification }: ShownPull, { paint }: PullPageOptions): string[] {
  return (verification?.commands ?? []).map(({ command, exit_code, duration_ms }) => {
    const sign = exit_code === 0 ? paint.good('✓') : paint.bad('✗');
    return `  ${sign} ${plainText(command)}  ${paint.faint(formatDuration(duration_ms))}`;
  });
}

function findingLines({ findings }: ShownPull, { paint }: PullPageOptions): string[] {
  return findings.map(({ severity, message, file, line }) => {
    const brush = { info: paint.faint, warning: paint.warn, blocking: paint.bad }[severity];
    const place = file === undefined ? '' : ` (${plainText(file)}${line === undefined ? '' : `:${line}`})`;
    return `  ${brush(severity === 'blocking' ? '✗' : '!')} ${plainText(message)}${paint.faint(place)}`;
  });
}

/** Blanks and tabs of the code are kept; what would move the cursor is not. */
function paintDiff(line: string, paint: Paint): string {
  const text = safeLine(line);
  if (text.startsWith('+++') || text.startsWith('---') || text.startsWith('diff ')) return paint.strong(text);
  if (text.startsWith('+')) return paint.good(text);
  if (text.startsWith('-')) return paint.bad(text);
  return text.startsWith('@@') ? paint.live(text) : text;
}

function safeLine(line: string): string {
  return line.replaceAll('\t', '    ').replace(/[\p{Cc}\p{Bidi_Control}]/gu, '�');
}

function nextCommands({ number, state, diff }: ShownPull): string[] {
  return [
    ...(diff === undefined ? [`necrocode pr show ${number} --diff`] : []),
    ...(state === 'open' ? [`necrocode pr merge ${number}`, `necrocode pr comment ${number} "…"`] : []),
  ];
}
