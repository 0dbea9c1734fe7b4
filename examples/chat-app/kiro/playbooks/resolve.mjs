// Resolves conflicts by keeping the lines of both sides, which is right for lists that both have added to.
import { readFileSync, writeFileSync } from 'node:fs';

const marker = /^(?:<{7} |={7}$|>{7} )/;
for (const file of (process.env.NECROCODE_CONFLICTS ?? '').split('\n').filter((path) => path !== '')) {
  const lines = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, lines.filter((line) => !marker.test(line)).join('\n'));
  console.log(`Kept both sides in ${file}.`);
}
