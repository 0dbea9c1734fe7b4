// Installs the editor that the tests run in: the real VS Code server, extension host and workbench, as the npm package
// `code-server`, with a Node of its own, into `.vscode-test/host`. Does nothing when it is there already, so that the folder can be
// cached. Natives that no test needs are neither compiled nor kept.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { codeServer, hostDir, nodeOfHost } from '../test/support/host-place.ts';

/** Logging goes through the one, the end of a lost parent is noticed by the other: without them output channels stay empty. */
const compiled = ['@vscode/spdlog', '@vscode/native-watchdog'];

/** For chat agents and other platforms: 210 MB. */
const unused = ['@github', '@microsoft/mxc-sdk', '@vscode/windows-process-tree', '@vscode/sqlite3'];

const serverFolder = 'node_modules/code-server/lib/vscode';

const installMsMax = 600_000;

/** It comes without its compiler, and complains of that in every window. */
const broken = ['typescript-language-features'];

export function setUpHost(): void {
  if (!existsSync(hostDir)) install();
  for (const name of broken) {
    rmSync(join(hostDir, serverFolder, 'extensions', name), { recursive: true, force: true });
  }
}

function install(): void {
  if (process.platform === 'win32')
    throw new Error('There is no VS Code server for Windows: use `npm run test:electron`.');
  // Under another name until it is whole, since an installation may be broken off.
  const half = `${hostDir}.half`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  writeFileSync(join(half, 'package.json'), '{"private":true}\n');
  npm(half, ['install', '--ignore-scripts', nodeOfHost.package, codeServer]);
  const server = join(half, serverFolder);
  npm(server, ['install', '--omit=dev', '--ignore-scripts']);
  // The headers come with that Node: none are fetched.
  npm(server, ['rebuild', ...compiled], { npm_config_nodedir: join(half, nodeOfHost.folder), MAKEFLAGS: '-j2' });
  for (const name of unused) rmSync(join(server, 'node_modules', name), { recursive: true, force: true });
  renameSync(half, hostDir);
}

function npm(cwd: string, args: readonly string[], environment: Record<string, string> = {}): void {
  execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    stdio: 'inherit',
    timeout: installMsMax,
    env: { ...process.env, ...environment },
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) setUpHost();
