// Watching an attempt in a terminal: its output with its colours, from near the end on, until the attempt has ended. Nothing can
// be typed. Of control sequences only colours and styles get through.
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { createControlStripper } from '../../core/base/control-text.ts';
import { plainText } from '../../core/base/text.ts';
import type { App } from '../app.ts';
import { endOfAttempt } from '../editors/attempt-end.ts';
import { followLog } from '../editors/follow-log.ts';
import { outputPath } from '../editors/log-session.ts';
import { attemptTarget } from '../editors/open-log.ts';
import { knownRepository } from '../known-repository.ts';
import { createPulse } from '../pulse.ts';
import type { Target } from '../target.ts';
import { nameOfAgent, titleOfTask } from '../task-words.ts';
import { closingLine, openingLine, terminalLines } from './terminal-text.ts';

const shownBytesMax = 256 * 1024;
const writeEveryMs = 50;
const nameCharsMax = 60;

export async function watchInTerminal(app: App, target: Target): Promise<void> {
  const repository = await knownRepository(app, target.repository);
  const of = attemptTarget(repository, target);
  const known = openTerminalOf(of);
  if (known !== undefined) return known.show(true);
  const task = repository.state().specs.get(of.spec_id)?.tasks.get(of.task_id);
  const title = task === undefined ? of.task_id : titleOfTask(task);
  const agent = nameOfAgent(task?.attempts[of.attempt - 1]?.agent_instance ?? '');
  const pty = createPty(app, {
    opening: openingLine({ title, attempt: of.attempt, agent, l10n: vscode.l10n }),
    path: await outputPath(app, of),
    of,
  });
  const terminal = vscode.window.createTerminal({
    name: plainText(title, { charsMax: nameCharsMax }),
    iconPath: new vscode.ThemeIcon('eye'),
    isTransient: true,
    pty,
  });
  terminal.show(true);
}

type Of = ReturnType<typeof attemptTarget>;

interface Watched {
  opening: string;
  path: string;
  of: Of;
}

/** The editor hands back the very object that a terminal was made with. */
interface AttemptPty extends vscode.Pseudoterminal {
  watched: Watched;
}

function openTerminalOf(of: Of): vscode.Terminal | undefined {
  return vscode.window.terminals.find(({ creationOptions }) => {
    const pty = 'pty' in creationOptions ? creationOptions.pty : undefined;
    return pty !== undefined && 'watched' in pty && isDeepStrictEqual((pty as AttemptPty).watched.of, of);
  });
}

function createPty(app: App, watched: Watched): AttemptPty {
  const write = new vscode.EventEmitter<string>();
  const close = new vscode.EventEmitter<void>();
  const closed = new AbortController();
  const state = { hasEnded: false };
  return {
    watched,
    onDidWrite: write.event,
    onDidClose: close.event,
    open() {
      write.fire(watched.opening);
      show(app, watched, { write: (text) => write.fire(text), signal: closed.signal })
        .catch((error: unknown) => app.report(error, vscode.l10n.t('Watch in Terminal')))
        .finally(() => (state.hasEnded = true));
    },
    close() {
      closed.abort();
      write.dispose();
      close.dispose();
    },
    handleInput() {
      if (state.hasEnded) close.fire();
    },
  };
}

async function show(
  app: App,
  { path, of }: Watched,
  { write, signal }: { write: (text: string) => void; signal: AbortSignal },
): Promise<void> {
  const repository = await knownRepository(app, of.repository);
  using end = endOfAttempt(app, repository, of);
  const stripper = createControlStripper();
  const waiting: string[] = [];
  const flush = () => write(terminalLines(stripper.push(waiting.splice(0).join(''))));
  const pulse = createPulse(writeEveryMs, flush);
  for await (const { text, isFresh } of followLog(path, { bytesMax: shownBytesMax, ended: end.signal, signal })) {
    if (isFresh) waiting.push('\n');
    waiting.push(text);
    pulse.ring();
  }
  pulse.dispose();
  if (signal.aborted) return;
  flush();
  const attempt = repository.state().specs.get(of.spec_id)?.tasks.get(of.task_id)?.attempts[of.attempt - 1];
  write(closingLine(attempt, vscode.l10n));
}
