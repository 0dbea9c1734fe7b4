// An editor with the extension in it and a user's repository to open: server, browser, home and workspace for one file of
// end-to-end tests. The extension is the packaged one when `NECROCODE_TEST_VSIX` names it, else the one that was just built.
import { execFile, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { createUndo } from '../../src/core/base/undo.ts';
import { launchBrowser } from './browser.ts';
import { extensionDir, hostEntry, hostNode } from './host-place.ts';
import { keepLogs, startHost, type Host, type HostOptions } from './host.ts';
import { killWhenFound } from './marked-processes.ts';
import { Workbench, type WorkbenchOptions } from './page.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { prepareHome, prepareWorkspace } from './workspace.ts';

export interface Editor extends AsyncDisposable {
  host: Host;
  browser: Browser;
  /** Path of the opened repository. */
  workspace: string;
  open(options?: Partial<WorkbenchOptions>): Promise<Workbench>;
  /** Runs the command line in the repository, as the same user. */
  necrocode(...args: string[]): Promise<unknown>;
}

export interface EditorOptions extends Omit<HostOptions, 'prepare'> {
  /** Of the repository, beside its spec. */
  files?: Readonly<Record<string, string>>;
  /** Of NecroCode, in the user's home. */
  necrocode?: Readonly<Record<string, unknown>>;
  /** Command line of the agent, instead of the one that follows a script. */
  agent?: (home: string) => string[];
  /** Of the workspace's folder. */
  name?: string;
  /** Makes another workspace than the usual one. */
  makeWorkspace?: (path: string) => void;
  prepare?: (places: { extensions: string; home: string; userData: string; workspace: string }) => void;
}

const necrocodeMsMax = 60_000;

export async function startEditor(options: EditorOptions = {}): Promise<Editor> {
  await using stack = createUndo();
  const folder = stack.use(temporaryFolder());
  const workspace = join(folder.path, options.name ?? 'my プロジェクト');
  if (options.makeWorkspace === undefined) prepareWorkspace(workspace, options.files);
  else options.makeWorkspace(workspace);
  // A run outlives every window; it must not outlive the test.
  const marker = randomUUID();
  stack.defer(() => killWhenFound(marker));
  const host = stack.use(
    await startHost({
      ...options,
      env: { ...options.env, XDG_NECROCODE_TEST: marker },
      prepare: (places) => {
        prepareHome(places.home, { ...options.necrocode, ...agentOf(options, places.home) });
        installExtension(places);
        options.prepare?.({ ...places, workspace });
      },
    }),
  );
  const browser = stack.use(await launchBrowser());
  const held = stack.move();
  return {
    ...{ host, browser, workspace },
    necrocode: (...args) =>
      promisify(execFile)(process.execPath, [join(extensionDir, 'dist/cli.mjs'), ...args], {
        cwd: workspace,
        env: { PATH: process.env['PATH'], HOME: host.home, TMPDIR: process.env['TMPDIR'] },
        timeout: necrocodeMsMax,
      }),
    open: (wished = {}) => Workbench.open(browser, host, { folder: workspace, ...wished }),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** For `afterEach`: the logs and a picture of what a failed test has seen. */
export async function keepEvidence(editor: Editor, test: Mocha.Test | undefined, page?: Workbench): Promise<void> {
  if (test?.state !== 'failed') return;
  const name = test.fullTitle().replace(/[^\p{L}\p{N}]+/gu, '-');
  const kept = keepLogs(editor.host, name);
  if (kept !== undefined) await page?.picture(join(kept, 'window.png')).catch(() => undefined);
  console.error(`Logs and a picture of "${test.title}": ${kept ?? 'none'}.`);
}

function agentOf({ agent }: EditorOptions, home: string): Record<string, unknown> {
  return agent === undefined ? {} : { agents: { scripted: { driver: 'command', argv: agent(home) } } };
}

function installExtension({ extensions, userData }: { extensions: string; userData: string }): void {
  const vsix = process.env['NECROCODE_TEST_VSIX'];
  if (vsix === undefined) {
    symlinkSync(extensionDir, join(extensions, 'necrocode'));
    return;
  }
  const args = ['--install-extension', vsix, '--user-data-dir', userData, '--extensions-dir', extensions];
  execFileSync(hostNode, [hostEntry, ...args], { timeout: 60_000, stdio: 'pipe' });
}
