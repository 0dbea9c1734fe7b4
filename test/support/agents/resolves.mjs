// Resolves every conflict that it is told of by keeping both sides.
import { readFileSync, writeFileSync } from 'node:fs';

for (const file of (process.env.NECROCODE_CONFLICTS ?? '').split('\n').filter((name) => name !== '')) {
  const lines = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, lines.filter((line) => !/^(?:<{7}|={7}|>{7})/.test(line)).join('\n'));
  console.log(`resolved ${file}`);
}
