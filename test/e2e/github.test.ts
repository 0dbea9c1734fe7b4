// Pull requests that are on GitHub, in the real workbench: opened by a run, read, commented on and merged from the page of the pull
// request, and looked up again when their run has ended.
import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import * as z from 'zod';
import { keepEvidence, startEditor, type Editor } from '../support/editor.ts';
import { githubHost, type GithubHost } from '../support/github/github-host.ts';
import { pushMain } from '../support/github/github-run.ts';
import type { Workbench } from '../support/page.ts';
import { runGit } from '../support/repository.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { prepareWorkspace } from '../support/workspace.ts';

const pullSchema = z.looseObject({ state: z.string(), merged: z.boolean(), merged_by: z.looseObject({}).nullish() });
const commentsSchema = z.array(z.looseObject({ body: z.string() }));
/** The stand-in for GitHub keeps no time zones. */
const TZ = 'UTC';

describe('pull requests on GitHub', function () {
  // One thing after the other, in one window.
  this.retries(0);

  let folder: ReturnType<typeof temporaryFolder>;
  let github: GithubHost;
  let editor: Editor;
  let window: Workbench;
  let page: FrameLocator;
  const pulls = () => window.pane('Pull Requests');
  const there = async (number: number) => pullSchema.parse(await github.as('reviewer', 'GET', `/pulls/${number}`));

  before(async () => {
    process.env['TZ'] = TZ;
    folder = temporaryFolder();
    github = await githubHost({ folder: folder.path });
    editor = await startEditor({
      makeWorkspace: (path) => {
        prepareWorkspace(path);
        runGit(['remote', 'add', 'origin', github.remoteUrl], path);
      },
      necrocode: { github: { api_url: github.apiUrl, checks_grace_ms: 0, poll_ms: 200, poll_max_ms: 1000 } },
      // The server keeps GITHUB_TOKEN to itself.
      env: { GH_TOKEN: github.tokens.worker, TZ },
    });
    await pushMain(editor.workspace, github);
    window = await editor.open();
  });
  afterEach(async function () {
    await keepEvidence(editor, this.currentTest, window);
  });
  after(async () => {
    await window?.[Symbol.asyncDispose]();
    await editor?.[Symbol.asyncDispose]();
    await github?.[Symbol.asyncDispose]();
    folder?.[Symbol.dispose]();
  });

  it('are opened by a run, and the last one waits for a person', async () => {
    await window.openView();
    await window.command('NecroCode: Execute');
    await window.pick('Start');
    await window.toast('is done: 3 of 3 tasks').waitFor({ timeout: 90_000 });
    await window.row(pulls(), '#4').waitFor();
    for (const number of [1, 2, 3]) assert.equal((await there(number)).merged, true, `#${number}`);
    assert.equal((await there(4)).state, 'open');
  });

  it('are shown on a page that leads to GitHub', async () => {
    await window.toastButton('is done: 3 of 3 tasks', 'Review');
    page = await window.webview('the whole plan');
    const opened = window.page.context().waitForEvent('page');
    await page.getByRole('button', { name: 'Open on GitHub' }).click();
    const other = await opened;
    await other.waitForURL(/\/octo\/app\/pull\/4$/, { waitUntil: 'commit' });
    await other.close();
  });

  it('hear what is said on the page, and the page hears what is said there', async () => {
    await page.getByRole('textbox', { name: 'Your comment' }).fill('Looks *good*.');
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
    await page.getByRole('listitem').getByText('Looks good.').waitFor();
    const said = commentsSchema.parse(await github.as('reviewer', 'GET', '/issues/4/comments'));
    assert.deepEqual(
      said.map(({ body }) => body.includes('Looks *good*.')),
      [true],
    );
    await github.as('reviewer', 'POST', '/issues/4/comments', { body: 'Ship it.' });
    await window.command('NecroCode: Refresh Pull Requests');
    await page.getByRole('listitem').getByText('Ship it.').waitFor();
  });

  it('are merged there by a click here', async () => {
    await page.getByRole('button', { name: 'Merge' }).click();
    await window.dialogButton('Merge');
    await page.getByText('Merged by').waitFor();
    assert.equal((await there(4)).merged, true);
    assert.deepEqual(window.violations(), []);
  });
});
