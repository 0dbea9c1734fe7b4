// Requests from other processes: one JSON file each, put there by rename, taken in the order of their names. A request is
// deleted after its taker has dealt with it, so one that was being dealt with when the controller died comes again:
// its `request_id` tells.
import { randomBytes } from 'node:crypto';
import { lstat, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError, messageOf, codeOf } from '../base/errors.ts';
import { publishFile } from '../base/files.ts';
import { ringDoorbell } from '../base/kernel-lock.ts';
import { plainText } from '../base/text.ts';
import type { Request } from '../model/requests.ts';
import { makeRegistryFolders, pathsIn, type RegistryPaths } from './paths.ts';

const requestBytesMax = 4 * 1024 * 1024;
const requestName = /^\d{13,}-[0-9a-f]{16}\.json$/;

/**
 * Puts a request into the inbox, durably, and rings. Returns false when no controller is there to hear it.
 * @throws UserError when a person has asked for what can be no request, such as a spec of an impossible name.
 */
export async function submitRequest(dir: string, request: Request): Promise<boolean> {
  const checked = await checkRequest(request);
  const paths = pathsIn(dir);
  makeRegistryFolders(paths);
  const name = `${request.at}-${randomBytes(8).toString('hex')}.json`;
  const text = `${JSON.stringify(checked)}\n`;
  await publishFile(join(paths.inbox, name), Buffer.from(text), { mode: 0o600 });
  return ringDoorbell(dir);
}

/** Takes back what nobody has dealt with: whoever was told that it failed has ordered nothing. */
export async function withdrawRequest(dir: string, { request_id, at }: Request): Promise<void> {
  const paths = pathsIn(dir);
  for (const name of await listRequests(paths)) {
    if (!name.startsWith(`${at}-`)) continue;
    const reading = await readRequest(paths, name);
    if (reading.kind === 'request' && reading.request.request_id === request_id) {
      await rm(join(paths.inbox, name), { force: true });
    }
  }
}

async function checkRequest(request: Request): Promise<Request> {
  const { requestSchema } = await import('../model/requests.ts');
  const { success, data: checked, error } = requestSchema.safeParse(request, { reportInput: true });
  if (success) return checked;
  // What follows from the first problem of a value is no news.
  const problems = new Map(error.issues.toReversed().map((issue) => [issue.path.join('.'), issue]));
  const told = [...problems.values()].map(
    ({ message, input }) => `Expected ${message}, got "${plainText(String(input), { charsMax: 100 })}".`,
  );
  throw new UserError(told.join('\n'), { cause: error });
}

/**
 * The requests that wait, oldest first. Each is deleted when the next one is asked for: leave the loop to keep it.
 * What is no request goes to quarantine/ with the reason beside it.
 */
export async function* takeRequests(dir: string): AsyncGenerator<Request, void, undefined> {
  const paths = pathsIn(dir);
  for (const name of await listRequests(paths)) {
    const reading = await readRequest(paths, name);
    if (reading.kind === 'bad') {
      await quarantineRequest(paths, name, reading.reason);
    } else if (reading.kind === 'request') {
      yield reading.request;
      await rm(join(paths.inbox, name), { force: true });
    }
  }
}

/** The names of what waits, oldest first. Files that are still being written have other names. */
export async function listRequests({ inbox }: RegistryPaths): Promise<string[]> {
  try {
    return (await readdir(inbox)).filter((name) => requestName.test(name)).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

export type RequestReading = { kind: 'request'; request: Request } | { kind: 'bad'; reason: string } | { kind: 'gone' };

export async function readRequest({ inbox }: RegistryPaths, name: string): Promise<RequestReading> {
  const { requestSchema } = await import('../model/requests.ts');
  const path = join(inbox, name);
  try {
    const stats = await lstat(path);
    if (!stats.isFile()) return { kind: 'bad', reason: 'It is no file.' };
    if (stats.size > requestBytesMax) return { kind: 'bad', reason: `It is longer than ${requestBytesMax} bytes.` };
    return { kind: 'request', request: requestSchema.parse(JSON.parse(await readFile(path, 'utf8'))) };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return { kind: 'gone' };
    if (code !== undefined) throw error;
    return { kind: 'bad', reason: messageOf(error) };
  }
}

export async function quarantineRequest(
  { inbox, quarantine }: RegistryPaths,
  name: string,
  reason: string,
): Promise<void> {
  await publishFile(join(quarantine, `${name}.reason.txt`), Buffer.from(`${reason}\n`), { mode: 0o600 });
  await rename(join(inbox, name), join(quarantine, name));
}
