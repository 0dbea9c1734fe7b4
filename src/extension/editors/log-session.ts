// One output that is being looked at: read from near its end on, kept within bounds, and split into text and colours each time that
// something has come, at most twice a second.
import * as vscode from 'vscode';
import { join } from 'node:path';
import { UserError } from '../../core/base/errors.ts';
import type { App } from '../app.ts';
import { knownRepository } from '../known-repository.ts';
import { createPulse } from '../pulse.ts';
import type { Target } from '../target.ts';
import { endOfAttempt } from './attempt-end.ts';
import { followLog } from './follow-log.ts';
import { createLogBuffer } from './log-buffer.ts';
import { readStyles, type StyledText } from './styled-text.ts';

export interface LogSession {
  styled: () => StyledText;
  close: () => void;
}

/** Beyond it the editor itself would become slow. */
const charsMax = 1_000_000;
const showEveryMs = 500;

/** @throws UserError when the address names no attempt of an open repository. */
export async function openLogSession(app: App, target: Target | undefined, onChange: () => void): Promise<LogSession> {
  if (target === undefined) throw new UserError(vscode.l10n.t('This is the address of no output.'));
  const repository = await knownRepository(app, target.repository);
  const path = await outputPath(app, target);
  const buffer = createLogBuffer(charsMax, vscode.l10n.t('… what came before is left out …'));
  const shown: { styled: StyledText } = { styled: { text: '', spans: [] } };
  const pulse = createPulse(showEveryMs, () => {
    shown.styled = readStyles(buffer.text());
    onChange();
  });
  const closed = new AbortController();
  const end = endOfAttempt(app, repository, target);
  const follow = async (): Promise<void> => {
    const chunks = followLog(path, { bytesMax: charsMax, ended: end.signal, signal: closed.signal });
    for await (const { text, isFresh } of chunks) {
      if (isFresh) buffer.clear();
      buffer.push(text);
      pulse.ring();
    }
  };
  follow().catch((error: unknown) => app.report(error, vscode.l10n.t('Open Agent Log')));
  return {
    styled: () => shown.styled,
    close() {
      closed.abort();
      end[Symbol.dispose]();
      pulse.dispose();
    },
  };
}

export async function outputPath(app: App, { repository, spec_id = '', task_id = '', attempt = 1 }: Target) {
  const { place } = await knownRepository(app, repository);
  return join(await app.core.attemptDir(place, { spec_id, task_id, attempt }), 'output.log');
}
