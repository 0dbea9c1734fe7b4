// Destroys the slot's link to its repository, puts a repository of its own in its place, and nests another one.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';

rmSync('.git', { recursive: true, force: true });
execFileSync('git', ['init', '--quiet', '.']);
execFileSync('git', ['config', 'core.fsmonitor', 'touch fsmonitor-ran']);
mkdirSync('nested/inner', { recursive: true });
execFileSync('git', ['init', '--quiet', 'nested']);
writeFileSync('nested/inner/file.txt', 'nested\n');
writeFileSync('kept.txt', 'kept\n');
