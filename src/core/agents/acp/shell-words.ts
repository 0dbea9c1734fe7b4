// Reads what an agent wants to run as a shell would cut it up: steps, their words without quotes, where output goes, and the
// commands inside of `$(…)`. It knows as much of the language as it takes to tell a word from a program; what does not close
// cannot be read, and whoever asks has to decide without it. Pure.
export interface Word {
  /** Without quotes and backslashes; `$x` and `$(…)` stand as they were written. */
  text: string;
  /** As it was written, where a backslash may also part the folders of Windows. */
  raw: string;
  /** What it will be is known only when it runs. */
  isUnknown: boolean;
}

export interface Redirect {
  isWritten: boolean;
  word: Word;
}

/** One simple command, the words of control such as `then` included. */
export interface Step {
  kind: 'step';
  words: Word[];
  redirects: Redirect[];
  /** What runs to make its words. */
  inner: Script[];
  /** What is handed over on standard input, from `<<`. */
  documents: string[];
}

/** Commands in parentheses: they may go to another folder, and nobody after them is there. */
export interface Group {
  kind: 'group';
  script: Script;
}

export type Script = readonly (Step | Group)[];

interface Source {
  text: string;
  at: number;
  /** Documents whose text begins after the line. */
  awaited: { end: string; areTabsLeftOut: boolean; step: Step }[];
  depth: number;
}

class Unreadable extends Error {}

const depthMax = 30;
const redirectStart = /\d*(?:&>>?|>>|>\||>&|>|<<<|<<-?|<&|<>|<)/y;

