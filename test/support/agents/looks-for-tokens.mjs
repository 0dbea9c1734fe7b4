// Looks wherever a program of this user can look for a token of GitHub: its own environment, and the environments and the words of all
// processes of the test. What it has seen, but never a token itself, stands in the file that the argument names; it waits for a
// file beside it.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';

const [, , report] = process.argv;
const mark = `XDG_NECROCODE_TEST=${process.env.XDG_NECROCODE_TEST}\0`;
// As it is, and at the beginning of `x-access-token:` in base64.
const token = /ghp_[A-Za-z0-9]{20}|eC1hY2Nlc3MtdG9rZW46/;
const read = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
while (!existsSync(`${report}.go`)) await new Promise((resolve) => setTimeout(resolve, 20));
const looked = readdirSync('/proc')
  .filter((pid) => /^\d+$/.test(pid) && read(`/proc/${pid}/environ`).includes(mark))
  .map((pid) => ({
    pid: Number(pid),
    has: ['environ', 'cmdline'].filter((place) => token.test(read(`/proc/${pid}/${place}`))),
  }));
writeFileSync(report, JSON.stringify({ looked, own: token.test(JSON.stringify(process.env)) }));
console.log(JSON.stringify(process.env));
writeFileSync('found.txt', 'nothing\n');
