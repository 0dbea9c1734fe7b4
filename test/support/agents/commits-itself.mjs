// Commits by itself, twice, and leaves something uncommitted.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const git = (...args) => execFileSync('git', ['-c', 'user.name=Agent', '-c', 'user.email=agent@example.com', ...args]);
for (const name of ['one', 'two']) {
  writeFileSync(`${name}.txt`, `${name}\n`);
  git('add', '--all');
  git('commit', '--quiet', '--no-verify', '-m', `agent: ${name}`);
}
writeFileSync('three.txt', 'three\n');
