// Runs files of end-to-end tests against the extension as it is shipped, packed once for all of them.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../test/support/host-place.ts';
import { packExtension } from './package.ts';
import { runJourneys } from './run-journeys.ts';
import { setUpHost } from './setup-host.ts';

const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
const config = ['--config', 'test/e2e/.mocharc.json'];

/** True when all tests of these files, named without `.test.ts`, have passed. */
export async function runEndToEnd(files: readonly string[]): Promise<boolean> {
  setUpHost();
  const NECROCODE_TEST_VSIX = await packExtension();
  return runJourneys(files, (file) => {
    const args = [mocha, ...config, `test/e2e/${file}.test.ts`];
    const env = { ...process.env, NECROCODE_TEST_VSIX };
    return spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).status === 0;
  });
}
