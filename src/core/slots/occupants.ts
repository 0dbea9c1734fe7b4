// Who is in a slot: processes that carry a marker of ours, and whoever else has its working directory there. Ours are ended,
// with everything that they started. A stranger, such as a person's shell, is left alone; the slot then cannot be used again.
import { readlinkSync } from 'node:fs';
import { sep } from 'node:path';
import { UserError } from '../base/errors.ts';
import { identify, listProcesses, readProc, type ProcessEntry } from '../base/process-identity.ts';
import { killTree, markerVariable } from '../base/process-tree.ts';
import { markerOf, type Slot } from './grounds.ts';

const graceMs = 1000;
const passesMax = 5;

/** Resolves when nobody is left in the slot. @throws UserError that names who stays. */
export async function clearOut(slot: Slot): Promise<void> {
  await killTree({ marker: markerOf(slot) }, { graceMs });
  for (let passes = 0; passes < passesMax; passes += 1) {
    const ours = occupantsOf(slot.path).filter(({ pid }) => isMarked(pid));
    if (ours.length === 0) break;
    for (const { pid } of ours) await killTree({ identity: identify(pid) }, { graceMs });
  }
  const [stranger] = occupantsOf(slot.path);
  if (stranger === undefined) return;
  const name = readProc(`/proc/${String(stranger.pid)}/comm`)?.trim() ?? 'a process';
  throw new UserError(`Process ${String(stranger.pid)} (${name}) still works in ${slot.path}.`, {
    hint: 'End it, or let it leave the folder.',
  });
}

/** Processes whose working directory is the folder or below it; none where the system does not tell. */
export function occupantsOf(path: string): ProcessEntry[] {
  return listProcesses().filter(({ pid }) => {
    if (pid === process.pid) return false;
    const cwd = workingDirectory(pid);
    return cwd === path || cwd?.startsWith(path + sep) === true;
  });
}

function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${String(pid)}/cwd`);
  } catch {
    return undefined;
  }
}

function isMarked(pid: number): boolean {
  return `\0${readProc(`/proc/${String(pid)}/environ`) ?? ''}`.includes(`\0${markerVariable}=`);
}
