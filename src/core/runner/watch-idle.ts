// Tells an agent that hangs from one that is silent but busy: hung is whoever prints nothing about work, uses no processor time
// and changes no file for so long. The processor time is that of all marked processes; the files are looked at twice only, half
// way and before the verdict, because that costs more. Off Linux the processes cannot be seen, and files and output decide.
import { readProc } from '../base/process-identity.ts';
import { findMarked } from '../base/process-tree.ts';

export interface IdleWatch {
  idleMs: number;
  marker: string;
  /** Milliseconds that never jump. */
  now: () => number;
  lastOutputAt: () => number;
  /** Changes whenever a file of the slot has changed. */
  fingerprint: (signal: AbortSignal) => Promise<string>;
  onIdle: () => void;
}

const checkMsMax = 15_000;
const checkMsMin = 50;
/** Agents that only wait for their model still use up to 3 % of a core for their own timers; whoever works uses more. */
const busyShareMin = 0.05;
const ticksPerSecond = 100;

export function watchIdle(watch: IdleWatch): AsyncDisposable {
  const stop = new AbortController();
  const checkMs = Math.max(checkMsMin, Math.min(checkMsMax, watch.idleMs / 8));
  let isChecking = false;
  let processors = { at: watch.now(), ticks: ticksByProcess(watch.marker) };
  let busyAt = watch.now();
  let files: string | undefined;

  const check = async (): Promise<void> => {
    const next = { at: watch.now(), ticks: ticksByProcess(watch.marker) };
    if (busyShare(processors, next) >= busyShareMin) busyAt = next.at;
    processors = next;
    busyAt = Math.max(busyAt, watch.lastOutputAt());
    const quietMs = next.at - busyAt;
    if (quietMs < watch.idleMs / 2) files = undefined;
    else if (files === undefined) files = await watch.fingerprint(stop.signal);
    else if (quietMs >= watch.idleMs) {
      const changed = await watch.fingerprint(stop.signal);
      if (changed === files) return watch.onIdle();
      files = changed;
      busyAt = watch.now();
    }
  };

  let checking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    if (isChecking) return;
    isChecking = true;
    // A check that fails says nothing about the agent; the next one looks again, and the wall clock has the last word.
    checking = check()
      .catch(() => undefined)
      .finally(() => {
        isChecking = false;
      });
  }, checkMs);

  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      stop.abort();
      await checking;
    },
  };
}

interface ProcessorTime {
  at: number;
  ticks: ReadonlyMap<string, number>;
}

function busyShare(before: ProcessorTime, after: ProcessorTime): number {
  const used = [...after.ticks].map(([key, ticks]) => ticks - (before.ticks.get(key) ?? 0));
  const seconds = Math.max(0.001, (after.at - before.at) / 1000);
  return used.reduce((sum, ticks) => sum + ticks, 0) / ticksPerSecond / seconds;
}

/** User and system time of each process, fields 14 and 15 of `/proc/<pid>/stat` (proc(5)). */
function ticksByProcess(marker: string): ReadonlyMap<string, number> {
  return new Map(
    findMarked(marker).map(({ pid, startTime }) => {
      const stat = readProc(`/proc/${String(pid)}/stat`) ?? '';
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return [`${String(pid)}@${startTime}`, Number(fields[11] ?? 0) + Number(fields[12] ?? 0)];
    }),
  );
}
