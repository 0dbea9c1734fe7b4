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

/** True when all tests of these files have passed. */
export async function runSuite(files: readonly string[]): Promise<boolean> {
  setUpHost();
  const folder = mkdtempSync(join(tmpdir(), 'suite-'));
  try {
    await using host = await startHost({ isDriven: true, prepare: ({ home }) => prepareHome(home) });
    await using browser = await launchBrowser();
    const isGreen = await runJourneys(files, async (file, attempt) => {
      const workspace = prepareWorkspace(join(folder, `${file}-${attempt}`, 'my プロジェクト'));
      const window = { host, browser, workspace: prepareWorkspaceFile(workspace), file };
      return runHostSuite({ ...window, onLine: (line) => console.log(line) });
    });
    if (!isGreen) console.error(`Logs: ${keepLogs(host, 'suite') ?? 'none'}.`);
    return isGreen;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
