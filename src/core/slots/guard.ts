// Watches what slots share with the user while somebody works in one. Slots are linked working trees: whoever works there, with the
// user's own rights, can write the repository's configuration, hooks and refs, and it would be the user's own git that runs them.
// So the shared places are looked at before the first has come and after each has left; what differs is told, with both states
// kept aside. Nothing is put back by itself: the user works in the same repository meanwhile and may have meant it.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { publishFile } from '../base/files.ts';
import { createQueue } from '../base/git-queue.ts';
import { updateRef } from '../base/git-verbs.ts';
import type { Alteration, Altered } from '../model/alteration.ts';
import { compareImprints } from './compare-imprints.ts';
import { changedKeys } from './config-keys.ts';
import type { Grounds } from './grounds.ts';
import { imprintSchema, takeImprint, type Imprint } from './imprint.ts';
import { keepAside } from './kept.ts';
import { readUserMoves } from './user-moves.ts';

export interface Guard {
  /** Before a holder is given a slot. */
  enter(holder: string): Promise<void>;
  /** After all of the holder's processes are dead: what was altered since the last look, if anything. */
  leave(holder: string): Promise<Altered | undefined>;
  /** A new controller: these have had slots since before it began. What was altered meanwhile is told at once. */
  resume(holders: readonly string[]): Promise<Altered | undefined>;
  /** We are about to move a ref of the user's ourselves. */
  expectMove(ref: string, sha: string): void;
}

const imprintFile = '.imprint.json';
const toldMax = 100;
const toldCharsMax = 20_000;
const movesMax = 1000;
const heldMax = 100;

export function openGuard(grounds: Grounds): Guard {
  const path = join(grounds.home, imprintFile);
  const present: string[] = [];
  const moved = new Map<string, string>();
  // One look at a time: two would tell the same thing twice.
  const looks = createQueue();
  let last: Imprint | undefined;

  const remember = async (imprint: Imprint | undefined): Promise<void> => {
    last = imprint;
    if (imprint === undefined) moved.clear();
    // A controller that is killed leaves what it knew to the next.
    if (imprint === undefined) await rm(path, { force: true });
    else await publishFile(path, JSON.stringify(imprint), { mode: 0o600 });
  };
  const look = async (holders: readonly string[]): Promise<Altered | undefined> => {
    if (last === undefined) return undefined;
    const before = last;
    const after = await takeImprint(grounds);
    const heads = await readUserMoves(grounds, before.at);
    const alterations = await withKeys(grounds, { before, after }, compareImprints(before, after, { heads, moved }));
    if (present.length === 0) await remember(undefined);
    else if (!isDeepStrictEqual([before.files, before.refs], [after.files, after.refs])) await remember(after);
    if (alterations.length === 0) return undefined;
    await holdCommits(grounds, alterations, after.at);
    const kept = await keepAside(grounds.home, { before, after, alterations, holders });
    return tell(alterations, { holders, kept });
  };

  return {
    enter: (holder) =>
      looks.run(async () => {
        present.push(holder);
        if (last === undefined) await remember(await takeImprint(grounds));
      }),
    leave: (holder) =>
      looks.run(async () => {
        const holders = [...new Set(present)];
        const at = present.indexOf(holder);
        if (at !== -1) present.splice(at, 1);
        return look(holders);
      }),
    resume: (holders) =>
      looks.run(async () => {
        present.push(...holders);
        last ??= await readImprint(path);
        const altered = await look(holders);
        if (last === undefined && present.length > 0) await remember(await takeImprint(grounds));
        return altered;
      }),
    expectMove(ref, sha) {
      if (moved.size < movesMax) moved.set(ref, sha);
    },
  };
}

/** What a ref of the user's no longer holds is held by one of ours, or git would throw it away some day. */
async function holdCommits({ repository }: Grounds, alterations: readonly Alteration[], at: number): Promise<void> {
  const folder = `refs/necrocode/rescue/altered/${new Date(at).toISOString().replaceAll(/[-:.]/g, '')}`;
  for (const { kind, name, before } of alterations.slice(0, heldMax)) {
    if (kind !== 'ref' || before === undefined) continue;
    await updateRef(repository, `${folder}/${name.slice('refs/'.length)}`, before, null);
  }
}

/** Undefined when there is none, or it is damaged: then nothing is known of before. */
async function readImprint(path: string): Promise<Imprint | undefined> {
  try {
    return imprintSchema.safeParse(JSON.parse(await readFile(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Config files are told by the names of the settings; one in which only ordinary settings differ is not told. */
async function withKeys(
  { repository }: Grounds,
  { before, after }: { before: Imprint; after: Imprint },
  alterations: readonly Alteration[],
): Promise<Alteration[]> {
  const told: Alteration[] = [];
  for (const alteration of alterations) {
    if (alteration.kind !== 'config') {
      told.push(alteration);
      continue;
    }
    const keys = await changedKeys(repository, before.files[alteration.name], after.files[alteration.name]);
    if (keys === undefined) told.push(alteration);
    else if (keys.length > 0) told.push({ ...alteration, keys });
  }
  return told;
}

/** Bounded, so that it fits into one record of the registry. */
function tell(
  alterations: readonly Alteration[],
  { holders, kept }: { holders: readonly string[]; kept: string | undefined },
): Altered {
  let chars = 0;
  const first = alterations
    .slice(0, toldMax)
    .map((alteration) => ({ ...alteration, name: alteration.name.slice(0, 300) }))
    .filter((alteration) => (chars += JSON.stringify(alteration).length) <= toldCharsMax);
  return {
    alterations: first,
    count: alterations.length,
    holders: holders.slice(0, toldMax),
    ...(kept === undefined ? {} : { kept }),
  };
}
