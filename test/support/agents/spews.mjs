// Prints as many megabytes as its argument says, as fast as it is read, and then does its work.
import { writeFileSync, writeSync } from 'node:fs';

const line = `${'lorem ipsum dolor sit amet '.repeat(20)}\n`;
const chunk = Buffer.from(line.repeat(Math.ceil((1024 * 1024) / line.length)));
for (let megabyte = 0; megabyte < Number(process.argv[2] ?? 50); megabyte += 1) {
  for (let at = 0; at < chunk.length;) {
    try {
      at += writeSync(1, chunk, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}
writeFileSync('spewed.txt', 'done\n');
