// The pages of the panels in a real browser, without an editor around them: in every theme, width and language they can be used by
// everybody, whatever stands in a plan is text, and the keyboard leads everywhere. `NECROCODE_SHOTS` names a folder for pictures.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { node, story } from '../support/builders.ts';
import { dashboardMessages, largePlan, runningChat, type Language } from '../support/panel-fixtures.ts';
import { openPanelPage, themeNames, type PanelPage, type PanelPageOptions } from '../support/panel-page.ts';
import { chatPull, pullMessages } from '../support/panel-pull-fixtures.ts';

const now = 24 * 60_000;
const shots = process.env['NECROCODE_SHOTS'];
const widths = { wide: { width: 1280, height: 820 }, narrow: { width: 460, height: 820 } };

describe('the pages of the panels', () => {
  let browser: Browser;

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser?.close());

  /** Every theme, width and language; of the fourth theme, which differs from the third in its colours alone, two. */
  const looks = themeNames.flatMap((theme) =>
    (['wide', 'narrow'] as const).flatMap((width) =>
      (['en', 'ja'] as const)
        .filter((language) => theme !== 'contrast-light' || (width === 'wide') === (language === 'en'))
        .map((language) => ({ theme, width, language, name: `${theme}, ${width}, ${language}` })),
    ),
  );

  async function audit(page: 'dashboard' | 'pull', look: (typeof looks)[number], messages: readonly unknown[]) {
    const { theme, width, language } = look;
    await using panel = await openPanelPage(browser, { page, theme, language, now, ...widths[width] });
    await panel.send(messages);
    if (page === 'dashboard') await panel.page.locator('.node').first().waitFor();
    assert.deepEqual(await panel.audit(), []);
    assert.deepEqual(await sidewaysOf(panel), 0, 'It is wider than the window.');
    assert.deepEqual(panel.complaints, []);
    if (shots !== undefined) {
      const path = join(shots, `${page}-${theme}-${width}-${language}.png`);
      await panel.page.screenshot({ path, fullPage: width === 'narrow' });
    }
  }

  describe('can be used by everybody', () => {
    for (const look of looks) {
      it(`on the dashboard: ${look.name}`, async () => {
        const messages = await dashboardMessages(runningChat(look.language), { language: look.language });
        const selected = { kind: 'reveal', task_id: '2.4' };
        await audit('dashboard', look, [...messages, selected]);
      });
      it(`on the page of a pull request: ${look.name}`, () =>
        audit('pull', look, pullMessages(chatPull(look.language), { language: look.language })));
    }

    it('also when the dashboard is a table', async () => {
      await using panel = await openDashboard({
        kept: { repository: '/work/chat', spec_id: 'chat-app', shows: 'table' },
      });
      assert.deepEqual(await panel.audit(), []);
      assert.equal(await panel.page.locator('tbody tr[id^="row-"]').count(), 14);
    });
  });

  async function openDashboard(options: Partial<PanelPageOptions> = {}, language: Language = 'en'): Promise<PanelPage> {
    const panel = await openPanelPage(browser, { page: 'dashboard', now, ...widths.wide, ...options });
    await panel.send(await dashboardMessages(runningChat(language), { language }));
    return panel;
  }

  describe('the dashboard', () => {
    it('asks for everything when it is new, and for the text of the task that is looked at', async () => {
      await using panel = await openDashboard();
      assert.deepEqual(await panel.saidOf('ask_snapshot'), { kind: 'ask_snapshot' });
      await panel.page.getByRole('option', { name: '2.4 Messages over WebSocket' }).first().click();
      assert.deepEqual(await panel.saidOf('ask_task_text'), { kind: 'ask_task_text', task_id: '2.4' });
    });

    it('walks through the graph by the arrow keys, along the edges', async () => {
      await using panel = await openDashboard();
      const heading = panel.page.locator('.details h2');
      await panel.page.getByRole('listbox', { name: 'Task graph' }).focus();
      await panel.page.keyboard.press('Home');
      await panel.page.keyboard.press('ArrowDown');
      assert.match((await heading.textContent()) ?? '', /^2\./);
      await panel.page.keyboard.press('ArrowUp');
      assert.match((await heading.textContent()) ?? '', /^1\./);
      await panel.page.keyboard.press('Escape');
      await heading.waitFor({ state: 'detached' });
    });

    it('reaches every button by the Tab key, and each has a name', async () => {
      await using panel = await openDashboard();
      const names = await tabThrough(panel, 40);
      for (const wanted of ['Pause', 'Cancel Run', 'Graph', 'Table', 'Search tasks', 'Zoom In', 'Show']) {
        assert.ok(names.includes(wanted), `${wanted} is not among ${names.join(', ')}.`);
      }
      assert.ok(!names.includes(''), names.join(', '));
    });

    it('says what was pressed, about which task', async () => {
      await using panel = await openDashboard();
      await panel.page.getByRole('button', { name: 'Pause' }).click();
      assert.deepEqual(await panel.saidOf('press'), { kind: 'press', command: 'pause' });
      await panel.page.getByRole('option', { name: '1.3 Continuous integration' }).first().click();
      await panel.page.getByRole('button', { name: 'Retry' }).click();
      assert.deepEqual(await panel.saidOf('press'), { kind: 'press', command: 'retryTask', task_id: '1.3' });
    });

    it('bars what changes something in a workspace that is not trusted, and says why', async () => {
      await using panel = await openPanelPage(browser, { page: 'dashboard', now });
      await panel.send(await dashboardMessages(runningChat(), { isTrusted: false }));
      const pause = panel.page.getByRole('button', { name: 'Pause' });
      assert.equal(await pause.getAttribute('aria-disabled'), 'true');
      assert.match((await pause.getAttribute('title')) ?? '', /not trusted/);
      await pause.click({ force: true });
      const said = await panel.said();
      assert.ok(said.every(({ kind }) => kind !== 'press'));
    });

    it('keeps what was searched for over a reload, and dims what does not match', async () => {
      await using panel = await openDashboard();
      await panel.page.getByRole('searchbox').fill('WEBSOCKET');
      await panel.page.getByText('Matching: 1').waitFor();
      assert.equal(await panel.page.locator('.node:not(.dimmed)').count(), 1);
      const kept = await keptWith(panel, 'WEBSOCKET');
      await using again = await openDashboard({ kept });
      await again.page.getByText('Matching: 1').waitFor();
    });

    it('draws the time line as soon as somebody has begun', async () => {
      await using panel = await openPanelPage(browser, { page: 'dashboard', now, ...widths.wide });
      const chat = story([node('1'), node('2')]);
      await panel.send(await dashboardMessages(chat, { spec_id: 'chat' }));
      await panel.page.getByText('Nobody has begun yet.').waitFor();
      chat.at(60_000).ready('1').start('1');
      await panel.send(await dashboardMessages(chat, { spec_id: 'chat' }));
      await panel.page.locator('.scale span', { hasText: '0s' }).waitFor();
      assert.ok(((await panel.page.locator('.bar').boundingBox())?.width ?? 0) > 100);
    });

    it('asks anew when it has missed a message', async () => {
      await using panel = await openDashboard();
      await panel.saidOf('ask_snapshot');
      await panel.send([{ kind: 'delta', version: 7 }]);
      assert.deepEqual(await panel.saidOf('ask_snapshot'), { kind: 'ask_snapshot' });
    });

    it('draws ten thousand tasks by groups, and lists only the rows in view', async () => {
      await using panel = await openPanelPage(browser, { page: 'dashboard', now, ...widths.wide });
      const messages = await dashboardMessages(largePlan(10_000), { spec_id: 'large' });
      assert.ok(JSON.stringify(messages).length < 200 * 10_000, 'The rows are not compact.');
      await panel.send(messages);
      await panel.page.locator('.node.group').first().waitFor();
      assert.ok((await panel.page.locator('.node').count()) <= 400);
      await panel.page.getByRole('button', { name: 'Table' }).click();
      await panel.page.locator('#row-0').waitFor();
      assert.ok((await panel.page.locator('tbody tr[id^="row-"]').count()) < 80);
    });
  });

  describe('whatever stands in a plan', () => {
    const hostile = `<img src=x onerror="alert(1)"> [run](command:x) \u202egnp.exe ${'long '.repeat(2000)}`;

    it('is text on the dashboard', async () => {
      await using panel = await openPanelPage(browser, { page: 'dashboard', now, ...widths.wide });
      const chat = story([node('1', { title: hostile }), node('2', { title: hostile, dependencies: ['1'] })]);
      chat.ready('1').start('1');
      await panel.send(await dashboardMessages(chat, { spec_id: 'chat' }));
      await panel.page.getByRole('option', { name: '1 <img src=x' }).first().click();
      const text = (await panel.page.locator('.details h2').textContent()) ?? '';
      assert.match(text, /<img src=x onerror="alert\(1\)"> \[run\]\(command:x\)/);
      assert.doesNotMatch(text, /\u202e/);
      assert.ok(text.length < 400);
      assert.equal(await panel.page.locator('img, a, script:not([nonce])').count(), 0);
      assert.equal(await sidewaysOf(panel), 0);
      assert.deepEqual(panel.complaints, []);
    });

    it('is text on the page of a pull request, and only the web can be opened from it', async () => {
      await using panel = await openPanelPage(browser, { page: 'pull', now, ...widths.wide });
      const body = `${hostile}\n\n[safe](https://example.com/a) [bad](javascript:alert(1)) ![x](https://example.com/p.png)`;
      const comments = [{ by: hostile, text: hostile, at: 0 }];
      await panel.send(pullMessages(chatPull('en', { title: hostile, body, comments, head: hostile })));
      assert.equal(await panel.page.locator('img, a, iframe, script:not([nonce])').count(), 0);
      const links = panel.page.locator('.web-link');
      assert.deepEqual(await links.allTextContents(), ['safe']);
      await links.first().click();
      assert.deepEqual(await panel.saidOf('open_link'), { kind: 'open_link', url: 'https://example.com/a' });
      assert.equal(await sidewaysOf(panel), 0);
      assert.deepEqual(panel.complaints, []);
    });
  });

  describe('the page of a pull request', () => {
    const open = async (options: Partial<PanelPageOptions> = {}) => {
      const panel = await openPanelPage(browser, { page: 'pull', now, ...widths.wide, ...options });
      await panel.send(pullMessages(chatPull()));
      return panel;
    };

    it('has a button for all that a person does with it', async () => {
      await using panel = await open();
      for (const [name, command] of [
        ['Merge', 'mergePull'],
        ['Show Diff', 'showDiff'],
        ['Open Worktree', 'openWorktree'],
        ['Open on GitHub', 'openPullOnForge'],
      ] as const) {
        await panel.page.getByRole('button', { name, exact: true }).click();
        assert.equal((await panel.saidOf('press'))['command'], command);
      }
    });

    it('keeps what is being written, and forgets it only when it has arrived', async () => {
      await using panel = await open();
      const box = panel.page.getByRole('textbox', { name: 'Your comment' });
      await box.fill('Please *again*.');
      await using again = await open({ kept: await keptWith(panel, 'Please *again*.') });
      const kept = again.page.getByRole('textbox', { name: 'Your comment' });
      assert.equal(await kept.inputValue(), 'Please *again*.');
      await again.page.locator('.box-actions').getByRole('button', { name: 'Request Changes' }).click();
      assert.deepEqual(await again.saidOf('say'), { kind: 'say', text: 'Please *again*.', asks_for_changes: true });
      await again.send([{ kind: 'said', is_accepted: false }]);
      assert.equal(await kept.inputValue(), 'Please *again*.');
      await again.page.locator('.box-actions').getByRole('button', { name: 'Comment' }).click();
      await again.send([{ kind: 'said', is_accepted: true }]);
      await again.page.waitForFunction(isEmpty, '.comment-box textarea');
    });

    it('asks for the text of a file only when the file is opened', async () => {
      await using panel = await openPanelPage(browser, { page: 'pull', now, ...widths.wide });
      const [page] = pullMessages(chatPull());
      await panel.send([page]);
      for (const path of ['src/server/session.ts', 'src/server/routes.ts', 'package.json']) {
        await panel.saidOf('ask_patch', { path });
      }
      assert.deepEqual(await panel.said(), []);
      await panel.page
        .getByRole('button', { name: /old\.md/, expanded: false })
        .first()
        .click();
      const asked = { diff_version: 1, path: 'docs/old.md' };
      assert.deepEqual(await panel.saidOf('ask_patch', asked), { kind: 'ask_patch', ...asked });
      assert.deepEqual(await panel.said(), []);
    });
  });
});

