// Builds a chat app for real, a part for each task: it knows the finished work by the task's title, so that verification and merging
// have something true to do. It begins a task when the file `go` of the home says so: `all`, or the task's id in a line.
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , home, chatApp] = process.argv;
const { NECROCODE_CONTEXT = '.kiro/current-task.md', NECROCODE_TASK_ID: task } = process.env;
const title = readFileSync(NECROCODE_CONTEXT, 'utf8').split('\n', 1)[0];
const folders = {
  'Project skeleton': 'repository',
  'Database schema': 'solutions/database',
  'Real-time channel': 'solutions/realtime',
  'Message server': 'solutions/message-server',
  'Authentication API': 'solutions/auth-api',
  'Chat screen': 'solutions/chat-screen',
  'Login and sign-up screens': 'solutions/login-screens',
  'Integration tests': 'solutions/integration-tests',
  'README and usage guide': 'solutions/docs',
};
const [, folder] = Object.entries(folders).find(([name]) => title.includes(name)) ?? [];
if (folder === undefined) throw new Error(`There is no prepared work for "${title}".`);

const findsParts = `// What the server consists of: every folder beside this file that has a part.js.
import { existsSync, readdirSync } from 'node:fs';
import { health } from './health.js';

const here = import.meta.dirname;
const names = readdirSync(here).filter((name) => existsSync(\`\${here}/\${name}/part.js\`));
const found = await Promise.all(names.map((name) => import(\`./\${name}/part.js\`)));
export const parts = [health, ...found.flatMap((part) => Object.values(part))];
`;

console.log(`Reading: ${title.replace(/^# /, '')}`);
console.log('Looking at the code it builds on.');
const go = join(home, 'go');
const mayGo = () =>
  existsSync(go) &&
  readFileSync(go, 'utf8')
    .split('\n')
    .some((line) => line === 'all' || line === task);
while (!mayGo()) await new Promise((resolve) => setTimeout(resolve, 50));
console.log('Writing the code and its tests.');
cpSync(join(chatApp, folder), '.', { recursive: true });
// In this repository the server finds its parts by itself: to list them would be a conflict that somebody has to solve.
if (folder === 'repository') writeFileSync('src/server/parts.js', findsParts);
