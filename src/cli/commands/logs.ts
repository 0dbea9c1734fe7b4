// `necrocode logs`: what the agent and the checks of an attempt have printed. It was made safe to show when it was written.
import { open } from 'node:fs/promises';
import { UserError, codeOf } from '../../core/base/errors.ts';
import { followFile } from '../../core/base/jsonl.ts';
import { followEvents, locate, readState, type Place } from '../../core/necrocode.ts';
import { findSpec, findTask } from '../find-spec.ts';
import type { Given } from '../given.ts';
import type { ExitStatus, Session } from '../session.ts';
import { logPath, readKeptTranscript, type OfAttempt } from '../transcript.ts';

export function logs(session: Session, given: Given): Promise<ExitStatus> {
  return showLog(session, given, { isFollowing: given.flag('follow') });
}

/** The same as `logs --follow`, for whoever only looks on. */
export function followLog(session: Session, given: Given): Promise<ExitStatus> {
  return showLog(session, given, { isFollowing: true });
}

async function showLog(session: Session, given: Given, { isFollowing }: { isFollowing: boolean }): Promise<ExitStatus> {
  const { messages, interrupts } = session;
  const [spec_id, task_id] = [given.argument(0), given.argument(1)];
  const place = await locate(session.cwd);
  const state = await readState(place);
  const { attempts } = findTask(findSpec(state, spec_id, session), task_id, session);
  const attempt = given.number('attempt') ?? attempts.length;
  const known = attempts.find((one) => one.attempt === attempt);
  if (known === undefined) {
    throw new UserError(
      attempts.length === 0 ? messages.logs.neverRan(task_id) : messages.logs.noAttempt(attempt, attempts.length),
    );
  }
  const of = { spec_id, task_id, attempt };
  const path = await logPath(place, of);
  let offset = 0;
  if (isFollowing && known.finished_at === undefined) {
    const end = endOfAttempt(place, of, state.seq, interrupts.first);
    for await (const line of followFile(path, { signal: end })) {
      session.stdout.write(`${line.line}\n`);
      offset = line.offset;
    }
    if (interrupts.first.aborted) return 130;
  }
  if (await copyFrom(path, offset, session)) return 0;
  const kept = await readKeptTranscript(place, of);
  if (kept === undefined) throw new UserError(messages.logs.noLogYet);
  session.stdout.write(kept);
  return 0;
}

/** Aborts when the attempt has ended, or with the signal. */
function endOfAttempt(place: Place, of: OfAttempt, sinceSeq: number, signal: AbortSignal): AbortSignal {
  const ended = new AbortController();
  const watch = async () => {
    for await (const { type, spec_id, task_id, attempt } of followEvents(place, { sinceSeq, signal })) {
      if (spec_id !== of.spec_id || task_id !== of.task_id || attempt !== of.attempt) continue;
      if (type === 'RunnerFinished' || type === 'RunnerLost') return;
    }
  };
  watch().then(
    () => ended.abort(),
    (error: unknown) => ended.abort(error),
  );
  return AbortSignal.any([ended.signal, signal]);
}

const chunkBytes = 64 * 1024;

/** The rest of the file, the unfinished last line too. False when there is no such file. */
async function copyFrom(path: string, offset: number, { stdout }: Session): Promise<boolean> {
  try {
    await using file = await open(path, 'r');
    const decoder = new TextDecoder();
    const bytes = Buffer.alloc(chunkBytes);
    for (let position = offset; ;) {
      const { bytesRead } = await file.read(bytes, 0, bytes.length, position);
      if (bytesRead === 0) return true;
      stdout.write(decoder.decode(bytes.subarray(0, bytesRead), { stream: true }));
      position += bytesRead;
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
