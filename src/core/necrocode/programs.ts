// Where the bundled programs are: beside this file once it is bundled, in dist/ when it runs from source.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvariantError } from '../base/errors.ts';

/** Absolute path of `cli.mjs` or `runner.mjs`. */
export function programPath(name: 'cli' | 'runner'): string {
  return join(distFolder(), `${name}.mjs`);
}

/** The folder of the bundles and of what ships beside them. */
export function distFolder(): string {
  // A bundle's chunk stands in dist/chunks/, its entry in dist/, the source four folders below the root.
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'cli.mjs'))) return folder;
    if (existsSync(join(folder, 'dist', 'cli.mjs'))) return join(folder, 'dist');
  }
  throw new InvariantError('dist/cli.mjs is missing: run `npm run build`.');
}
