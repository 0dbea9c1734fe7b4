// Before end-to-end tests: the editor is there, and the extension is packed as it would be shipped, once for all files.
import { packExtension } from '../../scripts/package.ts';
import { setUpHost } from '../../scripts/setup-host.ts';

export async function mochaGlobalSetup(): Promise<void> {
  setUpHost();
  process.env['NECROCODE_TEST_VSIX'] ??= await packExtension();
}
