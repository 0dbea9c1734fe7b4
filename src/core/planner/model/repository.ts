// What a model is told of the repository: steering files, manifests, README, file tree and the subjects of the last commits,
// within a budget of tokens. Only what git knows or would add is looked at, never an ignored file, a link, or a file whose name
// says secret; authors and contents of commits are not told.
import { lstat, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../base/errors.ts';
import { joinInside, readTextIfExists } from '../../base/files.ts';
import { openGit, type Git } from '../../base/git.ts';
import { cutToTokens, estimateTokens, type Section } from './budget.ts';
import { drawFileTree } from './file-tree.ts';
import { isSecretFile } from './secret-files.ts';

export interface RepositoryContext {
  /** Sorted paths with slashes. */
  files: readonly string[];
  steering: readonly TextFile[];
  manifests: readonly TextFile[];
  readme: readonly TextFile[];
  /** One subject per line, the latest first. */
  history: string;
}

interface TextFile {
  path: string;
  text: string;
}

const commitsMax = 20;
const fileBytesMax = 500_000;
const manifestsMax = 12;

const steeringFile = /^\.kiro\/steering\/(?:product|tech|structure)\.md$/;
const readmeFile = /^readme(?:\.ja)?\.(?:md|rst|txt|adoc)$/i;
/** At the root or one folder below it, or in a package of a monorepo. */
const manifestFile =
  /^(?:[^/]+\/){0,2}(?:package\.json|deno\.jsonc?|pyproject\.toml|requirements\.txt|setup\.cfg|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|Gemfile|composer\.json|pubspec\.yaml|mix\.exs|CMakeLists\.txt|Makefile|tsconfig\.json)$/;

export async function readRepository(mainWorktree: string, signal?: AbortSignal): Promise<RepositoryContext> {
  const git = openGit({ cwd: mainWorktree, signal });
  const known = await listFiles(git);
  const read = (pattern: RegExp) => readFiles(mainWorktree, known.filter((path) => pattern.test(path)).sort(byDepth));
  return {
    files: known.filter((path) => !path.startsWith('.kiro/')),
    steering: await read(steeringFile),
    manifests: await read(manifestFile),
    readme: await read(readmeFile),
    history: await readHistory(git),
  };
}

/** The most telling first; each gets its share, and what it leaves over goes to the next. */
export function repositorySections({ files, steering, manifests, readme, history }: RepositoryContext): Section[] {
  return [
    { title: 'steering', weight: 3, fit: (tokensMax) => fitFiles(steering, tokensMax) },
    { title: 'manifests', weight: 3, fit: (tokensMax) => fitFiles(manifests, tokensMax) },
    { title: 'recent_commits', weight: 1, fit: (tokensMax) => cutToTokens(history, tokensMax) },
    { title: 'readme', weight: 3, fit: (tokensMax) => fitFiles(readme, tokensMax) },
    { title: 'file_tree', weight: 4, fit: (tokensMax) => drawFileTree(files, tokensMax) },
  ];
}

/** Tracked and untracked files without those that the user ignores, even where one of these is tracked. */
async function listFiles(git: Git): Promise<string[]> {
  const list = async (...which: string[]) => {
    const { stdout } = await git.read(['ls-files', '-z', ...which, '--exclude-standard']);
    return stdout.split('\0').filter((path) => path !== '');
  };
  const ignored = new Set(await list('--cached', '--ignored'));
  const known = new Set(await list('--cached', '--others'));
  return [...known].filter((path) => !ignored.has(path) && !isSecretFile(path)).sort();
}

async function readHistory(git: Git): Promise<string> {
  // Status 128: there is no commit yet.
  const args = ['log', `--max-count=${String(commitsMax)}`, '--no-merges', '--format=%as %s'];
  const { stdout, exitCode } = await git.write(args, { okExitCodes: [0, 128] });
  return exitCode === 0 ? stdout.trim() : '';
}

async function readFiles(root: string, paths: readonly string[]): Promise<TextFile[]> {
  const files: TextFile[] = [];
  for (const path of paths.slice(0, manifestsMax)) {
    const text = await readPlainFile(root, path);
    if (text !== undefined && text.trim() !== '' && !text.includes('\0')) files.push({ path, text: text.trim() });
  }
  return files;
}

/** Undefined for what is no file of its own in this repository, or too large to be read for a few lines. */
async function readPlainFile(root: string, path: string): Promise<string | undefined> {
  try {
    const place = await joinInside(root, path);
    if (place !== join(await realpath(root), path)) return undefined;
    const found = await lstat(place);
    if (!found.isFile() || found.size > fileBytesMax) return undefined;
    return await readTextIfExists(place, { bytesMax: fileBytesMax });
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'EACCES') return undefined;
    throw error;
  }
}

function fitFiles(files: readonly TextFile[], tokensMax: number): string {
  const blocks: string[] = [];
  let left = tokensMax;
  for (const [index, { path, text }] of files.entries()) {
    const head = `--- ${path}\n`;
    const share = Math.floor(left / (files.length - index)) - estimateTokens(head);
    if (share < 20) continue;
    const block = `${head}${cutToTokens(text, share)}`;
    left -= estimateTokens(block);
    blocks.push(block);
  }
  return blocks.join('\n');
}

function byDepth(a: string, b: string): number {
  return a.split('/').length - b.split('/').length || (a < b ? -1 : 1);
}
