// Takes the pictures that README.md shows: `npm run pictures`. The end-to-end tests take them as they go, in the editor as it is.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../test/support/host-place.ts';

const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
const files = ['journey', 'language'].map((name) => `test/e2e/${name}.test.ts`);
const support = ['leaves-nothing', 'packed'].flatMap((name) => ['--require', `test/support/${name}.ts`]);
// With the configuration of the others it would run them all.
const options = ['--no-config', '--timeout', '180000', ...support];
const { status } = spawnSync(process.execPath, [mocha, ...options, ...files], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NECROCODE_PICTURES: join(root, 'docs/images') },
});
process.exitCode = status ?? 1;
