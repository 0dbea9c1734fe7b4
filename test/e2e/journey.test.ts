import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepEvidence, startEditor, type Editor } from '../support/editor.ts';
import { root } from '../support/host-place.ts';
import type { Workbench } from '../support/page.ts';
import { picturesDir } from '../support/pictures.ts';
import { runGit } from '../support/repository.ts';

// The way of somebody who has never opened a terminal: from an empty repository to the end of a run, by clicking only.

const chatApp = join(root, 'examples/chat-app');
const agent = join(import.meta.dirname, '../support/agents/builds-chat.mjs');

describe('from a sentence to merged pull requests, by clicking only', function () {
  // Each step goes on from the one before.
  this.retries(0);

  let editor: Editor;
  let window: Workbench;
  const tasks = () => window.pane('Tasks');
  const pulls = () => window.pane('Pull Requests');
  const picture = (name: string) => window.picture(join(picturesDir, `${name}.png`));
  /** Lets the agents begin these tasks. */
  const go = (...ids: string[]) => writeFileSync(join(editor.host.home, 'go'), ids.join('\n'));

  before(async () => {
    mkdirSync(picturesDir, { recursive: true });
    editor = await startEditor({
      makeWorkspace: (path) => {
        mkdirSync(path, { recursive: true });
        runGit(['init', '--quiet', '--initial-branch=main'], path);
      },
      name: 'chat',
      settings: { 'necrocode.planner.kind': 'offline' },
      necrocode: { verify: ['npm test'] },
      agent: (home) => [process.execPath, agent, home, chatApp],
    });
    window = await editor.open({ width: 1440, height: 900 });
  });
  afterEach(async function () {
    await keepEvidence(editor, this.currentTest, window);
  });
  after(async () => {
    go('all');
    await window?.[Symbol.asyncDispose]();
    await editor?.[Symbol.asyncDispose]();
  });

  it('an empty repository offers to plan', async () => {
    await window.openView();
    await window.widenSideBar(80);
    await tasks().getByRole('button', { name: 'Plan' }).first().waitFor();
    await picture('welcome');
  });

  it('a sentence becomes a plan, with its graph and its forecast', async () => {
    await tasks().getByRole('button', { name: 'Plan' }).first().click();
    await window.quick.locator('.quick-input-box input').fill('Create a real-time chat app with authentication');
    await picture('plan-sentence');
    await window.page.keyboard.press('Enter');
    await window.toast(/10 tasks/).waitFor();
    await window.row(tasks(), '2.1 Database schema').waitFor();
    const page = await window.webview('Database schema');
    await page.locator('body').waitFor();
    await picture('plan');
  });

  it('it is executed by three workers', async () => {
    await (await window.webview('Database schema')).getByRole('button', { name: 'Execute' }).click();
    await window.pick('Workers');
    await window.pick(/^3$/);
    await window.pick('Delivery');
    await window.pick('direct');
    await window.pickRow('Start').filter({ hasText: '3 workers' }).waitFor();
    await picture('execute');
    await window.pick('Start');
    await window.status().filter({ hasText: '1/3' }).waitFor();
    await window.row(tasks(), '1.1 Project skeleton').locator('.label-description', { hasText: 'spirit' }).waitFor();
  });

  it('a finished task’s pull request is reviewed and merged, and what depends on it starts', async () => {
    go('1.1');
    await window.toast('Pull request #1 is ready').waitFor();
    await picture('pull-ready');
    await window.toastButton('Pull request #1 is ready', 'Review');
    const page = await window.webview('npm test');
    await picture('pull-first');
    await page.getByRole('button', { name: 'Show Diff' }).first().click();
    await window.page.locator('.multiDiffEntry').first().waitFor();
    await picture('diff');
    await window.tab('#1').click();
    await (await window.webview('npm test')).getByRole('button', { name: 'Merge' }).click();
    await window.dialogButton('Merge');
    await window.row(tasks(), '3.1 Real-time channel').locator('.label-description', { hasText: 'spirit' }).waitFor();
  });

  it('each that is merged lets the next begin, and the dashboard shows it in every kind of theme', async () => {
    go('2.1', '3.1');
    for (let merged = 1; merged < 3; merged += 1) await mergeNext();
    await window.row(tasks(), '5.1 Authentication API').locator('.label-description', { hasText: 'spirit' }).waitFor();
    await window.tab('Create a real-time chat app').click();
    await (await window.webview('Time line')).getByText('Authentication API').first().waitFor();
    await picture('dashboard-dark');
    await window.useTheme('Light 2026', 'vs');
    await picture('dashboard-light');
    await window.useTheme('Dark High Contrast', 'hc-black');
    await picture('dashboard-contrast');
    await window.useTheme('Dark 2026', 'vs-dark');
  });

  it('the run ends when the last one is merged', async () => {
    go('all');
    for (let merged = 3; merged < 9; merged += 1) await mergeNext();
    await window.toast('is done: 10 of 10 tasks').waitFor();
    await picture('done');
    assert.deepEqual(window.violations(), []);
  });

  async function mergeNext(): Promise<void> {
    const waiting = /^Pull request #\d+ .*waits for you/;
    const next = pulls().getByRole('treeitem', { name: waiting }).first();
    await next.waitFor();
    const [number] = /#\d+/.exec((await next.getAttribute('aria-label')) ?? '') ?? [];
    const row = pulls().getByRole('treeitem', { name: new RegExp(`^Pull request ${number} .*waits for you`) });
    await window.confirmedAction(row, 'Merge');
    await row.waitFor({ state: 'detached' });
  }
});
