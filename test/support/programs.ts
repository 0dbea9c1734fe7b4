// A machine with these programs and no others, for tests of what is found on a PATH.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

/** A folder for the PATH that holds these programs, each a shell script. */
export function programs(scripts: Record<string, string>) {
  const folder = temporaryFolder();
  const bin = join(folder.path, 'bin');
  mkdirSync(bin);
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return {
    folder: folder.path,
    env: { PATH: bin, HOME: folder.path },
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}
