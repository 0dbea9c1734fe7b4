// Checks after the whole suite that it has left nothing behind: no process of ours, no temporary folder. A test that leaks
// fails the run, not the next person's machine.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** Inherited by everything that a test starts: names of this form pass the allow-list for children. */
const runVariable = 'XDG_NECROCODE_TEST_RUN';
const ownFolder = /^necrocode-/;

function foldersLeft(): string[] {
  return readdirSync(tmpdir()).filter((name) => ownFolder.test(name));
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

let before: ReadonlySet<string> = new Set();

export const mochaHooks = {
  beforeAll() {
    before = new Set(foldersLeft());
    process.env[runVariable] = String(process.pid);
  },
  afterAll() {
    assert.deepEqual(processesLeft(), [], 'Processes are left behind.');
    assert.deepEqual(
      foldersLeft().filter((name) => !before.has(name)),
      [],
      'Temporary folders are left behind.',
    );
  },
};
