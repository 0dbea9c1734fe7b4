// Runs the mocha suite of `test/extension` inside a real extension host: `node scripts/test-host.ts [file…]`, where a file is
// named without `.test.ts`. By default the host is a VS Code server in headless Chromium, and each file gets a window and a
// workspace of its own; with `--electron` all run in one window of a desktop VS Code.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../test/support/host-place.ts';
import { buildHostSuite } from './build-host-suite.ts';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { electron: { type: 'boolean' } } });
const all = readdirSync(join(root, 'test/extension'))
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => name.replace('.test.ts', ''))
  .sort();
const unknown = positionals.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')} in test/extension; there are ${all.join(', ')}.`);
  process.exit(2);
}
const files = positionals.length > 0 ? positionals : all;

await buildHostSuite();
const { runSuite } =
  values.electron === true ? await import('./run-in-electron.ts') : await import('./run-in-server.ts');
process.exitCode = (await runSuite(files)) ? 0 : 1;
