// What an attempt has printed: its log as long as the attempt's folder is there, and after a clean-up the transcript that is kept
// with the evidence. Both were made safe to show when they were written.
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, UserError } from '../core/base/errors.ts';
import { attemptDir, readArtifactText, type Place } from '../core/necrocode.ts';

export interface OfAttempt {
  spec_id: string;
  task_id: string;
  attempt: number;
}

const endBytes = 16 * 1024;

export async function logPath(place: Place, of: OfAttempt): Promise<string> {
  return join(await attemptDir(place, of), 'output.log');
}

/** Undefined when the attempt has left none. */
export async function readKeptTranscript(place: Place, of: OfAttempt): Promise<string | undefined> {
  try {
    return await readArtifactText(place, of, 'transcript.log');
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** The last lines, at most so many, blank ones left out; none when nothing was printed. */
export async function readTranscriptEnd(place: Place, of: OfAttempt, linesMax: number): Promise<string[]> {
  const end = (await readEnd(await logPath(place, of))) ?? (await readKeptTranscript(place, of)) ?? '';
  const lines = end.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-linesMax);
}

/** Undefined when there is no such file. */
async function readEnd(path: string): Promise<string | undefined> {
  try {
    await using file = await open(path, 'r');
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, endBytes));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, size - bytes.length);
    const text = bytes.toString('utf8', 0, bytesRead);
    // What begins in the middle of a line is no line.
    return size > endBytes ? text.slice(text.indexOf('\n') + 1) : text;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