/** Undefined when it cannot be read. */
export function readScript(text: string): Script | undefined {
  try {
    return readUntil({ text, at: 0, awaited: [], depth: 0 }, '');
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

function readUntil(source: Source, closing: '' | ')'): Script {
  source.depth += 1;
  if (source.depth > depthMax) throw new Unreadable();
  const script: (Step | Group)[] = [];
  let step = newStep();
  const finish = (): void => {
    if (step.words.length + step.redirects.length > 0) script.push(step);
    step = newStep();
  };
  for (;;) {
    const char = source.text[source.at];
    if (char === undefined) {
      if (closing !== '') throw new Unreadable();
      break;
    }
    if (char === closing) {
      source.at += 1;
      break;
    }
    if (source.text.startsWith('\\\n', source.at)) source.at += 2;
    else if (char === ' ' || char === '\t' || char === '\r') source.at += 1;
    else if (char === '#') skipPast(source, /[^\n]*/y);
    else if (char === '\n') {
      finish();
      source.at += 1;
      readDocuments(source);
    } else if (matchAt(source, redirectStart) !== undefined) readRedirect(source, step);
    else if (source.text.startsWith('((', source.at)) readArithmetic(source, 0);
    else if (char === '(') {
      finish();
      source.at += 1;
      script.push({ kind: 'group', script: readUntil(source, ')') });
    } else if (/[;&|)]/.test(char)) {
      finish();
      source.at += 1;
    } else step.words.push(readWord(source, step));
  }
  finish();
  source.depth -= 1;
  return script;
}

function newStep(): Step {
  return { kind: 'step', words: [], redirects: [], inner: [], documents: [] };
}

function readRedirect(source: Source, step: Step): void {
  const operator = skipPast(source, redirectStart).replace(/^\d+/, '');
  if (source.text[source.at] === '(' && /^[<>]$/.test(operator)) {
    source.at += 1;
    step.inner.push(readUntil(source, ')'));
    return;
  }
  skipPast(source, /[ \t]*/y);
  const word = readWord(source, step);
  if (operator === '<<' || operator === '<<-') {
    source.awaited.push({ end: word.text, areTabsLeftOut: operator === '<<-', step });
  } else if (operator === '<<<') step.documents.push(word.text);
  else if (!operator.endsWith('&') || !/^(?:\d+|-)$/.test(word.text)) {
    step.redirects.push({ isWritten: operator.includes('>'), word });
  }
}

function readDocuments(source: Source): void {
  for (const { end, areTabsLeftOut, step } of source.awaited.splice(0)) {
    const lines: string[] = [];
    while (source.at < source.text.length) {
      const line = skipPast(source, /[^\n]*/y);
      source.at += 1;
      if ((areTabsLeftOut ? line.replace(/^\t+/, '') : line) === end) break;
      lines.push(line);
    }
    step.documents.push(lines.join('\n'));
  }
}

/** Empty where no word begins. */
function readWord(source: Source, step: Step): Word {
  const start = source.at;
  let text = '';
  let isUnknown = false;
  const expand = (): void => {
    text += readExpansion(source, step);
    isUnknown = true;
  };
  for (let char = source.text[source.at]; char !== undefined; char = source.text[source.at]) {
    if (/[\s;&|()<>]/.test(char)) break;
    if (char === '\\') text += readEscaped(source);
    else if (char === "'") text += readQuoted(source);
    else if (char === '"') {
      source.at += 1;
      for (let inside = source.text[source.at]; inside !== '"'; inside = source.text[source.at]) {
        if (inside === undefined) throw new Unreadable();
        if (isExpansion(source)) expand();
        else if (inside === '\\' && /["\\$`\n]/.test(source.text[source.at + 1] ?? '')) text += readEscaped(source);
        else text += takeChar(source);
      }
      source.at += 1;
    } else if (isExpansion(source)) expand();
    else if (source.text.startsWith("$'", source.at) || source.text.startsWith('$"', source.at)) source.at += 1;
    else text += takeChar(source);
  }
  return { text, raw: source.text.slice(start, source.at), isUnknown };
}

function readEscaped(source: Source): string {
  const char = source.text[source.at + 1] ?? '';
  source.at += 2;
  return char === '\n' ? '' : char;
}

function readQuoted(source: Source): string {
  const end = source.text.indexOf("'", source.at + 1);
  if (end === -1) throw new Unreadable();
  const text = source.text.slice(source.at + 1, end);
  source.at = end + 1;
  return text;
}

function isExpansion(source: Source): boolean {
  return matchAt(source, /`|\$[\w({@*#?$!-]/y) !== undefined;
}

/** What stands there, as it was written. */
function readExpansion(source: Source, step: Step): string {
  const start = source.at;
  if (source.text[start] === '`') {
    const written = matchAt(source, /`(?:[^`\\]|\\[^])*`/y);
    const script = written === undefined ? undefined : readScript(written.slice(1, -1).replace(/\\([`\\$])/g, '$1'));
    if (written === undefined || script === undefined) throw new Unreadable();
    step.inner.push(script);
    source.at += written.length;
  } else if (source.text.startsWith('$((', start)) readArithmetic(source, 1);
  else if (source.text.startsWith('$(', start)) {
    source.at += 2;
    step.inner.push(readUntil(source, ')'));
  } else {
    const written = matchAt(source, /\$(?:\{[^}]*\}|\w+|[@*#?$!-])/y);
    if (written === undefined) throw new Unreadable();
    source.at += written.length;
  }
  return source.text.slice(start, source.at);
}

/** `((…))` runs nothing. */
function readArithmetic(source: Source, lead: number): void {
  const end = source.text.indexOf('))', source.at + lead);
  if (end === -1) throw new Unreadable();
  source.at = end + 2;
}

function takeChar(source: Source): string {
  source.at += 1;
  return source.text.charAt(source.at - 1);
}

/** `found` is sticky: it is asked about this one place. */
function matchAt(source: Source, found: RegExp): string | undefined {
  found.lastIndex = source.at;
  return found.exec(source.text)?.[0];
}

function skipPast(source: Source, found: RegExp): string {
  const text = matchAt(source, found) ?? '';
  source.at += text.length;
  return text;
}
