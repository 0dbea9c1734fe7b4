// The browser for the tests: Chromium as the system has it, or the one that Playwright has installed into `.vscode-test/browsers`.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { cacheDir } from './host-place.ts';

const browsersDir = join(cacheDir, 'browsers');
// Playwright reads it when it looks for what it has installed.
process.env['PLAYWRIGHT_BROWSERS_PATH'] ??= browsersDir;

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Else a page may not open its socket to this machine.
  '--disable-features=LocalNetworkAccessChecks',
  // Pictures are the same on every machine.
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
];

export async function launchBrowser(): Promise<Browser> {
  // A browser that is ended leaves folders behind: in one of its own they go with it.
  mkdirSync(cacheDir, { recursive: true });
  const folder = mkdtempSync(join(cacheDir, 'browser-'));
  const env = { ...process.env, TMPDIR: folder } as Record<string, string>;
  const browser = await chromium.launch({ executablePath: browserPath(), headless: true, args: flags, env });
  browser.on('disconnected', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return browser;
}

/** `NECROCODE_CHROMIUM`, else the system's, else one that is installed now. */
function browserPath(): string {
  const wished = process.env['NECROCODE_CHROMIUM'];
  const found = wished ?? usual.find((path) => existsSync(path)) ?? chromium.executablePath();
  if (existsSync(found)) return found;
  if (wished !== undefined) throw new Error(`NECROCODE_CHROMIUM names ${wished}, which does not exist.`);
  execFileSync(
    process.execPath,
    [join(import.meta.dirname, '../../node_modules/playwright-core/cli.js'), 'install', 'chromium'],
    {
      stdio: 'inherit',
      timeout: 600_000,
    },
  );
  return chromium.executablePath();
}
