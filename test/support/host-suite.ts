// One window of a VS Code server whose extension host runs tests: opened for one file of a suite, closed when that file has ended.
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { messageOf } from '../../src/core/base/errors.ts';
import { emptyWindow } from '../extension/print.ts';
import { deadline } from './deadline.ts';
import { extensionDir, hostSuiteDir } from './host-place.ts';
import { remoteUri, type Host } from './host.ts';

export interface HostSuiteOptions {
  host: Host;
  browser: Browser;
  /** Path of the folder or workspace file that is opened. */
  workspace: string;
  /** Name of the file in the suite. */
  file: string;
  /** Hears what the tests print, line by line. */
  onLine: (line: string) => void;
}

const fileMsMax = 240_000;

const openingsMax = 3;

/** True when all tests of the file have passed. */
export async function runHostSuite(options: HostSuiteOptions): Promise<boolean> {
  for (let opening = 1; ; opening += 1) {
    const outcome = await runInWindow(options);
    if (outcome !== 'empty' || opening === openingsMax) return outcome === 'passed';
  }
}

async function runInWindow(options: HostSuiteOptions): Promise<'passed' | 'failed' | 'empty'> {
  const { host, browser, workspace, file, onLine } = options;
  await using context = await browser.newContext();
  const page = await context.newPage();
  const { promise: ended, resolve: end } = Promise.withResolvers<number>();
  await page.exposeFunction('codeAutomationExit', end);
  let isEmpty = false;
  // It arrives in the window's console, among much else.
  page.on('console', (message) => {
    const [, printed] = /\[suite\] ([^]*)$/.exec(message.text()) ?? [];
    if (printed === undefined) return;
    isEmpty ||= printed === emptyWindow;
    onLine(printed);
  });
  const payload = [
    ['extensionDevelopmentPath', remoteUri(extensionDir)],
    ['extensionTestsPath', remoteUri(join(hostSuiteDir, 'index.cjs'))],
    ['extensionEnvironment', JSON.stringify({ TEST_FILES: file })],
  ] as const;
  await page.goto(host.url(workspace, payload), { waitUntil: 'commit' });
  const status = await deadline(ended, fileMsMax, `${file} did not end.`).catch((error: unknown) => {
    onLine(messageOf(error));
    return 1;
  });
  return isEmpty ? 'empty' : status === 0 ? 'passed' : 'failed';
}
