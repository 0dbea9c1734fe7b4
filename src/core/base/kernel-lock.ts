// A lock that the kernel releases when its holder dies: a listening local socket that is named after a folder. It is lock
// and doorbell only: a connection says "look into the folder" and carries no bytes. An abstract socket on Linux, a named
// pipe on Windows, a socket file elsewhere. It does not reach into other hosts or network namespaces: whoever writes
// under it must still be fenced.
import { createHash } from 'node:crypto';
import { mkdir, realpath, rm, rmdir, stat } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { codeOf } from './errors.ts';

export interface KernelLock extends AsyncDisposable {
  /** What the kernel calls it; the first character of an abstract name is NUL. */
  readonly address: string;
}

export interface KernelLockOptions {
  /** Called for every ring. Must not throw. */
  onDoorbell?: () => void;
  /** Which kind of address to use; the running system's own when left out. */
  platform?: NodeJS.Platform;
}

const ringsMax = 64;
const ringTimeoutMs = 2000;
const guardAgeMsMax = 10_000;

/** Takes the lock of an existing folder. Returns undefined when another process, or this one, holds it. */
export async function acquireKernelLock(
  folder: string,
  options: KernelLockOptions = {},
): Promise<KernelLock | undefined> {
  const { onDoorbell, platform = process.platform } = options;
  const address = await lockAddress(folder, platform);
  const isFile = platform !== 'linux' && platform !== 'win32';
  const server = isFile ? await listenOnFile(address) : await listen(address);
  if (server === undefined) return undefined;
  server.on('connection', (socket) => {
    // The caller may be gone already; there is nobody to tell.
    socket.on('error', () => {});
    socket.end();
    socket.resume();
    onDoorbell?.();
  });
  return {
    address,
    async [Symbol.asyncDispose]() {
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      await promise;
    },
  };
}

/** Rings at whoever holds the lock of a folder. False when nobody does, and where there is no folder. */
export async function ringDoorbell(folder: string, platform: NodeJS.Platform = process.platform): Promise<boolean> {
  try {
    return await answers(await lockAddress(folder, platform));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Every path of a folder gives one address, every user another. */
async function lockAddress(folder: string, platform: NodeJS.Platform): Promise<string> {
  const digest = createHash('sha256')
    .update(await realpath(folder))
    .digest('hex');
  const { uid, username } = userInfo();
  if (platform === 'linux') return `\0necrocode-${digest}-${uid}`;
  if (platform === 'win32') return `\\\\.\\pipe\\necrocode-${digest}-${encodeURIComponent(username)}`;
  // A socket's path may have 103 bytes.
  return join(tmpdir(), `necrocode-${digest.slice(0, 20)}-${uid}.sock`);
}

async function listen(address: string): Promise<Server | undefined> {
  const server = createServer();
  server.maxConnections = ringsMax;
  const { promise, resolve, reject } = Promise.withResolvers<Server | undefined>();
  server.once('error', (error) => (codeOf(error) === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
  server.listen({ path: address, exclusive: true }, () => resolve(server));
  const listening = await promise;
  // From here on an error concerns one ring, never the lock.
  listening?.removeAllListeners('error').on('error', () => {});
  return listening;
}

/** A socket file outlives its holder. Only the holder of a guard folder may replace it, so that no two do so at once. */
async function listenOnFile(address: string): Promise<Server | undefined> {
  const server = await listen(address);
  if (server !== undefined || (await answers(address))) return server;
  const guard = `${address}.guard`;
  if (!(await makeGuard(guard))) return undefined;
  try {
    if (await answers(address)) return undefined;
    await rm(address, { force: true });
    return await listen(address);
  } finally {
    await rmdir(guard);
  }
}

async function makeGuard(guard: string): Promise<boolean> {
  try {
    await mkdir(guard);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    await dropAbandonedGuard(guard);
    return false;
  }
}

async function dropAbandonedGuard(guard: string): Promise<void> {
  try {
    if (Date.now() - (await stat(guard)).mtimeMs > guardAgeMsMax) await rmdir(guard);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

async function answers(address: string): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const socket = connect(address);
  socket.setTimeout(ringTimeoutMs, () => resolve(true));
  socket.once('connect', () => resolve(true));
  socket.on('error', (error) => {
    const code = codeOf(error);
    if (code === 'ECONNREFUSED' || code === 'ENOENT') resolve(false);
    // A queue that is full belongs to a holder that is busy.
    else if (code === 'EAGAIN' || code === 'EBUSY' || code === 'ECONNRESET') resolve(true);
    else reject(error);
  });
  try {
    return await promise;
  } finally {
    socket.destroy();
  }
}
