// Splits a command line that a person wrote (`CI=1 npm test -- --grep "a b" && npm run lint`) into programs and arguments,
// following POSIX quoting. Only `&&` joins commands; everything else that would need a shell is refused by name, since the
// commands are run without one and a silent difference would be worse than an error.
import { UserError } from './errors.ts';

export interface SimpleCommand {
  /** Variables set in front of the program. */
  env: Record<string, string>;
  /** The program and its arguments; never empty. */
  argv: readonly [string, ...string[]];
}

interface Word {
  text: string;
  /** How many characters at the start were written without quotes or backslash. */
  plainLength: number;
}

const charsMax = 8192;
const hint = 'Put it into a script of the project and name that script here; only `&&` may join commands.';

/** What only a shell can do. A `$` before anything else is a plain dollar sign, as in the pattern `end$`. */
const outsideQuotes = /\|\||>>|[|;<>&()\n`]|\$[\w({@*#?$!'"-]/y;
const insideDoubleQuotes = /`|\$[\w({@*#?$!-]/y;
const atWordStart = /[#~]/y;

/** The commands in order; each runs only when the one before succeeded. @throws UserError naming what cannot be run. */
export function parseCommandLine(line: string): SimpleCommand[] {
  const text = line.trim();
  if (text.length > charsMax)
    throw new UserError(`A command line has at most ${String(charsMax)} characters.`, { hint });
  if (text.includes('\0')) throw new UserError('A command line cannot hold a NUL character.');
  return splitWords(text).map((words) => toCommand(words, text));
}

/** Why a command line cannot be run, and the way out; undefined when it can be. */
export function problemOfCommandLine(line: string): string | undefined {
  try {
    parseCommandLine(line);
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [error.message, ...(error.hint === undefined ? [] : [error.hint])].join('. ');
  }
}

/** The words of each command, split at `&&`. */
function splitWords(line: string): Word[][] {
  const commands: Word[][] = [[]];
  for (let at = 0; at < line.length;) {
    if (line[at] === ' ' || line[at] === '\t') at += 1;
    else if (line.startsWith('&&', at)) {
      commands.push([]);
      at += 2;
    } else {
      refuse(atWordStart, line, at);
      const { word, next } = readWord(line, at);
      commands.at(-1)?.push(word);
      at = next;
    }
  }
  return commands;
}

function readWord(line: string, start: number): { word: Word; next: number } {
  const parts: string[] = [];
  let plainLength: number | undefined;
  let at = start;
  while (at < line.length && !/[ \t]/.test(line.charAt(at)) && !line.startsWith('&&', at)) {
    const char = line.charAt(at);
    if (char === "'" || char === '"' || char === '\\') {
      plainLength ??= at - start;
      const quoted = char === '\\' ? readEscape(line, at) : readQuoted(line, at);
      parts.push(quoted.text);
      at = quoted.next;
    } else {
      refuse(outsideQuotes, line, at);
      parts.push(char);
      at += 1;
    }
  }
  return { word: { text: parts.join(''), plainLength: plainLength ?? at - start }, next: at };
}

function readEscape(line: string, at: number): { text: string; next: number } {
  if (at + 1 >= line.length) throw new UserError(`The command line ends with a backslash: ${line}`, { hint });
  return { text: line.charAt(at + 1), next: at + 2 };
}

function readQuoted(line: string, start: number): { text: string; next: number } {
  const quote = line.charAt(start);
  const parts: string[] = [];
  for (let at = start + 1; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (char === quote) return { text: parts.join(''), next: at + 1 };
    if (quote === '"') refuse(insideDoubleQuotes, line, at);
    // Within double quotes a backslash only protects what would be special there.
    const isEscape = quote === '"' && char === '\\' && /["\\$`]/.test(line.charAt(at + 1));
    if (isEscape) at += 1;
    parts.push(line.charAt(at));
  }
  throw new UserError(`A ${quote} is opened but not closed: ${line}`, { hint });
}

/** `found` is sticky: it is asked about this one place. */
function refuse(found: RegExp, line: string, at: number): void {
  found.lastIndex = at;
  const operator = found.exec(line)?.[0];
  if (operator === undefined) return;
  const name = operator === '\n' ? 'a line break' : `\`${operator}\``;
  throw new UserError(`Commands run without a shell, so ${name} cannot be used: ${line}`, { hint });
}

function toCommand(words: readonly Word[], line: string): SimpleCommand {
  const firstOther = words.findIndex((word) => assignmentOf(word) === undefined);
  const assignments = words.slice(0, Math.max(0, firstOther)).map(assignmentOf);
  const [program, ...args] = words.slice(Math.max(0, firstOther)).map(({ text }) => text);
  if (firstOther === -1 || program === undefined || program === '') {
    throw new UserError(`There is no command to run in: ${line === '' ? '(an empty line)' : line}`, { hint });
  }
  return { env: Object.fromEntries(assignments.filter((pair) => pair !== undefined)), argv: [program, ...args] };
}

function assignmentOf({ text, plainLength }: Word): [name: string, value: string] | undefined {
  const name = /^([A-Za-z_][A-Za-z0-9_]*)=/.exec(text.slice(0, plainLength))?.[1];
  return name === undefined ? undefined : [name, text.slice(name.length + 1)];
}
