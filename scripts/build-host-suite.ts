// Bundles the tests that run inside the editor: its extension host loads CommonJS, and knows nothing of TypeScript.
import { build } from 'esbuild';
import { globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hostSuiteDir, root } from '../test/support/host-place.ts';

/** `folder` holds the `*.test.ts` files; the way in is always the same. */
export async function buildHostSuite(folder = 'test/extension'): Promise<void> {
  rmSync(hostSuiteDir, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['test/extension/index.ts', ...globSync(`${folder}/*.test.ts`, { cwd: root })],
    // Side by side, wherever they come from.
    entryNames: '[name]',
    outdir: hostSuiteDir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    banner: { js: "const __moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
    define: { 'import.meta.url': '__moduleUrl', 'import.meta.dirname': JSON.stringify(join(root, folder)) },
    logLevel: 'warning',
  });
}
