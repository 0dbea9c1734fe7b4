// Ends a tree of processes and makes sure that it is gone: by process group, by the marker in their environment (which also
// finds those that left the group with setsid), or by identity. Each pid is looked at again right before it is signalled, and
// our own group is never touched. Off Linux there is no process table to read: there only the group or the one pid is ended.
import { sleep } from './abort.ts';
import { InvariantError } from './errors.ts';
import { identityOf, isAlive, listProcesses, readProc, readProcess } from './process-identity.ts';
import type { ProcessEntry, ProcessIdentity } from './process-identity.ts';

/** The variable that marks everything started for one purpose; children inherit it. */
export const markerVariable = 'NECROCODE_MARK';

export interface TreeTarget {
  /** Process group, which is the pid of the child that leads it. */
  group?: number | undefined;
  /** Also means what is marked with this marker, a colon and more: a part of a purpose can be ended by itself. */
  marker?: string | undefined;
  /** The leader of the group, or a single process. When its pid has changed hands, `group` is not signalled either. */
  identity?: ProcessIdentity | undefined;
}

export interface KillOptions {
  /** How long after TERM the processes may clean up after themselves. */
  graceMs: number;
  /** Ends the grace at once; the killing itself is never called off. */
  signal?: AbortSignal | undefined;
}

export interface KillResult {
  /** How many processes this call ended. */
  killed: number;
  survivors: ProcessIdentity[];
}

const pollMs = 40;
const killPassesMax = 100;

/** Processes whose environment holds this marker, or one that goes on from it with a colon; ourselves left out. */
export function findMarked(marker: string): ProcessEntry[] {
  return listProcesses().filter(({ pid }) => pid !== process.pid && hasMarker(pid, marker));
}

/** TERM, a grace, then STOP and KILL in passes over the process table until one finds nobody: children are born during a pass. */
export async function killTree(target: TreeTarget, { graceMs, signal }: KillOptions): Promise<KillResult> {
  assertForeign(target.group);
  if (process.platform !== 'linux') return killWithoutTable(target, { graceMs, signal });
  const seen = new Map<string, ProcessEntry>();
  const pass = (signals: readonly NodeJS.Signals[]): number => {
    const members = findMembers(target);
    for (const member of members) seen.set(`${String(member.pid)}@${member.startTime}`, member);
    for (const name of signals) for (const member of members) signalProcess(member, name);
    return members.length;
  };
  // CONT, since a stopped process would sit on its TERM through the whole grace.
  if (pass(['SIGTERM', 'SIGCONT']) > 0) await waitForEnd(() => pass([]) === 0, { graceMs, signal });
  for (let passes = 0; passes < killPassesMax && pass(['SIGSTOP', 'SIGKILL']) > 0; passes += 1) await sleep(pollMs);
  const survivors = [...seen.values()].filter(isSameProcess);
  return { killed: seen.size - survivors.length, survivors: survivors.map(identityOf) };
}

function findMembers({ group, marker, identity }: TreeTarget): ProcessEntry[] {
  const entries = listProcesses();
  const ownGroup = readProcess(process.pid)?.group;
  const isStranger = identity !== undefined && entries.some((entry) => isReused(entry, identity));
  return entries.filter((entry) => {
    if (entry.pid === process.pid || entry.group === ownGroup) return false;
    if (!isStranger && entry.group === group) return true;
    if (identity !== undefined && entry.pid === identity.pid && !isStranger) return true;
    return marker !== undefined && hasMarker(entry.pid, marker);
  });
}

function isReused(entry: ProcessEntry, identity: ProcessIdentity): boolean {
  return entry.pid === identity.pid && !isAlive(identity);
}

function hasMarker(pid: number, marker: string): boolean {
  const environment = readProc(`/proc/${String(pid)}/environ`);
  if (environment === undefined || environment === '') return false;
  const wanted = Buffer.from(`\0${markerVariable}=${marker}`, 'utf8').toString('latin1');
  const text = `\0${environment}\0`;
  return text.includes(`${wanted}\0`) || text.includes(`${wanted}:`);
}

function isSameProcess(entry: ProcessEntry): boolean {
  return readProcess(entry.pid)?.startTime === entry.startTime;
}

function signalProcess(entry: ProcessEntry, name: NodeJS.Signals): void {
  if (isSameProcess(entry)) sendSignal(entry.pid, name);
}

async function killWithoutTable({ group, identity }: TreeTarget, options: KillOptions): Promise<KillResult> {
  const pid = group ?? identity?.pid;
  if (pid === undefined) return { killed: 0, survivors: [] };
  const address = group === undefined || process.platform === 'win32' ? pid : -pid;
  if (!sendSignal(address, 'SIGTERM')) return { killed: 0, survivors: [] };
  const isGone = (): boolean => !sendSignal(address, 0);
  await waitForEnd(isGone, options);
  if (!isGone()) sendSignal(address, 'SIGKILL');
  await waitForEnd(isGone, { graceMs: killPassesMax * pollMs });
  return isGone() ? { killed: 1, survivors: [] } : { killed: 0, survivors: [{ pid, startTime: '', bootId: '' }] };
}

async function waitForEnd(isGone: () => boolean, { graceMs, signal }: KillOptions): Promise<void> {
  const until = performance.now() + graceMs;
  while (signal?.aborted !== true && performance.now() < until && !isGone()) await sleep(pollMs);
}

/** False when there is nobody to signal, or we may not. */
function sendSignal(address: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(address, name);
  } catch {
    return false;
  }
}

function assertForeign(group: number | undefined): void {
  if (group === undefined) return;
  const isOurs = process.platform === 'linux' && readProcess(process.pid)?.group === group;
  if (group <= 1 || isOurs) throw new InvariantError(`Process group ${String(group)} is not one to be killed.`);
}
