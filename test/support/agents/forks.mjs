// Leaves three processes behind: a child, a grandchild whose parent has gone, and one in a session of its own. Their pids go to
// the file named by the argument.
import { spawn } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';

const pids = process.argv[2];
const stay = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1_000_000);';
const start = (code, options) => spawn(process.execPath, ['-e', code], { stdio: 'ignore', ...options });

appendFileSync(pids, `${start(stay).pid}\n`);
appendFileSync(pids, `${start(stay, { detached: true }).pid}\n`);
const double = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', ${JSON.stringify(stay)}], { stdio: 'ignore', detached: true });
  require('node:fs').appendFileSync(${JSON.stringify(pids)}, child.pid + '\\n');
  process.exit(0);
`;
const middle = start(double);
middle.on('exit', () => {
  writeFileSync('forked.txt', 'done\n');
  process.exit(0);
});
