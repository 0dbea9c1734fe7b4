// Registers the parts of the server that are there but not listed: `src/server/<part>/part.js` in `src/server/parts.js`.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const server = 'src/server';
const list = `${server}/parts.js`;
const lines = readFileSync(list, 'utf8').split('\n');
for (const folder of readdirSync(server)) {
  const path = `${server}/${folder}/part.js`;
  if (!existsSync(path) || lines.some((line) => line.includes(`'./${folder}/part.js'`))) continue;
  const [, name] = /^export function (\w+)/m.exec(readFileSync(path, 'utf8'));
  lines.splice(
    lines.findLastIndex((line) => line.startsWith('import ')) + 1,
    0,
    `import { ${name} } from './${folder}/part.js';`,
  );
  lines.splice(lines.lastIndexOf('];'), 0, `  ${name},`);
  console.log(`Registered ${name} in ${list}.`);
}
writeFileSync(list, lines.join('\n'));
