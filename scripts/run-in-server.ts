// Runs the suite in the extension host of a VS Code server, whose workbench a headless Chromium has open. One server and one
// browser serve all files; each file gets a window and a workspace of its own, and with them a fresh profile.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser } from '../test/support/browser.ts';
import { runHostSuite } from '../test/support/host-suite.ts';
import { keepLogs, startHost } from '../test/support/host.ts';
import { prepareHome, prepareWorkspace, prepareWorkspaceFile } from '../test/support/workspace.ts';
import { runJourneys } from './run-journeys.ts';
import { setUpHost } from './setup-host.ts';

const start = () => startHost({ isDriven: true, prepare: ({ home }) => prepareHome(home) });

const printLine = (line: string): void => console.log(line);

/** True when all tests of these files have passed. */
export async function runSuite(files: readonly string[]): Promise<boolean> {
  setUpHost();
  const folder = mkdtempSync(join(tmpdir(), 'suite-'));
  try {
    await using host = await start();
    await using browser = await launchBrowser();
    const isGreen = await runJourneys(files, async (file, attempt) => {
      const workspace = prepareWorkspace(join(folder, `${file}-${attempt}`, 'my プロジェクト'));
      const window = { browser, workspace: prepareWorkspaceFile(workspace), file, onLine: printLine };
      if (attempt === 1) return runHostSuite({ ...window, host });
      // What the first one has left in the user's home would be in the way.
      await using fresh = await start();
      return await runHostSuite({ ...window, host: fresh });
    });
    if (!isGreen) console.error(`Logs: ${keepLogs(host, 'suite') ?? 'none'}.`);
    return isGreen;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
