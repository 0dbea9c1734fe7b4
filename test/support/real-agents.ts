// Real coding agents for the tests, installed on first use into a cache of the project's own. They are no dependencies of the
// product, and what is there is not fetched again.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const cache = resolve(import.meta.dirname, '../../.cache/agents');

/** Each with the version whose frames the drivers were written for. */
const packages = { opencode: 'opencode-ai@1.18.33' } as const;

const installMsMax = 180_000;

/** Absolute path of the agent's program. */
export async function realAgent(name: keyof typeof packages): Promise<string> {
  const folder = join(cache, packages[name]);
  const program = join(folder, 'node_modules', '.bin', name);
  if (existsSync(program)) return program;
  mkdirSync(cache, { recursive: true });
  // Under another name until it is whole, since an install may be broken off.
  const half = `${folder}.${String(process.pid)}`;
  const args = ['install', '--prefix', half, '--no-audit', '--no-fund', packages[name]];
  // Its installer tries the program, which leaves libraries in the temporary folder.
  const TMPDIR = join(half, 'tmp');
  mkdirSync(TMPDIR, { recursive: true });
  await promisify(execFile)('npm', args, { timeout: installMsMax, env: { ...process.env, TMPDIR } });
  rmSync(folder, { recursive: true, force: true });
  renameSync(half, folder);
  return program;
}
