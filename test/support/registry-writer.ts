// A program that owns the registry of the folder in argv[2] and appends until it is killed. It prints the number of every event
// that was acknowledged, one per line. With `--unlocked` it takes the registry over without asking for the lock, appends one
// event for every line on its input, and prints how that went.
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { systemClock } from '../../src/core/base/clock.ts';
import { realDisk } from '../../src/core/registry/disk.ts';
import { pathsIn } from '../../src/core/registry/paths.ts';
import { openRegistry } from '../../src/core/registry/registry.ts';
import { takeOver } from '../../src/core/registry/take-over.ts';
import { agentPaused } from './registry-events.ts';

const [, , dir = '', mode] = process.argv;

function tell(word: string): void {
  writeSync(1, `${word}\n`);
}

async function appendForever(): Promise<void> {
  const registry = await openRegistry({ dir, snapshotEventsMax: 40, segmentLinesMax: 25 });
  if (registry === undefined) return tell('held');
  if (registry.isReadOnly) return tell('damaged');
  tell('open');
  const write = async (length: number) => {
    for (;;) {
      const [event] = await registry.append([agentPaused('kiro', length, 'x'.repeat(length))]);
      tell(String(event?.seq));
    }
  };
  await Promise.all([10, 200, 4000].map(write));
}

async function appendWhenAsked(): Promise<void> {
  await using registry = await takeOver({ paths: pathsIn(dir), disk: realDisk, clock: systemClock });
  tell('open');
  for await (const _ of createInterface({ input: process.stdin })) {
    try {
      const [event] = await registry.append([agentPaused('kiro')]);
      tell(String(event?.seq));
    } catch (error) {
      tell(error instanceof Error ? error.name : 'unknown');
    }
  }
}

await (mode === '--unlocked' ? appendWhenAsked() : appendForever());
