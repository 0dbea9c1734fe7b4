// A program for tests: opens the pool of a repository and takes and gives back slots until it is killed.
// Arguments: JSON with `commonDir`, `mainWorktree`, `root` and two commits.
import { createQueue } from '../../../../src/core/base/git-queue.ts';
import { slotSettingsSchema } from '../../../../src/core/model/settings.ts';
import { openSlotPool } from '../../../../src/core/slots/slots.ts';

interface Arguments {
  commonDir: string;
  mainWorktree: string;
  root: string;
  bases: string[];
}

const { bases, ...place } = JSON.parse(process.argv[2] ?? '') as Arguments;
const settings = slotSettingsSchema.parse({ uses_max: 2 });
const pool = await openSlotPool({ ...place, settings, queue: createQueue(), env: {}, report: () => {} });
await pool.adopt([]);
process.stdout.write('begun\n');
const { signal } = new AbortController();
for (let round = 0; ; round += 1) {
  const wanted = bases.map((base, n) =>
    pool.acquire({ base, branch: `feature/task-kill-${String(n)}-x`, holder: `round ${String(round)}`, signal }),
  );
  const acquired = await Promise.all(wanted);
  await Promise.all(acquired.map(({ place: { name } }) => pool.release(name)));
}
