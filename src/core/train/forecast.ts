// The conflict radar: which of the live commits would not merge with each other. A pair is tried only when both changed a file,
// or one changed what the other made a folder of; the tries run in one git process where git is new enough. Each commit is taken
// as one change on its first parent. What a commit changes, and whether two of them merge, stays as it is for ever: the latest of it
// is kept, so that a look costs only what is new.
import { InvariantError } from '../base/errors.ts';
import { gitVersion, type Git } from '../base/git.ts';
import { mergeTree } from '../base/git-verbs.ts';
import { createMemory } from '../base/memory.ts';

export interface ForecastHead {
  task_id: string;
  /** Full id. */
  commit: string;
}

export interface ForecastPair {
  tasks: [string, string];
  files: string[];
}

export interface Radar {
  /** Every pair of these that does not merge, in their order. */
  forecast(heads: readonly ForecastHead[]): Promise<ForecastPair[]>;
}

interface Change {
  /** Full id. */
  commit: string;
  parent: string;
  /** Changed files and the folders above them. */
  paths: ReadonlySet<string>;
  files: readonly string[];
}

type Live = ForecastHead & Change;
type Pair = readonly [Live, Live];
/** The files that conflict; undefined when the two merge. */
type Outcome = readonly string[] | undefined;

/** More heads than can make up so many pairs are left out, the last first. */
const pairsMax = 5000;
const outputBytesMax = 64 * 1024 * 1024;
const changesKeptMax = 1000;
const outcomesKeptMax = 2 * pairsMax;

export function openRadar(git: Git): Radar {
  const changes = createMemory<string, Change>({ keyOf: (commit) => commit, keptMax: changesKeptMax });
  const outcomes = createMemory<Pair, Outcome>({ keyOf: nameOf, keptMax: outcomesKeptMax });
  return {
    async forecast(heads) {
      if (heads.length < 2) return [];
      const known = await changes.of(
        heads.map(({ commit }) => commit),
        (unknown) => readChanges(git, unknown),
      );
      const live = heads.flatMap((head): Live[] => {
        const change = known.get(head.commit);
        return change === undefined ? [] : [{ ...head, ...change }];
      });
      const pairs = overlappingPairs(live).slice(0, pairsMax);
      const tried = await outcomes.of(pairs, (unknown) => tryPairs(git, unknown));
      return pairs.flatMap((pair) => {
        const files = tried.get(nameOf(pair));
        if (files === undefined || !isTheirs(pair, files)) return [];
        return [{ tasks: [pair[0].task_id, pair[1].task_id] as [string, string], files: [...files] }];
      });
    },
  };
}

async function readChanges(git: Git, commits: readonly string[]): Promise<Change[]> {
  const [parents, files] = await Promise.all([parentsOf(git, commits), filesOf(git, commits)]);
  return commits.map((commit) => {
    const changed = files.get(commit) ?? [];
    const paths = new Set(changed.flatMap((file) => [file, ...foldersAbove(file)]));
    return { commit, parent: parents.get(commit) ?? '', files: changed, paths };
  });
}

async function tryPairs(git: Git, pairs: readonly Pair[]): Promise<Outcome[]> {
  return (await hasBatches()) ? mergeInOneProcess(git, pairs) : mergeOneByOne(git, pairs);
}

/** The same in either order. */
function nameOf([a, b]: Pair): string {
  return [a.commit, b.commit].sort().join(' ');
}

/** All of them in one process: `<commit>` NUL, then the files, each with a NUL. */
async function filesOf(git: Git, commits: readonly string[]): Promise<Map<string, string[]>> {
  const { stdout } = await git.write(
    ['diff-tree', '--stdin', '-r', '-z', '--root', '--name-only', '--no-renames', '--diff-merges=first-parent'],
    { input: commits.map((commit) => `${commit}\n`).join(''), outputBytesMax },
  );
  const wanted = new Set(commits);
  const files = new Map<string, string[]>();
  let current: string[] = [];
  for (const field of stdout.split('\0')) {
    if (field === '') continue;
    // A file may be named like a commit id, but not like one of these that has not come yet.
    if (wanted.delete(field)) files.set(field, (current = []));
    else current.push(field);
  }
  return files;
}

async function parentsOf(git: Git, commits: readonly string[]): Promise<Map<string, string>> {
  const { stdout } = await git.write(['rev-list', '--parents', '--no-walk', ...commits]);
  const rows = stdout.split('\n').map((line) => line.split(' '));
  return new Map(rows.map(([commit = '', parent = '']) => [commit, parent]));
}

function overlappingPairs(changes: readonly Live[]): Pair[] {
  return changes.flatMap((a, index) =>
    changes.slice(index + 1).flatMap((b): Pair[] => (hasOverlap(a, b) ? [[a, b]] : [])),
  );
}

function hasOverlap(a: Change, b: Change): boolean {
  return a.files.some((file) => b.paths.has(file)) || b.files.some((file) => a.paths.has(file));
}

/** Two changes with different parents may also conflict with what lies between those, which is the fault of neither. */
function isTheirs([a, b]: Pair, files: readonly string[]): boolean {
  if (a.parent === b.parent) return true;
  return files.some((file) => a.paths.has(file) && b.paths.has(file));
}

async function hasBatches(): Promise<boolean> {
  const { major, minor } = await gitVersion();
  return major > 2 || minor >= 39;
}

async function mergeInOneProcess(git: Git, pairs: readonly Pair[]): Promise<Outcome[]> {
  const input = pairs.map(([a, b]) => `${a.commit} ${b.commit}\n`).join('');
  const args = ['merge-tree', '--write-tree', '--stdin', '--name-only', '--no-messages', '-z'];
  const { stdout } = await git.write(args, { input, outputBytesMax });
  const fields = stdout.split('\0');
  let at = 0;
  // Per pair: 1 or 0, the tree, the files, and an empty field.
  return pairs.map(([a, b]) => {
    const [status] = fields.slice(at, (at += 2));
    const end = fields.indexOf('', at);
    if ((status !== '0' && status !== '1') || end === -1) {
      throw new InvariantError(`git merge-tree said nothing that is known about ${a.commit} and ${b.commit}.`);
    }
    const files = [...new Set(fields.slice(at, end))];
    at = end + 1;
    return status === '1' ? undefined : files;
  });
}

async function mergeOneByOne(git: Git, pairs: readonly Pair[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [a, b] of pairs) {
    const merge = await mergeTree(git, a.commit, b.commit);
    outcomes.push(merge.kind === 'clean' ? undefined : merge.files);
  }
  return outcomes;
}

function foldersAbove(file: string): string[] {
  const parts = file.split('/');
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
