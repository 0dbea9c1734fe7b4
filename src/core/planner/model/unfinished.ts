// A planning on disk while it is under way. Each document is published as soon as its stage is done; `.planning.json` in the spec
// folder, written before the document, says for which job and with which digest, so that a planning that is cut short is taken up
// by the same job and nobody else's file is ever taken for ours. Nothing is made before the first document is.
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { rm } from 'node:fs/promises';
import * as z from 'zod';
import { UserError } from '../../base/errors.ts';
import { ensureFolder, joinInside, publishFile, readTextIfExists } from '../../base/files.ts';
import { specFileNames, type SpecFileName, type SpecTexts } from '../documents.ts';

export interface Planning {
  /** Documents that the same job has left behind, as they stand now; a person may have changed them since. */
  readonly taken: Readonly<Partial<SpecTexts>>;
  /** Publishes a document. */
  keep: (file: SpecFileName, text: string) => Promise<void>;
  /** Says that this document is ours, without writing it: somebody else will. */
  claim: (file: SpecFileName, text: string) => Promise<void>;
  /** Paths below the main worktree that were written. */
  written: () => string[];
  /** The plan stands: forgets how it came to be. */
  finish: () => Promise<void>;
}

export interface PlanningPlace {
  mainWorktree: string;
  specId: string;
  /** Another text is another planning. */
  job: string;
  /** Replace documents that are not ours. */
  overwrite: boolean;
  /** Write nothing. */
  isDryRun: boolean;
}

const stateName = '.planning.json';
const stateBytesMax = 100_000;
const stateSchema = z.object({
  version: z.literal(1),
  job_sha256: z.string(),
  /** Digests of the documents of finished stages. */
  documents: z.partialRecord(z.enum(specFileNames), z.string()),
});
type State = z.infer<typeof stateSchema>;

/** @throws UserError when documents stand there that are not from this job, unless they may be replaced. */
export async function openPlanning(place: PlanningPlace): Promise<Planning> {
  const { mainWorktree, specId, job, overwrite, isDryRun } = place;
  const folder = `.kiro/specs/${specId}`;
  const pathOf = (name: string): Promise<string> => joinInside(mainWorktree, `${folder}/${name}`);
  const job_sha256 = digestOf(job);
  const before = await readState(await pathOf(stateName));
  const state: State = { version: 1, job_sha256, documents: before?.job_sha256 === job_sha256 ? before.documents : {} };
  const taken: Partial<SpecTexts> = {};
  const foreign: string[] = [];
  for (const file of specFileNames) {
    const text = await readTextIfExists(await pathOf(file));
    if (text === undefined) continue;
    if (state.documents[file] !== undefined) taken[file] = text;
    else foreign.push(`${folder}/${file}`);
  }
  if (foreign.length > 0 && !overwrite) throw standInTheWay(foreign);
  const written: string[] = [];
  const claim = async (file: SpecFileName, text: string): Promise<void> => {
    if (isDryRun) return;
    state.documents[file] = digestOf(text);
    const path = await pathOf(stateName);
    await ensureFolder(dirname(path));
    await publishFile(path, `${JSON.stringify(state, undefined, 2)}\n`);
  };
  return {
    taken,
    claim,
    keep: async (file, text) => {
      await claim(file, text);
      if (isDryRun) return;
      await publishFile(await pathOf(file), text);
      written.push(`${folder}/${file}`);
    },
    written: () => [...written],
    finish: async () => {
      if (!isDryRun) await rm(await pathOf(stateName), { force: true });
    },
  };
}

/** What cannot be read counts as no planning of ours: then its documents are protected like anybody's. */
async function readState(path: string): Promise<State | undefined> {
  const text = await readTextIfExists(path, { bytesMax: stateBytesMax });
  if (text === undefined) return undefined;
  try {
    return stateSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function standInTheWay(files: readonly string[]): UserError {
  return new UserError(`These files exist and are not replaced: ${files.join(', ')}.`, {
    hint: 'Plan under another name with --spec, plan from these files with --from, or replace them with --overwrite.',
    ja: {
      message: `ファイルがすでにあり、置き換えません: ${files.join(', ')}`,
      hint: '--spec で別の名前にするか、--from でこれらのファイルから計画するか、--overwrite で置き換えてください。',
    },
  });
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
