// Runs the same suite in a desktop VS Code, which is downloaded into `.vscode-test`. All files share one window. On Linux without
// a display: `xvfb-run -a npm run test:electron`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { cacheDir, extensionDir, hostSuiteDir } from '../test/support/host-place.ts';
import { prepareHome, prepareWorkspace, prepareWorkspaceFile } from '../test/support/workspace.ts';

/** True when all tests of these files have passed. */
export async function runSuite(files: readonly string[]): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'suite-'));
  const home = join(folder, 'home');
  prepareHome(home);
  const workspace = prepareWorkspaceFile(prepareWorkspace(join(folder, 'my プロジェクト')));
  try {
    const status = await runTests({
      cachePath: cacheDir,
      extensionDevelopmentPath: extensionDir,
      extensionTestsPath: join(hostSuiteDir, 'index.cjs'),
      extensionTestsEnv: { TEST_FILES: files.join(','), HOME: home, USERPROFILE: home },
      launchArgs: [
        workspace,
        ...['--user-data-dir', join(folder, 'u'), '--extensions-dir', join(folder, 'e')],
        ...['--disable-workspace-trust', '--skip-welcome', '--skip-release-notes'],
      ],
    });
    return status === 0;
  } catch (error) {
    console.error(String(error));
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
