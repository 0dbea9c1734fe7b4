// Does what its script says. The argument names a JSON file with a list of turns for each task; each time the agent is asked
// it takes the next one, and the last one for ever. Without a turn it writes one file that is named after its task. What it was
// asked stands in `<script>.<spec>.<task>`, one line for each time. What it `begins` with is said before it waits.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const [, , script] = process.argv;
const { NECROCODE_SPEC_ID: spec, NECROCODE_TASK_ID: task, NECROCODE_ATTEMPT: attempt } = process.env;
const prompt = readFileSync(0, 'utf8');
const told = `${script}.${spec}.${task}`;
const asked = existsSync(told) ? readFileSync(told, 'utf8').split('\n').length - 1 : 0;
const conflicts = (process.env.NECROCODE_CONFLICTS ?? '').split('\n').filter((name) => name !== '');
appendFileSync(told, `${JSON.stringify({ pid: process.pid, attempt: Number(attempt), conflicts, prompt })}\n`);

const turns = JSON.parse(readFileSync(script, 'utf8'))[task] ?? [{}];
const {
  begins = [],
  waitFor,
  isDeaf = false,
  says = [],
  files = { [`out/${task}.txt`]: `work of task ${task}\n` },
  status = 0,
} = turns[Math.min(asked, turns.length - 1)];
if (isDeaf) for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => {});
for (const line of begins) console.log(line);
while (waitFor !== undefined && !existsSync(waitFor)) await new Promise((resolve) => setTimeout(resolve, 20));
for (const line of says) console.log(line);
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(name), { recursive: true });
  writeFileSync(name, text);
}
console.log(`did task ${task}`);
process.exitCode = status;
