// A run as somebody sees it who never leaves the editor: the rows of the three views, what stands above and beside a task list, the
// output of an agent, its problems, and a comment on its diff that brings it back to work. One journey; each step follows the last.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { keepEvidence, startEditor, type Editor } from '../support/editor.ts';
import { cacheDir } from '../support/host-place.ts';
import type { Workbench } from '../support/page.ts';

const waitMsMax = 30_000;
const schema = 'rooms = []\nmessages = []\n';
const better = 'rooms = {}\nmessages = []\n';
const skipped = 'def test_rooms():\n    assert rooms\n\n@pytest.mark.skip\ndef test_messages():\n    assert messages\n';
const whole = skipped.replace('@pytest.mark.skip\n', '');

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + waitMsMax;
  while (!(await isSo())) {
    assert.ok(Date.now() < end, 'It did not come.');
    await delay(50);
  }
}

describe('a run that is watched from the editor', function () {
  this.retries(0);

  let editor: Editor;
  let window: Workbench;
  let tasks: Locator;
  let pulls: Locator;
  let workers: Locator;

  const home = (name: string) => join(editor.host.home, name);
  const open = (gate: string) => writeFileSync(home(gate), '');
  /** To be looked at by whoever changes a view; README.md shows others. */
  const picture = (name: string) => window.picture(join(cacheDir, 'pictures/watched', `${name}.png`));
  const line = (text: string | RegExp) => window.page.locator('.view-line', { hasText: text }).first();
  /** What stands behind the lines of the task list. */
  const marks = async (wanted: readonly RegExp[]) => {
    // Said to the page as text: the types of pages are not for tests that run in Node.
    const shown = () =>
      window.page.evaluate<string[]>(
        `[...document.querySelectorAll('.view-line span')]
          .map((each) => getComputedStyle(each, '::after').content)
          .filter((text) => text !== 'none' && text !== 'normal')
          .map((text) => JSON.parse(text))`,
      );
    await until(async () => {
      const found = await shown();
      return found.length === wanted.length && wanted.every((each, at) => each.test(found[at] ?? ''));
    });
  };
  const description = (row: Locator, text: string | RegExp) =>
    row.locator('.label-description', { hasText: text }).waitFor();

  before(async () => {
    editor = await startEditor({ necrocode: { delivery: 'direct' } });
    const script = {
      1: [
        {
          begins: ['\u001b[1mReading the plan\u001b[0m', '\u001b[32m+ rooms\u001b[0m'],
          waitFor: home('schema'),
          says: ['The schema is written.'],
          files: { 'src/schema.py': schema, 'tests/test_schema.py': skipped },
        },
        { says: ['Rooms are a map now.'], files: { 'src/schema.py': better, 'tests/test_schema.py': whole } },
      ],
      2: [{ begins: ['Thinking about the API'], waitFor: home('api') }],
    };
    writeFileSync(home('script.json'), JSON.stringify(script));
    window = await editor.open();
    tasks = window.pane('Tasks');
    pulls = window.pane('Pull Requests');
    workers = window.pane('Workers');
  });
  afterEach(async function () {
    await keepEvidence(editor, this.currentTest, window);
  });
  after(async () => {
    open('schema');
    open('api');
    await window?.[Symbol.asyncDispose]();
    await editor?.[Symbol.asyncDispose]();
  });

  it('begins above the task list, with one click', async () => {
    await window.openView();
    await window.openFile('.kiro/specs/chat/tasks.md');
    await window.lens('Execute with NecroCode').click();
    await window.pick('Start');
    await description(window.row(tasks, 'chat'), '0/3 · 1 at work');
    await description(window.row(tasks, '1 Create the database schema'), /spirit_1/);
    await description(window.row(tasks, '3 Build the chat screen'), 'after 2');
  });

  it('is told beside the checkboxes', async () => {
    await window.tab('tasks.md').click();
    await marks([/^● running \d+\w · \w+_spirit_1$/, /^○ waiting for 1$/, /^○ waiting for 2$/]);
    await window.lens('0 of 3 done').waitFor();
    await picture('marks');
  });

  it('shows who is at work, in which slot', async () => {
    await workers.locator('.pane-header').click();
    await description(window.row(workers, /_spirit_1/), /^running \d+\w · 1 Create the database schema$/);
    const slots = window.row(workers, 'Slots');
    await slots.locator('.monaco-tl-twistie').click();
    await description(workers.getByRole('treeitem', { level: 2 }).last(), '1 Create the database schema');
    await picture('workers');
    await workers.locator('.pane-header').click();
  });

  it('lets one read what the agent says, while it says it', async () => {
    const row = window.row(tasks, '1 Create the database schema');
    await window.inlineAction(row, 'Watch in Terminal');
    await until(async () => (await window.terminalText()).includes('+ rooms'));
    await row.locator('.monaco-tl-twistie').click();
    await window.row(tasks, 'Attempt 1').locator('.monaco-tl-twistie').click();
    await window.row(tasks, 'Output').click();
    await line('+ rooms').waitFor();
    await picture('output');
    open('schema');
    await line('The schema is written.').waitFor();
    await until(async () => (await window.terminalText()).includes('The attempt has succeeded.'));
    await picture('output-ended');
    await window.command('Terminal: Kill All Terminals');
  });

  it('puts what waits for a person where persons look', async () => {
    await description(window.row(pulls, /^#1 /), 'waits for you · unblocks 2 tasks · 1 finding');
    await window.page.locator('.activitybar .badge[aria-label*="1 pull request waits for you"]').waitFor();
    await window.command('Problems: Focus on Problems View');
    const problems = window.page.locator('.markers-panel .monaco-list-row');
    await problems.filter({ hasText: 'A test is switched off' }).waitFor();
    await picture('problems');
    await window.command('View: Hide Panel');
  });

  it('takes a comment on the diff back to the agent', async () => {
    await window.inlineAction(window.row(pulls, /^#1 /), 'Show Diff');
    await line('rooms = []').hover();
    await window.page.locator('.comment-range-glyph.line-hover').first().click();
    const form = window.page.locator('.comment-form-container');
    await form.locator('.monaco-editor').click();
    await window.page.keyboard.type('A list is slow here. Make it a map.');
    await picture('comment');
    await form.locator('.monaco-button', { hasText: 'Request Changes' }).click();
    await window.page.locator('.review-comment', { hasText: 'Make it a map.' }).waitFor();
    await picture('comment-sent');
    await description(window.row(tasks, 'Attempt 2'), /^succeeded/);
    const asked = readFileSync(home('script.json.chat.1'), 'utf8');
    assert.match(asked, /`src\/schema\.py:1` A list is slow here\. Make it a map\./);
  });

  it('shows what has become of it', async () => {
    await description(window.row(pulls, /^#1 /), 'waits for you · unblocks 2 tasks · 1 comment');
    await window.command('View: Close All Editors');
    await window.inlineAction(window.row(pulls, /^#1 /), 'Show Diff');
    await line('rooms = {}').waitFor();
    await window.page.locator('.review-comment', { hasText: 'Make it a map.' }).waitFor();
    await picture('comment-answered');
    await window.command('Problems: Focus on Problems View');
    await window.page.locator('.markers-panel', { hasText: 'No problems have been detected' }).waitFor();
    await window.command('View: Hide Panel');
  });

  it('merges, and what waited begins', async () => {
    await window.confirmedAction(window.row(pulls, /^#1 /), 'Merge');
    await description(window.row(tasks, '2 Write the message API'), /spirit/);
    await description(window.row(tasks, '1 Create the database schema'), /^PR #1 · /);
    await description(window.row(pulls, 'Merged'), '1');
    await window.openFile('.kiro/specs/chat/tasks.md');
    await marks([/^✓ done · PR #1 · \d+s$/, /^● running/, /^○ waiting for 2$/]);
    await picture('merged');
  });

  it('shows only what one wants to see', async () => {
    await tasks.hover();
    await tasks.locator('.action-label[aria-label^="Filter Tasks"]').click();
    await window.quick
      .locator('.monaco-list-row', { hasText: 'At work' })
      .locator('input, .monaco-checkbox')
      .first()
      .click();
    await window.quick.locator('.monaco-button', { hasText: 'OK' }).click();
    await window.row(tasks, '3 Build the chat screen').waitFor({ state: 'detached' });
    await window.row(tasks, '2 Write the message API').waitFor();
    await tasks.locator('.message', { hasText: 'Shown: At work' }).waitFor();
    await picture('filtered');
    await tasks.hover();
    await tasks.locator('.action-label[aria-label^="Clear Filter"]').click();
    await window.row(tasks, '3 Build the chat screen').waitFor();
  });

  it('hands a task over to a person, in the slot where its agent was', async () => {
    await window.contextAction(window.row(tasks, '2 Write the message API'), 'Take Over in Terminal');
    await until(async () => (await window.terminalText()).includes('current-task.md'));
    await window.focusTerminal();
    await window.page.keyboard.type('git branch --show-current\n');
    await until(async () => /^feature\/task-chat-2-/m.test(await window.terminalText()));
    const row = window.row(tasks, '2 Write the message API');
    await description(row, /^waits for you/);
    await row.hover();
    await row.locator('.actions .action-label[aria-label^="Take Over in Terminal"]').waitFor();
    await picture('taken-over');
    await window.focusTerminal();
    await window.page.keyboard.type('echo "by hand" > api.txt; exit\n');
    await until(async () => (await window.terminalText()).includes('Is it done?'));
    await picture('taken-over-asks');
    await window.page.keyboard.type('d\n');
    await description(window.row(pulls, /^#2 /), /^waits for you/);
    // Nothing is left to say there.
    await window.page.locator('.terminal-wrapper.active').waitFor({ state: 'detached' });
    await picture('proven');
  });

  it('has refused nothing that the editor’s own rules forbid', () => {
    assert.deepEqual(window.violations(), []);
  });
});
