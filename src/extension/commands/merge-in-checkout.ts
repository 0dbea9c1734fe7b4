// Merges into a branch that the user has checked out, by the editor's own git extension: the merge happens where the user sees it, is
// theirs like any other, and a conflict is solved in the editor's own views. NecroCode itself never touches a working tree.
import { realpathSync } from 'node:fs';
import * as vscode from 'vscode';
import { UserError, messageOf } from '../../core/base/errors.ts';
import type { PullState } from '../../core/model/state.ts';
import type { LiveRepository } from '../app.ts';
import { inertMessage } from '../inert-message.ts';

/** What is used of the git extension's API, version 1; checked before it is used. */
interface GitApi {
  repositories: readonly GitRepository[];
  openRepository?(root: vscode.Uri): Promise<GitRepository | null>;
}

interface GitRepository {
  rootUri: vscode.Uri;
  state: { HEAD: { name?: string } | undefined };
  status(): Promise<void>;
  merge?(ref: string): Promise<void>;
}

export interface Checkout {
  merge: (ref: string) => Promise<void>;
}

/** Undefined when the branch is not checked out in the main worktree, or the editor has no git of its own. */
export async function findCheckout({ place }: LiveRepository, branch: string): Promise<Checkout | undefined> {
  const api = await gitApi();
  const root = vscode.Uri.file(place.mainWorktree);
  const known = api?.repositories.find(({ rootUri }) => isSamePath(rootUri.fsPath, place.mainWorktree));
  const git = known ?? (await api?.openRepository?.(root));
  if (git?.merge === undefined) return undefined;
  await git.status();
  if (git.state.HEAD?.name !== branch) return undefined;
  return { merge: async (ref) => git.merge?.(ref) };
}

/** @throws UserError when it does not merge; then the editor shows what there is to solve. */
export async function mergeInCheckout({ merge }: Checkout, { number, head, base }: PullState): Promise<void> {
  try {
    await merge(head);
  } catch (error) {
    const { l10n } = vscode;
    await vscode.commands.executeCommand('workbench.view.scm');
    throw new UserError(
      l10n.t(
        '{0} could not be merged into {1}: {2}',
        inertMessage(head),
        inertMessage(base),
        inertMessage(messageOf(error)),
      ),
      {
        hint: l10n.t('Solve it in Source Control and commit; then merge #{0} again to record it.', number),
        cause: error,
      },
    );
  }
}

async function gitApi(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension('vscode.git');
  if (extension === undefined) return undefined;
  const activated: unknown = await extension.activate();
  if (typeof activated !== 'object' || activated === null || !('getAPI' in activated)) return undefined;
  // Somebody else's object: what is missing is noticed where it is used.
  const git = activated as { getAPI(version: 1): GitApi };
  try {
    return git.getAPI(1);
  } catch {
    // Git is switched off in the editor.
    return undefined;
  }
}

function isSamePath(one: string, other: string): boolean {
  try {
    return realpathSync.native(one) === realpathSync.native(other);
  } catch {
    return one === other;
  }
}
