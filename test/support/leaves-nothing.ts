// Checks after each file, or after the whole suite where the files run in one process, that nothing is left behind: no process of
// ours, no temporary folder. A test that leaks fails the run, not the next person's machine. Each process that runs tests has a
// temporary folder of its own, so that nothing else counts.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Inherited by everything that a test starts: names of this form pass the allow-list for children. */
const runVariable = 'XDG_NECROCODE_TEST_RUN';
/** Node keeps what it has compiled there. */
const notOurs = 'node-compile-cache';

const ownFolder = mkdtempSync(join(tmpdir(), 'necrocode-suite-'));
process.env['TMPDIR'] = ownFolder;
process.env[runVariable] = String(process.pid);

function foldersLeft(): string[] {
  return readdirSync(ownFolder).filter((name) => name !== notOurs);
}

function processesLeft(): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
        if (!environment.includes(`${runVariable}=${process.pid}\0`)) return [];
        return [`${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')}`];
      } catch {
        // It has ended meanwhile, or belongs to somebody else.
        return [];
      }
    });
}

export const mochaHooks = {
  afterAll() {
    const processes = processesLeft();
    const folders = foldersLeft();
    for (const name of folders) rmSync(join(ownFolder, name), { recursive: true, force: true });
    assert.deepEqual(processes, [], 'Processes are left behind.');
    assert.deepEqual(folders, [], 'Temporary folders are left behind.');
  },
};

/** The folders of processes that were started to run tests lie in that of the process that has started them. */
export function mochaGlobalTeardown(): void {
  rmSync(ownFolder, { recursive: true, force: true });
}
