// Packs the extension as it was just built: `necrocode-<version>.vsix`, which both marketplaces take. Everything is bundled, so that no
// dependency goes along. Says what it weighs, and what it consists of.
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { extensionDir } from '../test/support/host-place.ts';

/** Resolves with the absolute path of the VSIX. */
export async function packExtension(): Promise<string> {
  const { name, version } = JSON.parse(await readFile(join(extensionDir, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  const packagePath = join(extensionDir, `${name}-${version}.vsix`);
  await createVSIX({ cwd: extensionDir, packagePath, dependencies: false });
  return packagePath;
}

if (import.meta.main) {
  const path = await packExtension();
  console.log(`${path}: ${Math.ceil(statSync(path).size / 1000)} kB`);
}
