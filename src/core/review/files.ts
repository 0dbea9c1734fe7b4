// What is told from which files a change touches, and how much of them: files that steer tools or builds, a lock file without
// its manifest, sheer size. All of it wants a person, none of it stops the change.
import { isLockPath, isProtectedPath, isWorkflowPath, manifestsOfLock, nameOf } from './paths.ts';
import type { FilePatch, PatchLine } from './patch.ts';
import type { NewFinding, Reviewed } from './change.ts';

export function findWorkflows({ files }: Reviewed): NewFinding[] {
  return files
    .filter(({ file }) => isWorkflowPath(file))
    .map(({ file }) => ({
      severity: 'warning' as const,
      file,
      message: `${file} decides what continuous integration runs, with its credentials.`,
    }));
}

export function findProtected({ files, patches }: Reviewed): NewFinding[] {
  const steering = files
    .filter(({ file }) => isProtectedPath(file))
    .map(({ file }) => {
      const severity = nameOf(file) === '.gitignore' ? ('info' as const) : ('warning' as const);
      return { severity, file, message: `${file} steers the tools of everybody who works here.` };
    });
  return [...steering, ...patches.filter(({ file }) => nameOf(file) === 'package.json').flatMap(findScripts)];
}

export function findLockAlone({ files }: Reviewed): NewFinding[] {
  const names = new Set(files.map(({ file }) => nameOf(file)));
  return files
    .filter(({ file }) => isLockPath(file) && !manifestsOfLock(file).some((manifest) => names.has(manifest)))
    .map(({ file }) => ({
      severity: 'warning' as const,
      file,
      message: `${file} changed, and no ${manifestsOfLock(file).join(' or ')} with it.`,
    }));
}

export function findTooLarge({ files, linesMax }: Reviewed): NewFinding[] {
  const lines = files
    .filter(({ file }) => !isLockPath(file))
    .reduce((sum, { insertions, deletions }) => sum + insertions + deletions, 0);
  if (lines <= linesMax) return [];
  const message = `${lines} lines changed, more than ${linesMax}: hard to review in one piece.`;
  return [{ severity: 'warning', message }];
}

const scriptLine = /^\s*"([\w:.-]+)"\s*:\s*"((?:[^"\\]|\\.)*)"/;
const lifecycleScript = /^(?:pre|post)?(?:install|publish|pack|prepare|version|restart|uninstall)$|^prepublishOnly$/;
/** A diff does not say in which object a line stands; a value that begins like a command is most likely a script. */
const commandStart =
  /^(?:[A-Z_]+=\S+\s+)*(?:npm|npx|node|yarn|pnpm|bunx?|deno|sh|bash|curl|wget|tsc|tsx|eslint|prettier|vitest|jest|mocha|vite|next|webpack|rollup|esbuild|make|docker|git|rm|cp|mv|echo|python3?|cargo|go)(?:\s|$)|&&|\|\|/;

function findScripts({ file, added, removed }: FilePatch): NewFinding[] {
  const before = new Set(removed.map(scriptOf));
  const names = added.flatMap((line) => {
    const script = scriptOf(line);
    return script === undefined || before.has(script) ? [] : [{ line: line.line, name: script.split('=', 1).join('') }];
  });
  return names.slice(0, 20).map(({ line, name }) => ({
    severity: 'warning' as const,
    file,
    line,
    message: `The script "${name}" of ${file} changed.`,
  }));
}

/** `name=command`; a line that only gained or lost its comma stays the same. */
function scriptOf({ text }: PatchLine): string | undefined {
  const [, name, value] = scriptLine.exec(text) ?? [];
  if (name === undefined || value === undefined) return undefined;
  return lifecycleScript.test(name) || commandStart.test(value) ? `${name}=${value}` : undefined;
}
