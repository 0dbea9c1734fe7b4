// What the guard has found, kept aside until a person has looked at it: a folder for each finding with the altered files as they were
// (`before`) and as they were found (`after`), and a record. Whether a finding still stands is seen by looking at the repository
// again. Putting back is asked for by a person; a file that has changed since is left alone, and what was made is only renamed.
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { codeOf } from '../base/errors.ts';
import { ensureFolder, joinInside, publishFile } from '../base/files.ts';
import { isAncestor, revParse } from '../base/git-verbs.ts';
import { alterationSchema, isDangerous, type Alteration } from '../model/alteration.ts';
import { alteredFiles } from './compare-imprints.ts';
import { surveyGrounds, type Grounds, type GroundsOptions } from './grounds.ts';
import { printFile, type FilePrint, type Imprint } from './imprint.ts';

export interface KeptFinding {
  /** Absolute path. */
  folder: string;
  at: number;
  holders: string[];
  /** What is still as it was found, or has changed again. */
  open: Alteration[];
}

const folderName = '.altered';
const recordName = 'record.json';
const foldersMax = 100;
const alterationsMax = 1000;

const recordSchema = z.object({
  format: z.literal(1),
  at: z.number(),
  holders: z.array(z.string()),
  alterations: z.array(alterationSchema.extend({ name: z.string(), mode: z.int().optional() })),
});

type KeptRecord = z.infer<typeof recordSchema>;

/** The folder; undefined when too many are there already, which a person should have seen by then. */
export async function keepAside(
  home: string,
  found: { before: Imprint; after: Imprint; alterations: readonly Alteration[]; holders: readonly string[] },
): Promise<string | undefined> {
  const { before, after, alterations, holders } = found;
  const parent = join(home, folderName);
  if ((await foldersIn(parent)).length >= foldersMax) return undefined;
  const folder = join(parent, new Date(after.at).toISOString().replaceAll(/[-:.]/g, ''));
  for (const name of alteredFiles(alterations)) {
    await writeCopy(join(folder, 'before', name), before.files[name]);
    await writeCopy(join(folder, 'after', name), after.files[name]);
  }
  const record: KeptRecord = {
    ...{ format: 1, at: after.at, holders: [...holders] },
    alterations: alterations.slice(0, alterationsMax).map((alteration) => {
      const mode = before.files[alteration.name]?.mode;
      return { ...alteration, ...(mode === undefined ? {} : { mode }) };
    }),
  };
  await ensureFolder(folder);
  await publishFile(join(folder, recordName), JSON.stringify(record), { mode: 0o600 });
  return folder;
}

type Where = Pick<GroundsOptions, 'commonDir' | 'mainWorktree' | 'root'>;
type Looking = Pick<Grounds, 'commonDir' | 'home' | 'repository'>;

/** The findings that a person has not dealt with yet, the oldest first. Changes nothing. */
export async function findKept(where: Where): Promise<KeptFinding[]> {
  const grounds: Looking = await surveyGrounds(where);
  const findings: KeptFinding[] = [];
  // A file that is as it was before an earlier finding is as it should be, whatever was done to it since.
  const good = new Map<string, Set<string | undefined>>();
  for (const folder of await foldersIn(join(grounds.home, folderName))) {
    const record = await readRecordIn(folder);
    if (record === undefined) continue;
    const open: Alteration[] = [];
    for (const alteration of record.alterations) {
      const { name, before } = alteration;
      good.set(name, new Set([...(good.get(name) ?? []), before]));
      if (await stands(grounds, alteration, good.get(name) ?? new Set())) open.push(alteration);
    }
    if (open.length > 0) findings.push({ folder, at: record.at, holders: record.holders, open });
  }
  return findings;
}

/** Returns the names of the files that are as they were before again. Refs are the user's to move. */
export async function putBack(where: Where): Promise<string[]> {
  const grounds: Looking = await surveyGrounds(where);
  const done: string[] = [];
  // The newest first, so that each finds the file as it was left.
  for (const folder of (await foldersIn(join(grounds.home, folderName))).reverse()) {
    for (const alteration of (await readRecordIn(folder))?.alterations.filter(isDangerous) ?? []) {
      if (await putFileBack(grounds, folder, alteration)) done.push(alteration.name);
    }
  }
  return [...new Set(done)];
}

async function putFileBack(
  { commonDir }: Looking,
  folder: string,
  { name, before, after, mode }: KeptRecord['alterations'][number],
): Promise<boolean> {
  const path = join(await joinInside(commonDir, dirname(name)), basename(name));
  if ((await printFile(path))?.digest !== after) return false;
  if (before === undefined) {
    // Under a name that git does not know.
    await rename(path, `${path}.set-aside-${basename(folder)}`);
    return true;
  }
  const content = await readFile(join(folder, 'before', name)).catch(() => undefined);
  if (content === undefined) return false;
  await ensureFolder(dirname(path));
  await publishFile(path, content, mode === undefined ? {} : { mode });
  return true;
}

async function stands(
  { commonDir, repository }: Looking,
  alteration: Alteration,
  good: ReadonlySet<string | undefined>,
): Promise<boolean> {
  const { name, before, after } = alteration;
  if (isDangerous(alteration)) return !good.has((await printFile(join(commonDir, name)))?.digest);
  const now = await revParse(repository, name);
  if (good.has(now)) return false;
  // The user may have gone on from what it was before.
  const isLost = before === undefined || now === undefined || !(await isAncestor(repository, before, now));
  return isLost || now === after;
}

async function writeCopy(path: string, print: FilePrint | undefined): Promise<void> {
  if (print?.content === undefined) return;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, Buffer.from(print.content, 'base64'), { mode: 0o600 });
}

async function foldersIn(parent: string): Promise<string[]> {
  try {
    return (await readdir(parent)).sort().map((name) => join(parent, name));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Undefined when it is damaged, or was deleted by whoever let the matter rest. */
async function readRecordIn(folder: string): Promise<KeptRecord | undefined> {
  try {
    return recordSchema.safeParse(JSON.parse(await readFile(join(folder, recordName), 'utf8'))).data;
  } catch {
    return undefined;
  }
}
