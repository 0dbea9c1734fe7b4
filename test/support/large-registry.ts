// A program that owns the registry of the folder in argv[2], with a run of argv[3] tasks in it. For every line on its input it lets so
// many of the next tasks go from ready to verified, and says when that is told.
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { openRegistry } from '../../src/core/registry/registry.ts';
import { attemptOf, startedSpec } from './registry-events.ts';

const [, , dir = '', count = ''] = process.argv;
const spec_id = 'large';
const tasks = Number(count);

await using registry = await openRegistry({ dir });
await registry?.append(startedSpec(spec_id, tasks));
writeSync(1, 'ready\n');
let next = 1;
for await (const line of createInterface({ input: process.stdin })) {
  for (const until = Math.min(tasks, next + Number(line) - 1); next <= until; next += 1) {
    await registry?.append(attemptOf(spec_id, String(next)));
  }
  writeSync(1, 'told\n');
}
