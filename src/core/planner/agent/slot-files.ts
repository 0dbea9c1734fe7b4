// The few files of a slot that a planning touches. What the agent has written there is outside matter: only a plain file of a
// bounded size, reached without any link, is read, and what stands in the way of ours is replaced, never written through.
import { constants } from 'node:fs';
import { lstat, mkdir, open, realpath, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf, UserError } from '../../base/errors.ts';
import { joinInside, removeTree } from '../../base/files.ts';

export type ReadDocument =
  | { kind: 'text'; text: string }
  /** Why there is nothing to read, said so that the agent can mend it. */
  | { kind: 'problem'; problem: string };

export const documentBytesMax = 1_000_000;

/** @param place path below the slot, with slashes */
export async function readDocument(slotPath: string, place: string): Promise<ReadDocument> {
  try {
    const path = await plainPath(slotPath, place);
    if (path === undefined) return problem(`Expected ${place} to be a file of its own, got a link.`);
    // A pipe must not keep us waiting, and a link that was put there meanwhile is not followed.
    await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const found = await file.stat();
    if (!found.isFile()) return problem(`Expected ${place} to be a file, got something else.`);
    if (found.size > documentBytesMax) {
      return problem(`Expected ${place} to hold at most ${String(documentBytesMax)} bytes, got ${String(found.size)}.`);
    }
    return readText(await file.readFile(), place);
  } catch (error) {
    if (error instanceof UserError) return problem(`Expected ${place} to lie inside the folder, got a link out of it.`);
    const code = codeOf(error) ?? '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return problem(`The file ${place} is not there.`);
    if (code === 'ELOOP') return problem(`Expected ${place} to be a file of its own, got a link.`);
    if (code === 'EACCES' || code === 'EISDIR') return problem(`The file ${place} cannot be read (${code}).`);
    throw error;
  }
}

/** Puts a file into the slot, in place of whatever stands there. */
export async function putFile(slotPath: string, place: string, text: string): Promise<void> {
  const folder = await joinInside(slotPath, dirname(place));
  await mkdir(folder, { recursive: true });
  const path = join(folder, basename(place));
  await removeTree(path, { inside: slotPath });
  await writeFile(path, text, { flag: 'wx' });
}

/** Takes a folder out of the slot, so that nothing in it passes for work that is still to be done. */
export async function removeFolder(slotPath: string, place: string): Promise<void> {
  const path = join(await joinInside(slotPath, dirname(place)), basename(place));
  await removeTree(path, { inside: slotPath });
}

/** Undefined when a link leads there, even to another place in the slot. */
async function plainPath(slotPath: string, place: string): Promise<string | undefined> {
  const expected = join(await realpath(slotPath), place);
  const path = await joinInside(slotPath, place);
  return path === expected && !(await lstat(path)).isSymbolicLink() ? path : undefined;
}

/** Line ends become plain ones; whatever steers a terminal has no place in a document. */
function readText(bytes: Uint8Array, place: string): ReadDocument {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const plain = text
      .replace(/\r\n?/g, '\n')
      .replace(/[^\P{Cc}\n\t]/gu, '')
      .trim();
    return plain === '' ? problem(`The file ${place} is empty.`) : { kind: 'text', text: `${plain}\n` };
  } catch {
    return problem(`Expected ${place} to be UTF-8 text.`);
  }
}

function problem(words: string): ReadDocument {
  return { kind: 'problem', problem: words };
}
