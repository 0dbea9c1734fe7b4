// A working tree for who wants to run a pull request before merging it. Slots belong to attempts, and are lent to the next one as soon
// as a change is proven; this one is the person's: it is made when it is asked for, follows the pull request while nothing was
// changed in it, and is put away when the pull request is no longer open. What a person has changed there is never touched.
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CommandError, UserError } from '../base/errors.ts';
import { ensureFolder, publishFile, readTextIfExists } from '../base/files.ts';
import { openGit } from '../base/git.ts';
import type { Language } from '../base/text.ts';
import type { State } from '../model/state.ts';
import { homeOfSlots } from '../slots/slots.ts';
import { sidesOfPull } from './changes.ts';
import type { CleaningLine } from './cleaning.ts';
import { settingsOf } from './controller-settings.ts';
import type { Place } from './place.ts';
import { readState } from './reading.ts';

const checkoutMsMax = 10 * 60_000;

/** Absolute path of a working tree that stands, detached, where the pull request does. @throws UserError */
export async function openReviewWorktree(place: Place, number: number): Promise<string> {
  const pull = (await readState(place)).pulls.get(number);
  const git = openGit({ cwd: place.mainWorktree, gitDir: place.commonDir });
  const sides = pull === undefined ? undefined : await sidesOfPull(git, pull);
  if (sides === undefined) throw goneCommits(number);
  const path = join(await ensureFolder(await homeOfReviews(place)), nameOf(number));
  const timeoutMs = checkoutMsMax;
  if (!existsSync(join(path, '.git'))) {
    // One that a person has removed by hand is still on git's list.
    await git.write(['worktree', 'add', '--force', '--detach', '--quiet', '--', path, sides.head], { timeoutMs });
  } else if (await isUntouched(path)) {
    await openGit({ cwd: path }).write(['checkout', '--detach', '--quiet', sides.head, '--'], { timeoutMs });
  } else {
    return path;
  }
  await publishFile(recordOf(path), `${sides.head}\n`);
  return path;
}

/** Those whose pull request is no longer open go, unless somebody has changed something in them. */
export async function cleanReviewWorktrees(
  place: Place,
  state: State,
  { dryRun, language }: { dryRun: boolean; language: Language },
): Promise<CleaningLine[]> {
  const home = await homeOfReviews(place);
  const git = openGit({ cwd: place.mainWorktree, gitDir: place.commonDir });
  const lines: CleaningLine[] = [];
  for (const name of await readdir(home).catch(() => [])) {
    const number = numberOf(name);
    if (number === undefined || state.pulls.get(number)?.state === 'open') continue;
    const what = join(home, name);
    const isKept = !(await isUntouched(what));
    if (!isKept && !dryRun) {
      await git.write(['worktree', 'remove', '--', what], { timeoutMs: checkoutMsMax });
      await rm(recordOf(what), { force: true });
    }
    lines.push({
      what,
      reason: reasons[isKept ? 'changed' : 'closed'][language],
      outcome: isKept ? 'kept' : 'removed',
    });
  }
  return lines;
}

const reasons: Record<'changed' | 'closed', Record<Language, string>> = {
  changed: { en: 'somebody has changed something in it', ja: '変更が残っています' },
  closed: { en: 'its pull request is no longer open', ja: 'プルリクエストはもう開いていません' },
};

/** Beside the slots, and not among them. */
async function homeOfReviews(place: Place): Promise<string> {
  const { slots } = await settingsOf(place);
  const root = slots.root ?? join(homedir(), '.kiro', 'workspaces');
  return `${await homeOfSlots({ ...place, root })}-reviews`;
}

/** Nothing is changed, nothing new lies there, and it stands where we have put it: on no branch and no commit of a person's. */
async function isUntouched(path: string): Promise<boolean> {
  const placed = await readTextIfExists(recordOf(path), { bytesMax: 100 });
  const git = openGit({ cwd: path });
  try {
    const { stdout } = await git.write(['status', '--porcelain=v2', '--branch']);
    const wanted = [`# branch.oid ${placed?.trim() ?? ''}`, '# branch.head (detached)'];
    return stdout.trim() === wanted.join('\n');
  } catch (error) {
    if (error instanceof CommandError) return false;
    throw error;
  }
}

/** Beside the tree: which commit we have put it on. */
function recordOf(path: string): string {
  return `${path}.head`;
}

function nameOf(number: number): string {
  return `pull-${number}`;
}

function numberOf(name: string): number | undefined {
  const digits = /^pull-([1-9]\d*)$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function goneCommits(number: number): UserError {
  return new UserError(`The commits of pull request #${number} are not in this repository.`, {
    hint: 'Fetch them, or look at it on the forge.',
    ja: {
      message: `プルリクエスト #${number} のコミットがこのリポジトリにありません。`,
      hint: '取得 (git fetch) するか、GitHub 上で確認してください。',
    },
  });
}
