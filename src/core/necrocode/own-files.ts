// Keeps our own files out of every branch, through the repository's private exclude list; nothing tracked is changed.
import { excludeFromGit } from '../base/exclude.ts';
import type { Place } from './place.ts';

const ownFiles = ['/.kiro/registry/', '/.kiro/artifacts/', '/.kiro/current-task.md'];

export function excludeOwnFiles({ commonDir }: Place): Promise<void> {
  return excludeFromGit(commonDir, ownFiles);
}
