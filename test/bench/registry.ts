// The registry against the bare calls that it stands on, in the same run: pairs taken in turn, medians of their ratios.
import {
  closeSync,
  fdatasyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/core/base/clock.ts';
import { emptyState } from '../../src/core/model/state.ts';
import { applyEvent } from '../../src/core/model/apply.ts';
import type { NewEvent } from '../../src/core/model/events.ts';
import { realDisk } from '../../src/core/registry/disk.ts';
import { loadRegistry } from '../../src/core/registry/load.ts';
import { pathsIn } from '../../src/core/registry/paths.ts';
import { stamp } from '../../src/core/registry/record.ts';
import { freezeSnapshot, publishSnapshot, type FrozenSnapshot } from '../../src/core/registry/snapshot.ts';
import { rotatedSegment, startOf } from '../../src/core/registry/segments.ts';
import { takeOver } from '../../src/core/registry/take-over.ts';
import { agentPaused, attemptOf, completed, startedSpec } from '../support/registry-events.ts';

export interface BenchResult {
  name: string;
  /** Medians, in milliseconds. */
  ours: number;
  peer: number;
  /** Median of the ratios of the pairs; what the gate is about. */
  ratio: number;
  gate: string;
}

type Side = () => void | Promise<void>;

const event = agentPaused('kiro', 1700000000000, 'x'.repeat(80));
const line = Buffer.from(stamp(event, { seq: 1000, epoch: 1, at: 1700000000000 }).line);

export async function benchRegistry(): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'necrocode-bench-'));
  try {
    await warmUp(join(folder, 'warm'));
    return [
      await benchAppend(join(folder, 'append')),
      await benchGroupCommit(join(folder, 'group')),
      await benchReplay(join(folder, 'replay')),
      await benchOpen(join(folder, 'open')),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Both sides of a pair should meet compiled code; the disk has no part in that. */
async function warmUp(dir: string): Promise<void> {
  const disk = { ...realDisk, sync: async () => {} };
  await using registry = await takeOver({ paths: pathsIn(dir), disk, clock: systemClock });
  for (let i = 0; i < 5000; i++) await registry.append([event]);
}

async function benchAppend(dir: string): Promise<BenchResult> {
  await using registry = await takeOver({ paths: pathsIn(dir), disk: realDisk, clock: systemClock });
  const count = 200;
  const ours = async () => {
    for (let i = 0; i < count; i++) await registry.append([event]);
  };
  return await compare('durable append, one caller', '≤ 1.5 × write+fdatasync', 15, ours, () => rawAppend(dir, count));
}

async function benchGroupCommit(dir: string): Promise<BenchResult> {
  await using registry = await takeOver({ paths: pathsIn(dir), disk: realDisk, clock: systemClock });
  const each = 20;
  const caller = async () => {
    for (let i = 0; i < each; i++) await registry.append([event]);
  };
  const ours = async () => {
    await Promise.all(Array.from({ length: 64 }, caller));
  };
  return await compare('durable append, 64 callers', '≤ 0.2 × write+fdatasync', 7, ours, () =>
    rawAppend(dir, each * 64),
  );
}

function rawAppend(dir: string, count: number): void {
  const fd = openSync(join(dir, 'raw.jsonl'), 'a');
  for (let i = 0; i < count; i++) {
    writeSync(fd, line);
    fdatasyncSync(fd);
  }
  closeSync(fd);
}

/** A million events in segments as the journal cuts them. */
async function benchReplay(dir: string): Promise<BenchResult> {
  const paths = writeLog(dir, 1_000_000).paths;
  const ours = () => {
    const { state, problems } = loadRegistry(paths, realDisk);
    if (state.seq !== 1_000_000 || problems.length > 0) throw new Error('The replay is wrong.');
  };
  const segments = realDisk.list(dir).filter((name) => /^events.*\.jsonl$/.test(name));
  const peer = () => {
    const latest = new Map<string, unknown>();
    for (const name of segments) {
      const bytes = readFileSync(join(dir, name));
      let start = 0;
      for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
        const record = JSON.parse(bytes.toString('utf8', start, end)) as { task_id: string };
        latest.set(record.task_id, record);
        start = end + 1;
      }
    }
  };
  return compare('replay of 1M events', '≤ 1.5 × indexOf+JSON.parse+Map', 3, ours, peer);
}

async function benchOpen(dir: string): Promise<BenchResult> {
  const { paths, frozen } = writeLog(dir, 10_000, 10_000);
  await publishSnapshot(paths, frozen, startOf(1), realDisk);
  const ours = () => {
    const { state, problems } = loadRegistry(paths, realDisk);
    if (state.specs.get('chat-app')?.tasks.size !== 10_000 || problems.length > 0) throw new Error('It is wrong.');
  };
  const peer = () => {
    for (const line of readFileSync(paths.snapshot, 'utf8').trimEnd().split('\n')) JSON.parse(line);
  };
  return compare('open 10k tasks + 10k events', '≤ 2.0 × JSON.parse of the snapshot', 9, ours, peer);
}

/** A log of attempts over `tasks` tasks; with `after` set, only the events that follow a finished round of all tasks. */
function writeLog(dir: string, count: number, tasks = 1000) {
  const paths = pathsIn(dir);
  const state = emptyState();
  const isTail = count <= tasks;
  const lines: string[] = [];
  let frozen: FrozenSnapshot = { outline: '', state: '' };
  let written = 0;
  let segment = 1;
  const flush = (path: string) => {
    writeFileSync(path, lines.join(''));
    lines.length = 0;
  };
  const append = (next: NewEvent) => {
    const stamped = stamp(next, { seq: state.seq + 1, epoch: 1, at: 1700000000000 + state.seq });
    applyEvent(state, stamped.event);
    if (isTail && frozen.state === '') return;
    lines.push(stamped.line);
    written += 1;
    if (lines.length === 70_000) flush(rotatedSegment(paths, segment++).path);
  };
  mkdirSync(dir, { recursive: true });
  for (const next of startedSpec('chat-app', tasks)) append(next);
  if (isTail) {
    for (let id = 1; id <= tasks; id++) for (const next of attemptOf('chat-app', String(id))) append(next);
    for (let id = 1; id <= tasks / 2; id++) append(completed('chat-app', String(id)));
    frozen = freezeSnapshot(state);
    for (let id = tasks / 2 + 1; written < count; id++) {
      for (const next of attemptOf('chat-app', String(id), 2)) if (written < count) append(next);
    }
  } else {
    for (let i = 0; written < count; i++) {
      const id = String((i % tasks) + 1);
      const attempt = Math.floor(i / tasks) + 1;
      for (const next of attemptOf('chat-app', id, attempt)) if (written < count) append(next);
    }
  }
  flush(paths.events);
  return { paths, frozen };
}

async function compare(name: string, gate: string, pairs: number, ours: Side, peer: Side): Promise<BenchResult> {
  const times: { ours: number; peer: number }[] = [];
  await ours();
  await peer();
  for (let pair = 0; pair < pairs; pair++) {
    const isOursFirst = pair % 2 === 0;
    const first = await timeOf(isOursFirst ? ours : peer);
    const second = await timeOf(isOursFirst ? peer : ours);
    times.push(isOursFirst ? { ours: first, peer: second } : { ours: second, peer: first });
  }
  return {
    name,
    ours: median(times.map((time) => time.ours)),
    peer: median(times.map((time) => time.peer)),
    ratio: median(times.map((time) => time.ours / time.peer)),
    gate,
  };
}

async function timeOf(side: Side): Promise<number> {
  const begin = performance.now();
  await side();
  return performance.now() - begin;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
