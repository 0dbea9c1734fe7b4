// What a repository's git directory looks like in the places that slots share with the user and that no task has any business
// with: configuration, hooks, attributes, and the user's refs. Taken before somebody works in a slot and compared afterwards, so it
// has to be quick: a few small files and one call of git. Reading changes nothing and follows no link.
import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { codeOf } from '../base/errors.ts';
import { listRefs } from '../base/git-verbs.ts';
import { isOwnRef } from '../model/ids.ts';
import type { Grounds } from './grounds.ts';

const filePrintSchema = z.object({
  /** Of the bytes, and of whether it may be executed. */
  digest: z.string(),
  mode: z.int(),
  /** In base64; absent when the file is a link or too large to be kept. */
  content: z.string().optional(),
});

export const imprintSchema = z.object({
  /** When it was taken, milliseconds since the epoch. */
  at: z.number(),
  /** By path below the common directory, with forward slashes. */
  files: z.record(z.string(), filePrintSchema),
  /** By full name; what follows a remote, and our own, left out. */
  refs: z.record(z.string(), z.string()),
});

export type FilePrint = z.infer<typeof filePrintSchema>;
export type Imprint = z.infer<typeof imprintSchema>;

/** See gitrepository-layout(5) and gitattributes(5). `alternates` says where git looks for objects. */
const singleFiles = [
  'config',
  'config.worktree',
  'info/attributes',
  'info/exclude',
  'info/grafts',
  'info/sparse-checkout',
  'objects/info/alternates',
] as const;

const hooksFolder = 'hooks';
const hooksMax = 500;
const keptBytesMax = 256 * 1024;
const readBytesMax = 16 * 1024 * 1024;
const refsMax = 20_000;

/** Refs that come and go with every fetch, or belong to one working tree. */
const passingRefs = /^refs\/(?:remotes|prefetch|bisect|worktree|rewritten)\//;

export async function takeImprint({
  commonDir,
  repository,
}: Pick<Grounds, 'commonDir' | 'repository'>): Promise<Imprint> {
  // Before anything is read: whatever changes from here on is seen by the next look.
  const at = Date.now();
  const names = [...singleFiles, ...(await listHooks(commonDir))];
  const [prints, refs] = await Promise.all([
    Promise.all(names.map(async (name) => [name, await printFile(join(commonDir, name))] as const)),
    listRefs(repository, 'refs/'),
  ]);
  const watched = refs.filter(({ ref }) => !passingRefs.test(ref) && !isOwnRef(ref)).slice(0, refsMax);
  return {
    at,
    files: Object.fromEntries(prints.filter((pair): pair is [string, FilePrint] => pair[1] !== undefined)),
    refs: Object.fromEntries(watched.map(({ ref, sha }) => [ref, sha])),
  };
}

/** Undefined when there is nothing of this name. */
export async function printFile(path: string): Promise<FilePrint | undefined> {
  try {
    const found = await lstat(path);
    const mode = found.mode & 0o777;
    if (found.isSymbolicLink()) return { digest: digestOf(`link to ${await readlink(path)}`), mode };
    if (!found.isFile()) return undefined;
    if (found.size > readBytesMax) return { digest: digestOf(`${String(found.size)} ${String(found.mtimeMs)}`), mode };
    const bytes = await readFile(path);
    const content = bytes.length <= keptBytesMax ? { content: bytes.toString('base64') } : {};
    return { digest: digestOf(bytes, mode), mode, ...content };
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    if (codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM') return { digest: digestOf('unreadable'), mode: 0 };
    throw error;
  }
}

/** Samples never run. What a hook calls may lie beside it. */
async function listHooks(commonDir: string): Promise<string[]> {
  const entries = await readdir(join(commonDir, hooksFolder), { recursive: true }).catch((error: unknown) => {
    // The folder itself may be a link to nowhere, or a file.
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP'].includes(codeOf(error) ?? '')) return [];
    throw error;
  });
  const names = entries.map((name) => `${hooksFolder}/${name.replaceAll('\\', '/')}`);
  return [hooksFolder, ...names.filter((name) => !name.endsWith('.sample')).slice(0, hooksMax)];
}

function digestOf(bytes: Uint8Array | string, mode = 0): string {
  const isExecutable = (mode & 0o111) !== 0;
  return createHash('sha256')
    .update(isExecutable ? 'executable\n' : '')
    .update(bytes)
    .digest('hex');
}
