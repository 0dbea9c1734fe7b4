// The workbench as a person uses it: by its palette, trees, buttons, toasts and keys. One page is one window with a fresh profile.
// Every step waits for what it needs, and fails with the name of what did not come.
import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Frame, FrameLocator, Locator, Page } from 'playwright-core';
import type { Host } from './host.ts';

export interface WorkbenchOptions {
  folder: string;
  width?: number;
  height?: number;
  /** A window that had been open before: what the last one's `context.storageState({ indexedDB: true })` gave. */
  storage?: Awaited<ReturnType<BrowserContext['storageState']>>;
}

const stepMsMax = 30_000;
/** Of what is tried again. */
const triesMsMax = 2000;
const startMsMax = 60_000;

/** Console errors that VS Code itself makes here. */
const usualErrors = /vsda|net::ERR_NETWORK_CHANGED|favicon/;

const lookMsMax = 2000;
/** Until a question stands there. */
const askMsMax = 8000;

export class Workbench implements AsyncDisposable {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #host: Host;
  readonly #folder: string;
  readonly #violations: string[] = [];

  private constructor(host: Host, context: BrowserContext, page: Page, folder: string) {
    this.#host = host;
    this.#context = context;
    this.page = page;
    this.#folder = folder;
    page.on('console', (message) => {
      if (message.type() !== 'error' || usualErrors.test(message.text())) return;
      if (/Content Security Policy/.test(message.text())) this.#violations.push(message.text());
    });
  }

  static async open(browser: Browser, host: Host, options: WorkbenchOptions): Promise<Workbench> {
    const { folder, width = 1280, height = 800, storage } = options;
    const context = await browser.newContext({
      viewport: { width, height },
      permissions: ['clipboard-read', 'clipboard-write'],
      ...(storage === undefined ? {} : { storageState: storage }),
    });
    context.setDefaultTimeout(stepMsMax);
    const workbench = new Workbench(host, context, await context.newPage(), folder);
    try {
      await workbench.goto();
    } catch (error) {
      await context.close();
      throw error;
    }
    return workbench;
  }

  async goto(): Promise<void> {
    await this.page.goto(this.#host.url(this.#folder), { waitUntil: 'commit', timeout: startMsMax });
    await this.#untilReady();
  }

  /** Extensions have been read and their contributions are in place. */
  async #untilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor({ timeout: startMsMax });
    await this.page.waitForFunction(
      () => performance.getEntriesByName('code/didHandleExtensionPoints').length > 0,
      undefined,
      { timeout: startMsMax },
    );
  }

  /** As the command "Developer: Reload Window" does; layout and state stay. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load', { timeout: startMsMax });
    await this.command('Developer: Reload Window');
    await loaded;
    await this.#untilReady();
  }

  /** What the Content Security Policy has refused; there should be nothing. */
  violations(): readonly string[] {
    return this.#violations;
  }

  // The palette, and whatever else asks at the top of the window.

