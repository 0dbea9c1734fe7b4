import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { keepEvidence, startEditor, type Editor } from '../support/editor.ts';
import { root } from '../support/host-place.ts';
import type { Workbench } from '../support/page.ts';

// The same way without a mouse, and with titles of tasks that would rather do something than be read: a plan, a run, a review and a
// merge. What a screen reader would say is looked at on the way.

const titles = [
  '<img src=x onerror="document.title=1">',
  '[click](command:workbench.action.files.newUntitledFile) $(trash)',
  `\u202egnp.exe ${'long '.repeat(2000)}`,
];
const tasksMarkdown = `# Implementation Plan\n\n${titles.map((title, at) => `- [ ] ${at + 1}. ${title}\n`).join('')}`;

describe('by keyboard alone, with hostile titles', function () {
  // Each step goes on from the one before.
  this.retries(0);

  let editor: Editor;
  let window: Workbench;
  const press = async (...keys: string[]) => {
    for (const key of keys) await window.page.keyboard.press(key);
  };
  const run = (title: string) => window.commandByKey(title);
  const title = () => window.page.title();

  before(async () => {
    editor = await startEditor({
      necrocode: { delivery: 'direct', workers: 1 },
      files: { '.kiro/specs/chat/tasks.md': tasksMarkdown },
    });
    window = await editor.open();
  });
  afterEach(async function () {
    await keepEvidence(editor, this.currentTest, window);
  });
  after(async () => {
    await window?.[Symbol.asyncDispose]();
    await editor?.[Symbol.asyncDispose]();
  });

  it('a spec is planned', async () => {
    await run('NecroCode: Plan from Spec…');
    await window.pickRow('chat').waitFor();
    await press('Enter');
    await window.toast('3 tasks').waitFor();
  });

  it('it is executed from the tree, whose rows say what they are', async () => {
    await run('NecroCode: Focus on Tasks View');
    const rows = window.pane('Tasks').getByRole('treeitem');
    await rows.nth(3).waitFor();
    const spoken = await Promise.all(
      (await rows.all()).map(async (row) => (await row.getAttribute('aria-label')) ?? ''),
    );
    for (const label of spoken) assert.ok(label.length > 0 && label.length < 1000, `${label.length} letters`);
    assert.match(spoken[1] ?? '', /1.*<img src=x/);
    assert.ok(!spoken.join('').includes('\u202e'));
    await run('NecroCode: Execute…');
    await window.pickRow('Start').waitFor();
    await press('Enter');
    await window.toast('Pull request #1 is ready').waitFor();
  });

  it('its pull request is reviewed and merged', async () => {
    await run('NecroCode: Open Pull Request');
    const page = await window.webview('Request Changes');
    await assertAccessible(await window.webviewFrame('Request Changes'));
    const merge = page.getByRole('button', { name: 'Merge', exact: true });
    for (let steps = 0; steps < 40; steps += 1) {
      await press('Tab');
      if ((await merge.and(page.locator(':focus')).count()) > 0) break;
    }
    await press('Enter');
    await window.dialog().waitFor();
    await press('Enter');
    await page.getByText('merged', { exact: true }).first().waitFor();
  });

  it('the dashboard says the same to ears as to eyes', async () => {
    await run('NecroCode: Open Dashboard');
    const frame = await window.webviewFrame('Time line');
    await assertAccessible(frame);
  });

  it('no title has done anything', async () => {
    const before = await title();
    assert.notEqual(before, '1');
    for (const frame of window.page.frames()) {
      const acting = await frame.locator('img[src="x"], a[href^="command:workbench.action.files"]').count();
      assert.equal(acting, 0, frame.url());
    }
    assert.equal(await window.tab('Untitled').count(), 0);
    assert.deepEqual(window.violations(), []);
  });
});

async function assertAccessible(frame: Frame): Promise<void> {
  await frame.evaluate(readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8'));
  const found = await frame.evaluate<string[]>(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')))`,
  );
  assert.deepEqual(found, []);
}
