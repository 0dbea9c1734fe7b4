// Which files of a folder of tests are meant by the names on a command line: all, when there are none.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../test/support/host-place.ts';

/** Names come and go without `.test.ts`. Ends the process when one of them is unknown. */
export function namedFiles(folder: string, names: readonly string[]): string[] {
  const all = readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => name.replace('.test.ts', ''))
    .sort();
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no ${unknown.join(', ')} in ${folder}; there are ${all.join(', ')}.`);
    process.exit(2);
  }
  return names.length > 0 ? [...names] : all;
}
