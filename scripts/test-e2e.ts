// Runs the end-to-end tests of `test/e2e` against the extension as it is shipped: `node scripts/test-e2e.ts [file…]`, where a file is
// named without `.test.ts`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../test/support/host-place.ts';
import { namedFiles } from './named-files.ts';
import { packExtension } from './package.ts';
import { runJourneys } from './run-journeys.ts';
import { setUpHost } from './setup-host.ts';

const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
const config = ['--config', 'test/e2e/.mocharc.json'];

const files = namedFiles('test/e2e', process.argv.slice(2));
setUpHost();
const NECROCODE_TEST_VSIX = await packExtension();
const isGreen = await runJourneys(files, (file) => {
  const args = [mocha, ...config, `test/e2e/${file}.test.ts`];
  const env = { ...process.env, NECROCODE_TEST_VSIX };
  return spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).status === 0;
});
process.exitCode = isGreen ? 0 : 1;
