// Globs over paths of a repository: forward slashes on every platform, names that begin with a dot included, no negation.
import picomatch from 'picomatch';

/** Whether a path matches any of the globs. */
export function matchAny(globs: readonly string[]): (path: string) => boolean {
  return picomatch([...globs], { dot: true, nonegate: true, windows: false });
}
