// Writes one file per task and says so.
import { mkdirSync, writeFileSync } from 'node:fs';

const task = process.env.NECROCODE_TASK_ID;
mkdirSync('src', { recursive: true });
writeFileSync(`src/${task}.txt`, `work of task ${task}\n`);
console.log(`wrote src/${task}.txt`);
