import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { listFiles, PackageManager } from '@vscode/vsce';
import { extensionDir, root } from '../support/host-place.ts';

// What is shipped. Packing it, which has happened before, ran the checks of Visual Studio's marketplace: manifest, licence, secrets.

const packageBytesMax = 1_500_000;
const mainBundleBytesMax = 300_000;

describe('the packaged extension', () => {
  // Packed after this file was loaded.
  const vsix = () => process.env['NECROCODE_TEST_VSIX']!;

  it('is small', () => {
    const { size } = statSync(vsix());
    assert.ok(size <= packageBytesMax, `${size} bytes`);
  });

  it('makes the editor read little when it starts', () => {
    const read = loadedAtOnce(join(extensionDir, 'dist/extension.mjs'));
    const size = [...read].reduce((sum, path) => sum + statSync(path).size, 0);
    assert.ok(size <= mainBundleBytesMax, `${size} bytes: ${[...read].join(', ')}`);
  });

  it('holds what runs and what is shown, and nothing else', async () => {
    const files = await listFiles({ cwd: extensionDir, packageManager: PackageManager.None });
    const places = /^(dist|l10n|media|schemas)\/|^(package(\.nls(\.ja)?)?\.json|README\.md|CHANGELOG\.md|LICENSE)$/;
    assert.deepEqual(
      files.filter((file) => !places.test(file) || /\.(ts|tsx|map|vsix)$/.test(file)),
      [],
    );
    for (const file of ['dist/extension.mjs', 'dist/thread.mjs', 'dist/cli.mjs', 'dist/webview/pull.js', 'LICENSE']) {
      assert.ok(files.includes(file), file);
    }
  });

  it('describes itself with pictures that exist', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const pictures = [...readme.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, path]) => path!);
    assert.ok(pictures.length > 0);
    assert.deepEqual(
      pictures.filter((path) => !existsSync(join(root, path))),
      [],
    );
  });

  it('is taken by Open VSX’s own program', async () => {
    await using registry = await openRegistry();
    const program = join(root, 'node_modules/ovsx/bin/ovsx');
    const args = ['publish', vsix(), '--registryUrl', registry.url, '--pat', 'of-a-test'];
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], { timeout: 30_000 });
    assert.match(stdout, /Published necrocode\.necrocode/);
    assert.ok(registry.published().equals(readFileSync(vsix())));
  });
});

/** The file and whatever it imports when it is loaded, rather than on demand. */
function loadedAtOnce(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  const imports = readFileSync(path, 'utf8').matchAll(/(?:^|[;}\n])(?:import|export)\b[^;"']*?["'](\.[^"']+)["']/g);
  for (const [, imported] of imports) loadedAtOnce(resolve(path, '..', imported!), seen);
  return seen;
}

/** Takes whatever is published. */
async function openRegistry() {
  let published = Buffer.alloc(0);
  const server = createServer((request, response) => {
    buffer(request).then(
      (body) => {
        if (request.method === 'POST') published = body;
        const { name, version } = { name: 'necrocode', version: '1.0.0' };
        const answer = { namespace: name, name, version, targetPlatform: 'universal' };
        response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
      },
      () => response.destroy(),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    published: () => published,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
