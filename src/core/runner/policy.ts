// What an agent's change must not contain, as pure functions over paths and texts. Some paths are quietly put back, because an
// agent that touches them means no harm; what would reach out of the slot or leave a merge half done is a failure.
import { posix } from 'node:path';

/** The plan's boxes are ticked by NecroCode, and its own files are no work of an agent. */
const neverCommitted = [
  /^\.kiro\/(?:registry|artifacts)(?:\/|$)/i,
  /^\.kiro\/current-task\.md$/i,
  /^\.kiro\/specs\/(?:.*\/)?tasks\.md$/i,
  /(?:^|\/)\.git(?:\/|$)/i,
];

/** Whether changes to this path are put back before the commit. Compared without case, as some file systems do. */
export function isNeverCommitted(path: string): boolean {
  return neverCommitted.some((pattern) => pattern.test(path));
}

/** Whether a symbolic link at `path` points out of the tree. An absolute target always does: a slot is moved and reused. */
export function leavesTree(path: string, target: string): boolean {
  if (posix.isAbsolute(target) || /^[A-Za-z]:|^\\/.test(target)) return true;
  const wanted = posix.normalize(posix.join(posix.dirname(path), target.replaceAll('\\', '/')));
  return wanted === '..' || wanted.startsWith('../') || isNeverCommitted(wanted);
}

/** Files to which a patch adds both the beginning and the end of a conflict; a heading of `=======` alone is none. */
export function filesWithMarkers(patch: string): string[] {
  const found: string[] = [];
  for (const part of patch.split(/^(?=diff --git )/m)) {
    const hasMarkers = /^\+<{7} /m.test(part) && /^\+>{7} /m.test(part);
    const file = /^\+\+\+ (?:b\/)?(.*?)\t?$/m.exec(part)?.[1];
    if (hasMarkers && file !== undefined) found.push(file);
  }
  return found;
}
