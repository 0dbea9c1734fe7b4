// What an attempt leaves, in `.kiro/artifacts/<spec>/<task>/<n>/`. An artifact is redacted, bounded and published whole, and
// is known by its path and its SHA-256: what was changed afterwards is not read. The folder lies in a tree where agents work,
// so names stay inside it and links are not followed. It does not decide what is kept, nor for how long.
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { codeOf, UserError } from '../base/errors.ts';
import { ensureFolder, joinInside, publishFile } from '../base/files.ts';
import { createOutputRing } from '../base/output-ring.ts';
import type { Redactor } from '../base/redact.ts';
import type { Artifact, ArtifactKind } from '../model/evidence.ts';
import { addToIndex, indexName, readIndex } from './artifact-index.ts';

export { readPlan, savePlan } from './plans.ts';

export interface ArtifactToStore {
  /** The folder of the attempt; made when missing. */
  dir: string;
  kind: ArtifactKind;
  /** Path below `dir`, with forward slashes. */
  name: string;
  content: string | Uint8Array;
  redactor: Redactor;
  clock: Clock;
  /** Of what is longer, the beginning and the end are kept. */
  bytesMax?: number;
}

const storedBytesMaxDefault = 5 * 1024 * 1024;
const readBytesMax = 64 * 1024 * 1024;
const segmentPattern = /^[\p{L}\p{N}_@][\p{L}\p{N}\p{M} ._@+-]{0,119}$/u;

export function artifactsFolder(root: string, of: { specId: string; taskId: string; attempt: number }): string {
  return join(root, of.specId, of.taskId, String(of.attempt));
}

/** Resolves when the artifact and its line in the index are on disk. A name that was stored before is replaced. */
export async function storeArtifact(wanted: ArtifactToStore): Promise<Artifact> {
  const { dir, kind, name, content, redactor, clock, bytesMax = storedBytesMaxDefault } = wanted;
  assertName(name);
  const bytes = bounded(redacted(content, redactor), bytesMax);
  await ensureFolder(dir);
  const path = await pathOf(dir, name);
  await ensureFolder(dirname(path));
  await publishFile(path, bytes, { mode: 0o600 });
  const artifact = { kind, name, sha256: digest(bytes), bytes: bytes.length, created_at: clock.now() };
  await addToIndex(dir, artifact);
  return artifact;
}

/** A text that is none of the usual kinds. */
export function saveFile(wanted: Omit<ArtifactToStore, 'kind' | 'content'> & { text: string }): Promise<Artifact> {
  const { text, ...rest } = wanted;
  return storeArtifact({ ...rest, kind: 'file', content: text });
}

/** The bytes that were stored. @throws UserError when they are gone, or are no longer those. */
export async function readArtifact(dir: string, artifact: Pick<Artifact, 'name' | 'sha256'>): Promise<Buffer> {
  assertName(artifact.name);
  const bytes = await readPlainFile(dir, artifact.name);
  if (digest(bytes) === artifact.sha256) return bytes;
  throw new UserError(`The artifact ${artifact.name} was changed after it was stored.`, {
    hint: `Look at it by yourself in ${dir}; it proves nothing any more.`,
  });
}

/** What the attempt has stored, in order of time; of a name that was stored twice, the later. */
export async function listArtifacts(dir: string): Promise<Artifact[]> {
  const byName = new Map<string, Artifact>();
  for (const artifact of await readIndex(dir)) {
    byName.delete(artifact.name);
    byName.set(artifact.name, artifact);
  }
  return [...byName.values()];
}

function redacted(content: string | Uint8Array, redactor: Redactor): Buffer {
  if (typeof content === 'string') return Buffer.from(redactor.redact(content), 'utf8');
  const bytes = Buffer.from(content);
  // One byte is one character in Latin-1: a secret in a binary file is found, and all else stays as it is.
  const encoding = isUtf8(bytes) ? 'utf8' : 'latin1';
  return Buffer.from(redactor.redact(bytes.toString(encoding)), encoding);
}

function bounded(bytes: Buffer, bytesMax: number): Buffer {
  if (bytes.length <= bytesMax) return bytes;
  const ring = createOutputRing(bytesMax);
  ring.push(bytes);
  return Buffer.from(ring.text(), 'utf8');
}

function assertName(name: string): void {
  const segments = name.split('/');
  const isPlain = segments.every((segment) => segmentPattern.test(segment) && !/[. ]$/.test(segment));
  if (isPlain && name.length <= 300 && segments.length <= 8 && name !== indexName) return;
  throw new UserError(`Expected the name of an artifact such as \`logs/test.txt\`, got ${JSON.stringify(name)}`);
}

/** The last part is joined without looking where it leads: it is replaced or refused when it is a link, never followed. */
async function pathOf(dir: string, name: string): Promise<string> {
  return join(await joinInside(dir, dirname(name)), basename(name));
}

async function readPlainFile(dir: string, name: string): Promise<Buffer> {
  try {
    // A pipe put in its place must not make us wait for a writer.
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    await using file = await open(await pathOf(dir, name), flags);
    const found = await file.stat();
    if (!found.isFile() || found.size > readBytesMax) throw new UserError(`The artifact ${name} is no plain file.`);
    return await file.readFile();
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') throw new UserError(`The artifact ${name} is gone from ${dir}.`, { cause: error });
    if (code === 'ELOOP') throw new UserError(`The artifact ${name} was replaced by a link.`, { cause: error });
    throw error;
  }
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
