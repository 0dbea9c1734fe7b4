// Runs the end-to-end tests of `test/e2e`: `node scripts/test-e2e.ts [file…]`, where a file is named without `.test.ts`.
import { namedFiles } from './named-files.ts';
import { runEndToEnd } from './run-end-to-end.ts';

process.exitCode = (await runEndToEnd(namedFiles('test/e2e', process.argv.slice(2)))) ? 0 : 1;
