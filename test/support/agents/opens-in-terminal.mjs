// Stands in for the face of an agent in a person's terminal, and for the person. The first argument names a JSON file with a list of
// sittings; each time it is opened it takes the next one, and the last one for ever. What it was given stands in `<file>.sittings`,
// one line for each time.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const [, , file, ...args] = process.argv;
const kept = `${file}.sittings`;
const before = existsSync(kept) ? readFileSync(kept, 'utf8').split('\n').length - 1 : 0;
const { env } = process;
const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
const task = readFileSync('.kiro/current-task.md', 'utf8');
appendFileSync(kept, `${JSON.stringify({ pid: process.pid, args, cwd: process.cwd(), isTerminal, env, task })}\n`);

const sittings = JSON.parse(readFileSync(file, 'utf8'));
const { files = {}, waitFor } = sittings[Math.min(before, sittings.length - 1)] ?? {};
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(name), { recursive: true });
  writeFileSync(name, text);
}
console.log(`sitting ${before + 1}`);
while (waitFor !== undefined && !existsSync(waitFor)) await new Promise((resolve) => setTimeout(resolve, 20));
