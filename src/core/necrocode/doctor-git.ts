// What is wrong in git's own folder of the repository: what was altered there while agents were at work, and locks that a killed git
// has left. Files can be put back when a person asks for it; refs and locks are the person's own to deal with.
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Words } from '../base/errors.ts';
import { plainText, type Language } from '../base/text.ts';
import { isDangerous, type Alteration } from '../model/alteration.ts';
import { findKept, findStaleLocks, putBack } from '../slots/slots.ts';
import { settingsOf } from './controller-settings.ts';
import { inEnglish, type DoctorProblem } from './doctor-problem.ts';
import type { Place } from './place.ts';
import { ownRepository } from './slots.ts';

const refsShownMax = 5;
const nameCharsMax = 120;

/** What was altered in git's own files while agents were at work, and has not been dealt with. */
export async function examineAltered(place: Place): Promise<DoctorProblem[]> {
  const findings = await findKept(await slotsOf(place));
  return findings.map(({ folder, at, holders, open }) => {
    const isFile = open.some(isDangerous);
    const compare = isFile
      ? `Compare \`before\` and \`after\` there; \`necrocode doctor --fix\` puts the files back. `
      : '';
    const refs = open.flatMap(describeRef).slice(0, refsShownMax);
    return {
      severity: isFile ? 'error' : 'warning',
      words: inEnglish({
        message: `While ${holders.join(', ')} was at work (${new Date(at).toISOString()}), this changed in git's own folder: ${open.map(describeAlteration).join(', ')}.`,
        hint: `${compare}${refs.map((line) => `${line} `).join('')}To leave everything as it is, delete the folder.`,
      }),
      place: folder,
      is_mendable: isFile,
    };
  });
}

/** The way back for a ref, which is a person's to go: they may have moved it since. */
function describeRef({ kind, name, before, after }: Alteration): string[] {
  // What a person is told to type has to be what it looks like.
  if (kind !== 'ref' || !/^refs\/[\w./-]+$/.test(name)) return [];
  if (before === undefined) return [`\`git update-ref -d ${name} ${after ?? ''}\` removes ${name}.`];
  return [`\`git update-ref ${name} ${before}\` brings ${name} back.`];
}

function describeAlteration({ name, change, keys = [] }: Alteration): string {
  return `${plainText(name, { charsMax: nameCharsMax })} ${change}${keys.length === 0 ? '' : ` (${keys.join(', ')})`}`;
}

/** Throws a UserError while a controller is at work: its agents could undo what is being mended. */
export async function restoreAltered(place: Place): Promise<string[]> {
  const where = await slotsOf(place);
  if (!(await findKept(where)).some(({ open }) => open.some(isDangerous))) return [];
  await using _lock = await ownRepository(place);
  return (await putBack(where)).map((name) => `${join(place.commonDir, name)} is as it was before.`);
}

async function slotsOf(place: Place) {
  const { commonDir, mainWorktree } = place;
  const settings = await settingsOf(place).catch(() => undefined);
  return { commonDir, mainWorktree, root: settings?.slots.root ?? join(homedir(), '.kiro', 'workspaces') };
}

export async function examineLocks({ commonDir }: Place): Promise<DoctorProblem[]> {
  const locks = await findStaleLocks(commonDir, Date.now());
  return locks.map(({ path, ageMs }) => ({
    severity: 'warning',
    words: leftLocked(Math.round(ageMs / 60_000)),
    place: path,
    is_mendable: false,
  }));
}

function leftLocked(minutes: number): Record<Language, Words> {
  return {
    en: {
      message: `A lock of git's has been there for ${String(minutes)} minutes, so that git refuses to work.`,
      hint: 'Delete the file, once no git command is running any more.',
    },
    ja: {
      message: `git のロックが ${String(minutes)} 分前から残っており、git が動作しません。`,
      hint: '実行中の git コマンドがないことを確かめてから、このファイルを削除してください。',
    },
  };
}
