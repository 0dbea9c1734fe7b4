// Branch work in the user's repository: merging in memory, moving the branches that are ours by compare-and-swap, and looking
// at commits. It never touches a checked-out tree, never writes config, and moves a branch of the user's only on `moveBase`,
// which refuses while anybody has it checked out.
import { UserError, InvariantError } from '../base/errors.ts';
import { openGit, readUserGitConfig, type Git, type GitAuthor } from '../base/git.ts';
import { isAncestor, revParse } from '../base/git-verbs.ts';
import type { Queue } from '../base/git-queue.ts';
import { deleteOwnBranch, moveOwnBranch, moveUserBranch, readTip, setOwnBranch, type Tracks } from './branches.ts';
import { describeChange } from './describe.ts';
import { openRadar, type ForecastHead, type ForecastPair } from './forecast.ts';
import { mergeInMemory, type MergeResult, type WantedMerge } from './merge.ts';

export interface RepositoryOptions {
  /** Git's common directory. */
  commonDir: string;
  mainWorktree: string;
  /** Folder below which working trees are ours: a branch checked out there may be moved. */
  slotsRoot: string;
  /** The repository's one queue for whatever touches refs. */
  queue: Queue;
}

export interface Repository {
  /** What a run starts from: the named branch, else what is checked out. @throws UserError that says what is missing. */
  base(name: string | undefined): Promise<{ ref: string; sha: string }>;
  /** Moves a branch of ours to a commit; creates it when missing. @throws UserError while the user has it checked out. */
  setBranch(branch: string, commit: string): Promise<void>;
  branchSha(branch: string): Promise<string | undefined>;
  /** Deletes a branch of ours; nothing when there is none. @throws UserError while the user has it checked out. */
  deleteBranch(branch: string): Promise<void>;
  merge(wanted: WantedMerge): Promise<MergeResult>;
  /** Moves a branch of ours; false when it does not stand on `from` any more. @throws UserError while the user has it checked out. */
  moveBranch(branch: string, to: string, from: string): Promise<boolean>;
  /** Moves a branch of the user's; false, and untouched, while it is checked out anywhere or has moved. */
  moveBase(branch: string, to: string, from: string): Promise<boolean>;
  /** Whether the second holds the first; a commit that was never brought here is held by none. */
  isAncestor(commit: string, of: string): Promise<boolean>;
  treeOf(commit: string): Promise<string>;
  /** Every pair of these commits that does not merge. */
  forecast(heads: readonly ForecastHead[]): Promise<ForecastPair[]>;
  /** Author for commits: the user's own, as far as git knows it. */
  author(): Promise<{ name: string; email: string }>;
  /** Two to six lines: what a commit changed. */
  describeChange(commit: string): Promise<string>;
}

export function openRepository(options: RepositoryOptions): Repository {
  const { mainWorktree, commonDir, slotsRoot, queue } = options;
  const git = openGit({ cwd: mainWorktree, gitDir: commonDir });
  const tracks: Tracks = { git, queue, slotsRoot };
  const author = keptAuthor(mainWorktree);
  const radar = openRadar(git);
  return {
    base: (name) => (name === undefined ? checkedOutBase(git) : namedBase(git, name)),
    setBranch: (branch, commit) => setOwnBranch(tracks, branch, commit),
    branchSha: async (branch) =>
      branch === 'HEAD' ? revParse(git, 'HEAD^{commit}') : (await readTip(tracks, branch))?.sha,
    deleteBranch: (branch) => deleteOwnBranch(tracks, branch),
    merge: async (wanted) => mergeInMemory({ git, mainWorktree, commonDir, author: await author() }, wanted),
    moveBranch: (branch, to, from) => moveOwnBranch(tracks, branch, { to, from }),
    moveBase: (branch, to, from) => moveUserBranch(tracks, branch, { to, from }),
    isAncestor: async (commit, of) =>
      (await revParse(git, `${commit}^{commit}`)) !== undefined && isAncestor(git, commit, of),
    treeOf: async (commit) => {
      const tree = await revParse(git, `${commit}^{tree}`);
      if (tree === undefined) throw new InvariantError(`There is no commit ${commit}.`);
      return tree;
    },
    forecast: (heads) => radar.forecast(heads),
    author,
    describeChange: (commit) => describeChange(git, commit),
  };
}

async function checkedOutBase(git: Git): Promise<{ ref: string; sha: string }> {
  const sha = (await revParse(git, 'HEAD^{commit}')) ?? (await emptyBeginning(git));
  const { stdout } = await git.write(['symbolic-ref', '--quiet', 'HEAD'], { okExitCodes: [0, 1] });
  return { ref: stdout.trim() || 'HEAD', sha };
}

/**
 * Where nothing was ever committed a run starts from an empty commit: always the same one, so that the next run goes on from
 * it. The user's branch stays unborn.
 */
async function emptyBeginning(git: Git): Promise<string> {
  const { stdout: tree } = await git.write(['mktree'], { input: '' });
  const date = '2000-01-01T00:00:00Z';
  const who = { NAME: 'NecroCode', EMAIL: 'necrocode@localhost', DATE: date };
  const env = Object.fromEntries(
    Object.entries(who).flatMap(([what, value]) => [
      [`GIT_AUTHOR_${what}`, value],
      [`GIT_COMMITTER_${what}`, value],
    ]),
  );
  const { stdout } = await git.write(['commit-tree', '-F', '-', tree.trim()], { input: 'Begin\n', env });
  return stdout.trim();
}

/** A local branch first, then one of a remote. */
async function namedBase(git: Git, name: string): Promise<{ ref: string; sha: string }> {
  const refs = [
    name.startsWith('refs/') ? name : `refs/heads/${name}`,
    `refs/remotes/${name}`,
    `refs/remotes/origin/${name}`,
  ];
  for (const ref of refs) {
    const sha = await revParse(git, `${ref}^{commit}`);
    if (sha !== undefined) return { ref, sha };
  }
  throw new UserError(`Expected \`base\` to name a branch, got ${JSON.stringify(name)}`, {
    hint: '`git branch --all` lists the branches.',
    ja: {
      message: `\`base\` にはブランチ名を指定してください(指定値: ${JSON.stringify(name)})。`,
      hint: '`git branch --all` で一覧を表示します。',
    },
  });
}

/** Who commits is asked for with every commit, and seldom changes. */
const authorKeptMs = 10_000;

function keptAuthor(mainWorktree: string): () => Promise<GitAuthor> {
  let kept: { until: number; author: Promise<GitAuthor> } | undefined;
  return () => {
    if (kept === undefined || kept.until < Date.now()) {
      const author = readAuthor(mainWorktree);
      author.catch(() => (kept = undefined));
      kept = { until: Date.now() + authorKeptMs, author };
    }
    return kept.author;
  };
}

async function readAuthor(mainWorktree: string): Promise<GitAuthor> {
  const [name, email] = await Promise.all([
    readUserGitConfig(mainWorktree, 'user.name'),
    readUserGitConfig(mainWorktree, 'user.email'),
  ]);
  return { name: name?.trim() || 'NecroCode', email: email?.trim() || 'necrocode@localhost' };
}
