// Whether a change stays where its task said it would: the globs of `files`, and those words of the boundary that are paths. A
// plan is a forecast, so a trespass is said and not forbidden; tests belong to whatever they test.
import { matchAny } from '../base/glob.ts';
import type { NewFinding, Reviewed } from './change.ts';
import { isLockPath, isTestPath } from './paths.ts';

export function findOutsideBoundary({ files, task }: Reviewed): NewFinding[] {
  const declared = [...task.files, ...(task.metadata.boundary ?? []).filter(isPathLike)].flatMap(globsOf);
  if (declared.length === 0) return [];
  const isInside = matchAny(declared);
  return files
    .filter(({ file }) => !isInside(file) && !isTestPath(file) && !isLockPath(file))
    .map(({ file }) => ({
      severity: 'warning' as const,
      file,
      message: `${file} is outside of what the task declared: ${declaredText(task)}`,
    }));
}

/** A component's name, such as `LoginForm`, says nothing about paths. */
function isPathLike(boundary: string): boolean {
  return /^[^\s:]+$/.test(boundary) && /[/*]|\.[A-Za-z0-9]+$/.test(boundary);
}

/** A folder means everything below it. */
function globsOf(path: string): string[] {
  const glob = path
    .trim()
    .replace(/^(?:\.?\/)+/, '')
    .replace(/\/+$/, '');
  if (glob === '' || glob === '.') return ['**'];
  return /[*?[\]{}]/.test(glob) ? [glob] : [glob, `${glob}/**`];
}

function declaredText({ files, metadata }: Reviewed['task']): string {
  const all = [...files, ...(metadata.boundary ?? [])];
  return `${all.slice(0, 8).join(', ')}${all.length > 8 ? `, and ${all.length - 8} more` : ''}`;
}
