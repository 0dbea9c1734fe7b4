#!/usr/bin/env node
// The command line's entry: one process, one command, one exit status. `--version` loads next to nothing, every command only what
// it needs. The streams and signals of the process are touched here and in `terminal.ts`, nowhere else.
import { writeSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { version } from '../core/necrocode.ts';
import type { ExitStatus } from './session.ts';

process.exitCode = await start(process.argv.slice(2));

async function start(argv: readonly string[]): Promise<ExitStatus> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    // Opening the stream would take longer than all the rest.
    writeSync(1, `${version}\n`);
    return 0;
  }
  // Before anything else is loaded, so that the second start on a machine need not compile it again.
  enableCompileCache();
  const { main } = await import('./main.ts');
  return main(argv);
}
