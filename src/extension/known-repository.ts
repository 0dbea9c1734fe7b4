// The repository that a target names. A document that the editor has restored asks for its content before the folders were looked
// at: it is waited for, for a moment.
import * as vscode from 'vscode';
import { UserError } from '../core/base/errors.ts';
import type { App, LiveRepository } from './app.ts';

const waitMsMax = 15_000;

/** Resolves when the repository is there and was read once. Throws a UserError when it is not open in this window. */
export async function knownRepository(app: Pick<App, 'repositories'>, path: string): Promise<LiveRepository> {
  await app.repositories.looked();
  const known = () => app.repositories.byPath(path);
  const isSettled = () => known()?.isLoaded() !== false;
  if (!isSettled()) await settled(app, isSettled);
  const repository = known();
  if (repository?.isLoaded() === true) return repository;
  throw new UserError(vscode.l10n.t('{0} is not open in this window.', path), {
    hint: vscode.l10n.t('Open its folder first.'),
  });
}

/** It was read, or is gone; or nobody waits for it any longer. */
async function settled({ repositories }: Pick<App, 'repositories'>, isSettled: () => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => {
    if (isSettled()) resolve();
  };
  const waiting = [repositories.onDidChange(look), repositories.onDidChangeState(look)];
  const timer = setTimeout(resolve, waitMsMax);
  await promise;
  clearTimeout(timer);
  for (const one of waiting) one.dispose();
}
