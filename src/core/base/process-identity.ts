// Which process a pid means. A pid alone is reused; with the start time (field 22 of `/proc/<pid>/stat`, proc(5)) and the boot
// id it names one process for ever. A zombie counts as dead. Off Linux only the pid is known, and a living pid is believed.
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessIdentity {
  pid: number;
  /** Clock ticks after boot; empty where the system does not tell. */
  startTime: string;
  bootId: string;
}

/** One living process as the table shows it. */
export interface ProcessEntry {
  pid: number;
  group: number;
  startTime: string;
}

/** Undefined when no such process lives. */
export function identify(pid: number): ProcessIdentity | undefined {
  if (process.platform !== 'linux') return answersSignals(pid) ? { pid, startTime: '', bootId: '' } : undefined;
  const entry = readProcess(pid);
  return entry && identityOf(entry);
}

export function identityOf({ pid, startTime }: ProcessEntry): ProcessIdentity {
  return { pid, startTime, bootId: readProc('/proc/sys/kernel/random/boot_id')?.trim() ?? '' };
}

/** Whether exactly this process still lives. */
export function isAlive(identity: ProcessIdentity): boolean {
  const current = identify(identity.pid);
  return current?.startTime === identity.startTime && current.bootId === identity.bootId;
}

/** Every living process of the machine that this user may see; empty off Linux. */
export function listProcesses(): ProcessEntry[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcess(Number(name)))
    .filter((entry) => entry !== undefined);
}

/** The process as `/proc` shows it; undefined when it has ended, also when nobody has collected its exit status yet. */
export function readProcess(pid: number): ProcessEntry | undefined {
  const stat = readProc(`/proc/${String(pid)}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  const [state, , group, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTime = rest[16];
  if (state === 'Z' || state === 'X' || group === undefined || startTime === undefined) return undefined;
  return { pid, group: Number(group), startTime };
}

/** A file of `/proc` as text; undefined when the process is gone or belongs to somebody else. */
export function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}

function answersSignals(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