  get quick(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  async command(title: string): Promise<void> {
    await (await this.#findCommand(title)).click();
  }

  async commandByKey(title: string): Promise<void> {
    await this.#findCommand(title);
    await this.page.keyboard.press('Enter');
  }

  async #findCommand(title: string): Promise<Locator> {
    const row = this.pickRow(title);
    const until = Date.now() + stepMsMax;
    await this.openPalette(title);
    // It offers what there was when it was opened, and an extension may just be starting.
    while (!(await isSeen(row)) && Date.now() < until) {
      await this.page.keyboard.press('Escape');
      await this.openPalette(title);
    }
    return row;
  }

  /** Titles of the commands that the palette offers for these words. */
  async commands(words: string): Promise<string[]> {
    await this.openPalette(words);
    await this.quick.locator('.quick-input-list .monaco-list-row').first().waitFor();
    const rows = await this.quick.locator('.quick-input-list .monaco-list-row').all();
    // Below a title in another language stands the English one.
    const titles = await Promise.all(rows.map((row) => row.locator('.label-name').first().innerText()));
    await this.page.keyboard.press('Escape');
    return titles.map((title) => title.trim());
  }

  async openPalette(words: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.quick.locator('.quick-input-box input').fill(`>${words}`);
  }

  /** Takes the entry of a quick pick that has this label. */
  async pick(label: string | RegExp): Promise<void> {
    await this.pickRow(label).click();
  }

  pickRow(label: string | RegExp): Locator {
    return this.quick
      .locator('.quick-input-list .monaco-list-row', { has: this.page.locator('.label-name', { hasText: label }) })
      .first();
  }

  /** Answers an input box. */
  async answer(text: string): Promise<void> {
    const input = this.quick.locator('.quick-input-box input');
    await input.waitFor();
    await input.fill(text);
    await input.press('Enter');
  }

  // What speaks to the user.

  toast(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-toast', { hasText: text }).first();
  }

  async toastButton(text: string | RegExp, button: string): Promise<void> {
    await this.toast(text).locator('.monaco-button', { hasText: button }).first().click();
  }

  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  async dialogButton(button: string): Promise<void> {
    await this.dialog().locator('.monaco-button', { hasText: button }).first().click();
  }

  status(id = 'necrocode.status'): Locator {
    return this.page.locator(`.statusbar-item[id$="${id}"]`);
  }

  // The side bar.

  async openView(name = 'NecroCode'): Promise<void> {
    const item = this.page.locator('.activitybar .action-item', {
      has: this.page.locator(`.action-label[aria-label^="${name}"]`),
    });
    await item.first().waitFor();
    if ((await item.first().getAttribute('aria-expanded')) !== 'true') await item.first().click();
  }

  /** Room for long titles. */
  async widenSideBar(pixels: number): Promise<void> {
    const part = await this.page.locator('.part.sidebar').boundingBox();
    assert.ok(part !== null, 'There is no side bar.');
    const [x, y] = [part.x + part.width + 2, part.y + part.height / 2];
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(x + pixels, y, { steps: 4 });
    await this.page.mouse.up();
  }

  pane(title: string): Locator {
    return this.page.locator('.pane', { has: this.page.locator(`.pane-header[aria-label^="${title}"]`) });
  }

  /** The row with this label; a click expands it. */
  row(pane: Locator, label: string | RegExp): Locator {
    return pane
      .getByRole('treeitem')
      .filter({ has: this.page.locator('.label-name', { hasText: label }) })
      .first();
  }

  async inlineAction(row: Locator, name: string): Promise<void> {
    const action = row.locator(`.actions .action-label[aria-label^="${name}"]`);
    const until = Date.now() + stepMsMax;
    // Rows that come above it may move it away under the pointer, and one that is drawn anew forgets that it is there.
    for (;;) {
      try {
        await this.page.mouse.move(0, 0);
        await row.hover({ timeout: triesMsMax });
        await action.click({ timeout: triesMsMax });
        return;
      } catch (error) {
        if (Date.now() > until) throw error;
      }
    }
  }

  /** The same for an action that asks back. A press on a row that is being drawn anew is lost, and is made again. */
  async confirmedAction(row: Locator, name: string, button = name): Promise<void> {
    const until = Date.now() + stepMsMax;
    do await this.inlineAction(row, name);
    while (!(await isSeen(this.dialog(), askMsMax)) && Date.now() < until);
    await this.dialogButton(button);
  }

  async contextAction(row: Locator, name: string): Promise<void> {
    await row.click({ button: 'right' });
    await this.menuItem(name);
  }

  /** Takes an entry of the menu that is open. */
  async menuItem(name: string): Promise<void> {
    const item = this.page
      .locator('.monaco-menu .action-menu-item')
      .filter({ has: this.page.getByText(name, { exact: true }) });
    await item.waitFor();
    // The menu ignores a button that is released within 100 ms of its opening.
    await this.page.waitForTimeout(200);
    await item.click();
    await item.waitFor({ state: 'detached' });
  }

  // Editors, panels, terminals.

  /** By its path in the repository. */
  async openFile(path: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.quick.locator('.quick-input-box input').fill(path);
    const name = path.split('/').at(-1) ?? path;
    const row = this.quick.locator('.quick-input-list .monaco-list-row', {
      has: this.page.locator('.label-name', { hasText: name }),
    });
    await row.first().click();
    await this.tab(name).waitFor();
  }

  /** A lens above a line of the editor that is shown. */
  lens(title: string): Locator {
    return this.page.locator('.codelens-decoration a', { hasText: title }).first();
  }

  tab(title: string | RegExp): Locator {
    return this.page.locator('.tabs-container .tab', { hasText: title }).first();
  }

  /** The inside of the webview that shows this text. */
  async webview(text: string | RegExp): Promise<FrameLocator> {
    const until = Date.now() + stepMsMax;
    while (Date.now() < until) {
      const count = await this.page.locator('iframe.webview.ready').count();
      for (let index = 0; index < count; index++) {
        const outer = this.page.locator('iframe.webview.ready').nth(index).contentFrame();
        const inner = outer.locator('#active-frame').contentFrame();
        const found = await inner
          .locator('body', { hasText: text })
          .count()
          .catch(() => 0);
        if (found > 0) return inner;
      }
      await this.page.waitForTimeout(100);
    }
    throw new Error(`No webview shows ${String(text)}.`);
  }

  /** The same as a frame, in which a script can be run. */
  async webviewFrame(text: string | RegExp): Promise<Frame> {
    const inner = await this.webview(text);
    const handle = await inner.locator('body').elementHandle();
    const frame = await handle?.ownerFrame();
    assert.ok(frame, `The webview that shows ${String(text)} has no frame.`);
    return frame;
  }

  /** The lines of the terminal that is shown. */
  async terminalText(): Promise<string> {
    const lines = await this.page.locator('.terminal-wrapper.active .xterm-rows > div').allInnerTexts();
    return lines.map((line) => line.replaceAll('\u00a0', ' ').trimEnd()).join('\n');
  }

  async focusTerminal(): Promise<void> {
    await this.page.locator('.terminal-wrapper.active .xterm').click();
    await this.page.locator('.terminal-wrapper.active .xterm-helper-textarea').focus();
  }

  async useTheme(name: string, kind: 'vs' | 'vs-dark' | 'hc-black'): Promise<void> {
    await this.command('Preferences: Color Theme');
    await this.quick.locator('.quick-input-box input').fill(name);
    await this.pick(name);
    await this.page.locator(`.monaco-workbench.${kind}`).waitFor();
  }

  // Pictures.

  /** A picture in which nothing moves; the pointer hovers over nothing. */
  async picture(path: string): Promise<void> {
    await this.page.addStyleTag({
      content:
        '*, *::before, *::after { transition: none !important; animation: none !important; caret-color: transparent !important; }',
    });
    await this.page.mouse.move(0, 0);
    await this.page.screenshot({ path, animations: 'disabled' });
  }

  /** Everything that a later window needs to look as this one did. */
  storage(): ReturnType<BrowserContext['storageState']> {
    return this.#context.storageState({ indexedDB: true });
  }

  /** Ends the window as its user would: the extension host is told, and ends. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context.close();
  }
}

async function isSeen(locator: Locator, timeout = lookMsMax): Promise<boolean> {
  try {
    await locator.waitFor({ timeout });
    return true;
  } catch {
    return false;
  }
}
