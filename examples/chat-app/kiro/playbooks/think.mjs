// Stands in for the time that a coding agent needs. NECROCODE_DEMO_PACE is that time in milliseconds.
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

const { NECROCODE_CONTEXT = '.kiro/current-task.md', NECROCODE_DEMO_PACE = '900', NECROCODE_ROUND = '1' } = process.env;
const [title] = (await readFile(NECROCODE_CONTEXT, 'utf8')).split('\n', 1);
const sayings =
  NECROCODE_ROUND === '1'
    ? [`Reading: ${title.replace(/^# /, '')}`, 'Looking at the code it builds on.', 'Writing the code and its tests.']
    : ['Reading what the tests have found.', 'Looking for the cause.', 'Mending it.'];
const pauseMs = Math.min(Math.max(Number(NECROCODE_DEMO_PACE) || 0, 0), 60_000) / sayings.length;
for (const saying of sayings) {
  console.log(saying);
  await wait(pauseMs);
}
