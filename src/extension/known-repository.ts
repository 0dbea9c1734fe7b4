// The repository that a target names. A document that the editor has restored asks for its content before the folders were looked
// at: it is waited for, for a moment.
import * as vscode from 'vscode';
import { UserError } from '../core/base/errors.ts';
import type { App, LiveRepository } from './app.ts';

const waitMsMax = 15_000;

/** Resolves when the repository is there and was read once. Throws a UserError when it is not open in this window. */
export async function knownRepository(app: Pick<App, 'repositories'>, path: string): Promise<LiveRepository> {
  const known = () => {
    const repository = app.repositories.byPath(path);
    return repository?.isLoaded() === true ? repository : undefined;
  };
  const there = known();
  if (there !== undefined) return there;
  const { promise, resolve } = Promise.withResolvers<LiveRepository | undefined>();
  const look = () => {
    const repository = known();
    if (repository !== undefined) resolve(repository);
  };
  const waiting = [app.repositories.onDidChange(look), app.repositories.onDidChangeState(look)];
  const timer = setTimeout(() => resolve(undefined), waitMsMax);
  const found = await promise;
  clearTimeout(timer);
  for (const one of waiting) one.dispose();
  if (found !== undefined) return found;
  throw new UserError(vscode.l10n.t('{0} is not open in this window.', path), {
    hint: vscode.l10n.t('Open its folder first.'),
  });
}
