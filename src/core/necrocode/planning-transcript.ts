// What an agent says and does while it plans: kept in a file of its own for each planning, and told line by line to whoever watches.
// Both are redacted before anybody sees them.
import { readdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { openBoundedLog } from '../base/bounded-log.ts';
import { createControlStripper } from '../base/control-text.ts';
import type { Redactor } from '../base/redact.ts';
import { plainText } from '../base/text.ts';
import type { Place } from './place.ts';

export interface Transcript extends Disposable {
  /** What the agent prints. */
  write: (chunk: string, stream: string, about?: { isAside: boolean }) => void;
  /** What it is told. */
  tell: (prompt: string) => void;
  /** When something was last printed, but for what stands beside the work, on the monotonic clock. */
  lastAt: () => number;
  /** Path below the main worktree; undefined when nothing is kept. */
  readonly place: string | undefined;
}

export interface TranscriptOptions {
  /** Undefined: nothing is kept. */
  folder: string | undefined;
  mainWorktree: string;
  redactor: Redactor;
  onText: (line: string) => void;
}

const keptMax = 10;
const textEveryMs = 250;
const textCharsMax = 200;
/** Enough to find the last line in. */
const tailCharsMax = 4000;

/** `.kiro/artifacts/<spec>/plan`. */
export function transcriptsFolder({ artifactsDir }: Place, specId: string): string {
  return join(artifactsDir, specId, 'plan');
}

/** The folder must exist. The oldest transcripts in it make room. */
export async function openTranscript(options: TranscriptOptions): Promise<Transcript> {
  const { folder, mainWorktree, redactor, onText } = options;
  const path = folder === undefined ? undefined : await nextFile(folder);
  const log = path === undefined ? undefined : openBoundedLog(path, { redactor });
  const watch = lineWatcher(redactor, onText);
  let lastAt = performance.now();
  let turns = 0;
  return {
    write: (chunk, stream, { isAside } = { isAside: false }) => {
      if (!isAside) lastAt = performance.now();
      log?.write(chunk, stream);
      watch(chunk);
    },
    tell: (prompt) => {
      turns += 1;
      lastAt = performance.now();
      log?.write(`\n──── Turn ${String(turns)} ────\n${prompt}\n──── Answer ────\n`, 'prompt');
    },
    lastAt: () => lastAt,
    place: path === undefined ? undefined : relative(mainWorktree, path).replaceAll('\\', '/'),
    [Symbol.dispose]: () => log?.close(),
  };
}

async function nextFile(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => /^\d{8}T\d{9}Z\.log$/.test(name)).sort();
  for (const name of names.slice(0, Math.max(0, names.length + 1 - keptMax)))
    await rm(join(folder, name), { force: true });
  const time = new Date().toISOString().replaceAll(/[-:.]/g, '');
  return join(folder, `${time}.log`);
}

/** Tells the last line that is not blank, no more often than a person can read. */
function lineWatcher(redactor: Redactor, onText: (line: string) => void): (chunk: string) => void {
  const controls = createControlStripper();
  const redaction = redactor.stream();
  let tail = '';
  let toldAt = -Infinity;
  let told = '';
  return (chunk) => {
    tail = (tail + redaction.push(controls.push(chunk))).slice(-tailCharsMax);
    const now = performance.now();
    if (now - toldAt < textEveryMs) return;
    const last = tail.split('\n').findLast((line) => line.trim() !== '') ?? '';
    const line = plainText(last, { charsMax: textCharsMax });
    if (line === '' || line === told) return;
    [toldAt, told] = [now, line];
    onText(line);
  };
}
