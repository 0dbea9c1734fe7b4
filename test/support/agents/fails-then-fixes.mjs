// Gets it wrong in the first round, and right once it has been told what was found.
import { readFileSync, writeFileSync } from 'node:fs';

const prompt = readFileSync(0, 'utf8');
const isTold = prompt.includes('expected 4');
writeFileSync('answer.txt', isTold ? '4\n' : '5\n');
console.log(`round ${process.env.NECROCODE_ROUND}`);
