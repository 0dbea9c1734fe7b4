// Files and folders on disk. What is published is there whole or not at all, also after a power cut; what is joined or removed
// stays inside the folder it was meant for, symbolic links followed. Between a check here and the use of its answer another
// process may still change the path, so folders that an agent writes to are looked at only after it has exited.
import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { chmod, lstat, mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize, relative, sep } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { codeOf, InvariantError, UserError } from './errors.ts';

const textBytesMaxDefault = 64 * 1024 * 1024;
const windowsTriesMax = 10;
const windowsRetryMs = 100;

/** Replaces `path` at once: temporary file beside it, fsync, rename, fsync of the folder. The folder must exist. */
export async function publishFile(
  path: string,
  bytes: Uint8Array | string,
  { mode }: { mode?: number } = {},
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeDurably(temporary, bytes, mode);
    await renameOver(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Undefined when there is no such file. @throws UserError when it is a folder or a device, or holds more than `bytesMax`. */
export async function readTextIfExists(
  path: string,
  { bytesMax = textBytesMaxDefault }: { bytesMax?: number } = {},
): Promise<string | undefined> {
  try {
    await using file = await open(path, 'r');
    const found = await file.stat();
    if (!found.isFile()) throw new UserError(`Expected ${path} to be a file.`);
    const { size } = found;
    if (size > bytesMax)
      throw new UserError(`Expected ${path} to hold at most ${String(bytesMax)} bytes, got ${String(size)}`);
    return await file.readFile('utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Makes the folder and those above it, and names it again. */
export async function ensureFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true });
  return path;
}

/**
 * Joins untrusted parts below `root`, which must exist; what they name need not. Returns the path with its links resolved.
 * @throws UserError when the path is absolute, or leaves `root` by `..` or through a symbolic link.
 */
export async function joinInside(root: string, ...parts: readonly string[]): Promise<string> {
  const outside = (): UserError =>
    new UserError(`Expected a path inside ${root}, got ${JSON.stringify(parts.join('/'))}`);
  if (parts.some((part) => part.includes('\0') || isAbsolute(part))) throw outside();
  const wanted = normalize(join('.', ...parts));
  if (wanted === '..' || wanted.startsWith(`..${sep}`) || isAbsolute(wanted)) throw outside();
  const realRoot = await realpath(root);
  let current = realRoot;
  for (const part of wanted.split(sep).filter((name) => name !== '' && name !== '.')) {
    const next = join(current, part);
    const found = await lstatIfExists(next);
    current = found?.isSymbolicLink() === true ? await followLink(next, outside) : next;
    if (!isInside(current, realRoot)) throw outside();
  }
  return current;
}

/** Removes a file or a whole tree; a symbolic link is removed, not followed. @throws InvariantError unless it is below `inside`. */
export async function removeTree(path: string, { inside }: { inside: string }): Promise<void> {
  const parent = await realpathIfExists(dirname(path));
  const root = await realpathIfExists(inside);
  if (parent === undefined) return;
  const target = join(parent, basename(path));
  if (root === undefined || target === root || !isInside(target, root)) {
    throw new InvariantError(`Refused to remove ${path}, which is not below ${inside}`);
  }
  const remove = (): Promise<void> => rm(target, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  try {
    await remove();
  } catch (error) {
    if (codeOf(error) !== 'EACCES' && codeOf(error) !== 'EPERM') throw error;
    // Somebody took the permissions from a folder in it; it is ours, so we give them back.
    await openFolders(target);
    await remove();
  }
}

async function writeDurably(path: string, bytes: Uint8Array | string, mode = 0o666): Promise<void> {
  await using file = await open(path, 'wx', mode);
  await file.writeFile(bytes);
  await file.sync();
}

async function renameOver(from: string, to: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      // Windows refuses while a scanner or a reader holds the file for a moment.
      const isHeld = process.platform === 'win32' && ['EPERM', 'EBUSY', 'EACCES'].includes(codeOf(error) ?? '');
      if (!isHeld || tries >= windowsTriesMax) throw error;
      await wait(windowsRetryMs);
    }
  }
}

/** A new name is durable only after this. Windows cannot, and does not need to. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using folder = await open(path, 'r');
  await folder.sync();
}

async function followLink(path: string, outside: () => UserError): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    // A link to nothing: whoever wrote through it would create its target, wherever that is.
    throw outside();
  }
}

async function openFolders(path: string): Promise<void> {
  const found = await lstatIfExists(path);
  if (found?.isDirectory() !== true) return;
  await chmod(path, 0o700);
  for (const name of await readdir(path)) await openFolders(join(path, name));
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

async function lstatIfExists(path: string): Promise<Stats | undefined> {
  return lstat(path).catch(undefinedIfMissing);
}

async function realpathIfExists(path: string): Promise<string | undefined> {
  return realpath(path).catch(undefinedIfMissing);
}

function undefinedIfMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
}
