// The processes that belong to one test, found by a mark in their environment that everything they start inherits. Only where
// there is /proc; elsewhere nothing is found.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface MarkedProcess {
  pid: number;
  /** Its words, with spaces between them. */
  command: string;
}

export function markedProcesses(marker: string): MarkedProcess[] {
  if (process.platform !== 'linux') return [];
  const mark = `XDG_NECROCODE_TEST=${marker}\0`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark)) return [];
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        // A process that has ended and waits for its parent has no words any more.
        return command === '' ? [] : [{ pid: Number(pid), command }];
      } catch {
        return [];
      }
    });
}

/** Ends whatever is left, however often it starts something new. */
export async function killWhenFound(marker: string): Promise<void> {
  for (let found = markedProcesses(marker); found.length > 0; found = markedProcesses(marker)) {
    for (const { pid } of found) killProcess(pid);
    await delay(20);
  }
}

/** Kills at once; false when it has ended already. */
export function killProcess(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
