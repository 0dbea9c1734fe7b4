// Runs the mocha suite of `test/extension` inside a real extension host: `node scripts/test-host.ts [file…]`, where a file is
// named without `.test.ts`. By default the host is a VS Code server in headless Chromium, and each file gets a window and a
// workspace of its own; with `--electron` all run in one window of a desktop VS Code.
import { parseArgs } from 'node:util';
import { buildHostSuite } from './build-host-suite.ts';
import { namedFiles } from './named-files.ts';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { electron: { type: 'boolean' } } });
const files = namedFiles('test/extension', positionals);

await buildHostSuite();
const { runSuite } =
  values.electron === true ? await import('./run-in-electron.ts') : await import('./run-in-server.ts');
process.exitCode = (await runSuite(files)) ? 0 : 1;
