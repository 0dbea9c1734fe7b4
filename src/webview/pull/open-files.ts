// Which files of a diff are open from the beginning: the first ones, while what is to be read stays short.
import type { PullFile } from '../../core/model/panel-pull.ts';

const linesOpenMax = 400;
const fileLinesOpenMax = 200;
const filesOpenMax = 12;

export function isOpenByItself(files: readonly PullFile[]): ReadonlySet<string> {
  const open = new Set<string>();
  let lines = 0;
  for (const { path, insertions, deletions, status } of files) {
    const changed = insertions + deletions;
    if (status === 'binary' || status === 'deleted' || changed === 0 || changed > fileLinesOpenMax) continue;
    lines += changed;
    if (lines > linesOpenMax || open.size >= filesOpenMax) break;
    open.add(path);
  }
  return open;
}
