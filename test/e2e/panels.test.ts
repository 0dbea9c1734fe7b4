// The panels in the real workbench, used as a person uses them: the dashboard of a run and the page of its pull request, by their
// buttons and by keys, over a reload of the window, with a title that would like to be more than a title.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FrameLocator } from 'playwright-core';
import { keepEvidence, startEditor, type Editor } from '../support/editor.ts';
import type { Workbench } from '../support/page.ts';
import { programs } from '../support/runs.ts';

const hostileTitle = 'Build <img src=x onerror=alert(1)> [run](command:workbench.action.quit) \u202egnp.exe';
const tasksMarkdown = `# Implementation Plan

- [ ] 1. Create the database schema
- [ ] 2. Write the message API
- [ ] 3. ${hostileTitle}
`;

describe('the panels of the editor', function () {
  // One thing after the other, in one window.
  this.retries(0);

  let editor: Editor;
  let window: Workbench;
  let dashboard: FrameLocator;
  let pull: FrameLocator;
  const gate = () => join(editor.host.home, 'gate');

  const necrocode = (...args: string[]) => {
    const env = { PATH: process.env['PATH'], HOME: editor.host.home, TMPDIR: process.env['TMPDIR'] };
    return promisify(execFile)(process.execPath, [join(programs, 'cli.mjs'), ...args], { cwd: editor.workspace, env });
  };

  const showDashboard = async () => {
    await window.tab('chat').click();
    dashboard = await window.webview('Create the database schema');
    await dashboard.getByRole('listbox', { name: 'Task graph' }).waitFor();
  };
  const showPull = async () => {
    await window.tab('PR #1').click();
    pull = await window.webview('Task 1: Create the database schema');
    await pull.getByRole('textbox', { name: 'Your comment' }).waitFor();
  };

  before(async () => {
    editor = await startEditor({ files: { '.kiro/specs/chat/tasks.md': tasksMarkdown } });
    const turn = {
      begins: ['thinking'],
      waitFor: gate(),
      files: { 'src/schema.sql': 'create table room (id int);\n' },
    };
    writeFileSync(join(editor.host.home, 'script.json'), JSON.stringify({ 1: [turn] }));
    await necrocode('plan', '--from', '.kiro/specs/chat');
    window = await editor.open();
  });
  afterEach(async function () {
    await keepEvidence(editor, this.currentTest, window);
  });
  after(async () => {
    if (editor !== undefined) writeFileSync(gate(), '');
    await window?.[Symbol.asyncDispose]();
    await editor?.[Symbol.asyncDispose]();
  });

  it('show a plan that nobody has begun, and offer to execute it', async () => {
    await window.openView();
    await window.row(window.pane('Tasks'), '1 Create the database schema').waitFor();
    await window.command('NecroCode: Open Dashboard');
    dashboard = await window.webview('Create the database schema');
    await dashboard.getByRole('button', { name: 'Execute' }).click();
    await window.pickRow('Start').waitFor();
    await window.page.keyboard.press('Escape');
    await window.tab('chat').waitFor();
  });

  it('follow a run that was begun elsewhere', async () => {
    await necrocode('execute', 'chat', '--workers', '2', '--delivery', 'direct', '--detach');
    await dashboard.getByRole('option', { name: '1 Create the database schema, running' }).waitFor();
    await dashboard.getByText('chat: 3 tasks, 2 workers').waitFor();
  });

  it('show a hostile title as what it is', async () => {
    const node = dashboard.getByRole('option', { name: '3 Build <img src=x onerror=alert(1)>' });
    assert.equal(await node.count(), 1);
    const text = (await node.textContent()) ?? '';
    assert.match(text, /\[run\]\(command:workbench\.action\.quit\)/);
    assert.doesNotMatch(text, /\u202e/);
    assert.equal(await dashboard.locator('img, a').count(), 0);
  });

  it('steer the run by their buttons', async () => {
    await dashboard.getByRole('button', { name: 'Pause' }).click();
    await dashboard.getByRole('button', { name: 'Resume' }).first().click();
    await dashboard.getByRole('button', { name: 'Pause' }).waitFor();
  });

  it('are used by keys alone: to a task, to its log, and back', async () => {
    await dashboard.getByRole('listbox', { name: 'Task graph' }).focus();
    await window.page.keyboard.press('End');
    await dashboard.getByRole('region', { name: 'Task 3' }).waitFor();
    await window.page.keyboard.press('Home');
    const card = dashboard.getByRole('region', { name: 'Task 1' });
    await card.getByRole('button', { name: 'Log', exact: true }).focus();
    await window.page.keyboard.press('Enter');
    await window.page.locator('.view-line', { hasText: 'thinking' }).waitFor();
    await showDashboard();
    await dashboard.getByRole('region', { name: 'Task 1' }).waitFor();
  });

  it('open the page of a pull request, with its diff and what speaks for it', async () => {
    writeFileSync(gate(), '');
    const review = dashboard.getByRole('button', { name: 'Review' }).first();
    // The page may be drawn anew between the press and the release of the button.
    for (let tries = 0; tries < 5 && !(await window.tab('PR #1').isVisible()); tries += 1) {
      await review.click();
      await window
        .tab('PR #1')
        .waitFor({ timeout: 5000 })
        .catch(() => undefined);
    }
    pull = await window.webview('Task 1: Create the database schema');
    await pull.getByRole('region', { name: 'Diff of src/schema.sql' }).getByText('create table room').waitFor();
    await pull.getByRole('button', { name: 'verify.json' }).waitFor();
  });

  it('send a comment, and empty the box when it has arrived', async () => {
    const box = pull.getByRole('textbox', { name: 'Your comment' });
    await box.fill('Looks *good* <b>to me</b>.');
    await pull.getByRole('button', { name: 'Comment', exact: true }).click();
    await pull.getByRole('listitem').getByText('<b>to me</b>').waitFor();
    await pull.locator('textarea:placeholder-shown').waitFor();
  });

  it('come back after a reload as they were', async () => {
    await pull.getByRole('textbox', { name: 'Your comment' }).fill('Half a sen');
    await window.reload();
    await showPull();
    await pull.locator('textarea:not(:placeholder-shown)').waitFor();
    assert.equal(await pull.getByRole('textbox', { name: 'Your comment' }).inputValue(), 'Half a sen');
    await showDashboard();
    await dashboard.getByRole('region', { name: 'Task 1' }).waitFor();
    await dashboard.getByRole('option', { name: '1 Create the database schema, in review' }).waitFor();
    await dashboard.getByText('PR #1 opened').waitFor();
  });

  it('merge a pull request, and what waited for it begins', async () => {
    await showPull();
    await pull.getByRole('button', { name: 'Merge' }).click();
    await window.dialogButton('Merge');
    await pull.getByText('Merged by').waitFor();
    assert.match(readFileSync(join(editor.workspace, 'src/schema.sql'), 'utf8'), /create table/);
    await showDashboard();
    await dashboard.getByRole('option', { name: '1 Create the database schema, done' }).waitFor();
    await dashboard.getByText('Task 2: Write the message API can start').waitFor();
  });

  it('break no rule of their security policy', () => {
    assert.deepEqual(window.violations(), []);
  });
});