/** How far the page can be scrolled sideways. */
function sidewaysOf({ page }: PanelPage): Promise<number> {
  return page.locator('html').evaluate((html) => {
    const { scrollWidth, clientWidth } = html as unknown as { scrollWidth: number; clientWidth: number };
    return scrollWidth - clientWidth;
  });
}

/** Names of what has the focus after each press of the Tab key. */
async function tabThrough({ page }: PanelPage, times: number): Promise<string[]> {
  const names: string[] = [];
  for (let at = 0; at < times; at++) {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    if ((await focused.count()) === 0) break;
    names.push((await focused.getAttribute('aria-label')) ?? ((await focused.textContent()) ?? '').trim());
  }
  return names;
}

/** What the page has kept, as soon as this text is in it. */
async function keptWith(panel: PanelPage, text: string): Promise<unknown> {
  await panel.page.waitForFunction(hasKept, text);
  return panel.kept();
}

/** Runs in the page. */
function hasKept(text: string): boolean {
  const { panelKept } = globalThis as unknown as { panelKept: unknown };
  return JSON.stringify(panelKept ?? null).includes(text);
}

/** Runs in the page. */
function isEmpty(selector: string): boolean {
  const { document } = globalThis as unknown as { document: { querySelector(of: string): { value: string } | null } };
  return document.querySelector(selector)?.value === '';
}
