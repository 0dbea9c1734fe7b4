// `index.jsonl` beside the artifacts: one line per artifact, appended in one write, so that several may be stored at once. A
// line that a crash has torn, and one that is no artifact, is passed over: the index finds artifacts, the registry proves them.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../base/errors.ts';
import { readLines } from '../base/jsonl.ts';
import { artifactSchema, type Artifact } from '../model/evidence.ts';

export const indexName = 'index.jsonl';
const artifactsMax = 10_000;

export async function addToIndex(dir: string, artifact: Artifact): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
  await using file = await open(join(dir, indexName), flags, 0o600);
  // The line feed in front parts it from a line that was torn.
  await file.write(`\n${JSON.stringify(artifact)}\n`);
  await file.sync();
}

export async function readIndex(dir: string): Promise<Artifact[]> {
  const artifacts: Artifact[] = [];
  try {
    for await (const { line } of readLines(join(dir, indexName))) {
      const artifact = parseLine(line);
      if (artifact !== undefined) artifacts.push(artifact);
      if (artifacts.length >= artifactsMax) break;
    }
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  return artifacts;
}

function parseLine(line: string): Artifact | undefined {
  try {
    return artifactSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
