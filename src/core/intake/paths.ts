// Which files a task speaks of, as globs below the repository. Deliberately conservative: a path that is missed costs a
// forecast, a word that is taken for a path costs parallel work. The documents of the spec itself are no files of a task.

const filesMax = 200;
const pathCharactersMax = 300;
const extensions =
  'ts|tsx|mts|cts|js|jsx|mjs|cjs|json|jsonc|md|mdx|py|pyi|rb|go|rs|java|kt|kts|swift|dart|arb|c|h|cc|cpp|hpp|cs|php|vue|svelte|' +
  'html|css|scss|less|yml|yaml|toml|ini|sql|prisma|graphql|proto|sh|bash|ps1|xml|gradle|tf|lock|txt|pu|hook|ipynb|ex|exs|scala';
const filePattern = new RegExp(String.raw`^(?:[\w@.[\]()*{},-]+/)*[\w@.[\]*{},-]+\.(?:${extensions})$`, 'i');
const folderPattern = /^(?:[\w@.-]+\/)+(?:\*\*(?:\/\*)?|\*)?$/;
const dotFile = /^\.[a-z][\w-]{1,40}$/i;
/** Files that stand at the root of a repository, and so are paths without any folder. */
const rootFile =
  /^(?:(?:package|tsconfig|composer|deno)\.json|(?:pyproject|Cargo|Pipfile)\.toml|pubspec\.yaml|go\.mod|requirements\.txt|README\.md|CHANGELOG\.md|docker-compose\.ya?ml|[a-z]+\.config\.[cm]?[jt]s|\.gitignore)$/;
const specDocument = /^(?:\.kiro\/specs|specs|openspec|contracts)\/|(?:^|\/)(?:tasks|quickstart|data-model)\.md$/;
/** A path in running text needs a folder in front. */
const barePath = new RegExp(String.raw`(?<![\w@./\\:-])(?:[\w@.-]+/)+[\w@.-]+\.(?:${extensions})(?![\w/])`, 'gi');
const forbids =
  /\b(?:do not|don't|must not|never|without)\s+(?:modify|modifying|change|changing|touch|touching|edit|editing)\b|変更しない/i;

export type FileMentions = { declared: readonly string[]; boundary: readonly string[]; text: string };

/** The declared files where there are any, else the paths that the boundary and the text name. */
export function filesNamedIn({ declared, boundary, text }: FileMentions): string[] {
  const words = declared.flatMap((value) => value.split(/[,、，\s]+/)).map(cleanPath);
  const stated = words.filter((word) => isPath(word) || dotFile.test(word)).map(asGlob);
  if (stated.length > 0) return unique(stated);
  const lines = text.split('\n').filter((line) => !forbids.test(line));
  const mentioned = [...boundary, ...lines.flatMap(pathsInLine)].map(cleanPath);
  return unique(mentioned.filter(isTelling).map(asGlob));
}

function pathsInLine(line: string): string[] {
  const spans = Array.from(line.matchAll(/`([^`]{1,300})`/g), (found) => found[1] ?? '');
  const prose = line.replaceAll(/`[^`]*`/g, ' ').slice(0, 4000);
  return [...spans, ...Array.from(prose.matchAll(barePath), ([path]) => path)];
}

function cleanPath(text: string): string {
  return text.trim().replaceAll('`', '').replace(/^\.\//, '');
}

function isPath(path: string): boolean {
  if (path.length > pathCharactersMax || path.startsWith('/') || path.includes('..') || path.includes('://'))
    return false;
  return filePattern.test(path) || (path.includes('/') && folderPattern.test(path));
}

/** Precise enough to be believed without having been declared. */
function isTelling(path: string): boolean {
  return isPath(path) && !specDocument.test(path) && (path.includes('/') || rootFile.test(path));
}

function asGlob(path: string): string {
  return path.endsWith('/') ? `${path}**` : path;
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)].slice(0, filesMax);
}
