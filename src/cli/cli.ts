#!/usr/bin/env node
// The command line's entry: one process, one command, one exit status. `--version` loads next to nothing, every command only what
// it needs. The streams and signals of the process are touched here and in `terminal.ts`, nowhere else.
// What is imported here loads on any Node, because an old one must still be told that it is too old.
import { existsSync, writeSync } from 'node:fs';
import { version } from '../core/necrocode.ts';
import type { ExitStatus } from './session.ts';

const nodeMajorMin = 22;

process.exitCode = await start(process.argv.slice(2));

/** A checkout has brought a newer one for itself. */
function nodeOfCheckout(): string {
  const node = new URL('../node_modules/node/bin/node', import.meta.url);
  if (!existsSync(node)) return '';
  return `Use the one beside it: ${decodeURIComponent(node.pathname)} ${process.argv[1] ?? ''} …\n`;
}

async function start(argv: readonly string[]): Promise<ExitStatus> {
  if (Number.parseInt(process.versions.node, 10) < nodeMajorMin) {
    writeSync(2, `NecroCode needs Node ${nodeMajorMin} or newer, this is ${process.version}.\n${nodeOfCheckout()}`);
    return 1;
  }
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    // Opening the stream would take longer than all the rest.
    writeSync(1, `${version}\n`);
    return 0;
  }
  // Before anything else is loaded, so that the second start on a machine need not compile it again.
  const { enableCompileCache } = await import('node:module');
  enableCompileCache();
  if (argv.length === 1 && argv[0] === 'status') {
    const { showAtAGlance } = await import('./glance.ts');
    if (await showAtAGlance()) return 0;
  }
  const { main } = await import('./main.ts');
  return main(argv);
}
