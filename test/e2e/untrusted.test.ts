import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepEvidence, startEditor, type Editor } from '../support/editor.ts';
import type { Workbench } from '../support/page.ts';

// Somebody else's repository, opened without trusting it: what it says is shown, and nothing that it names is run.

describe('in a workspace that is not trusted', () => {
  let editor: Editor;
  let window: Workbench;
  let planned: string;
  const tasks = () => window.pane('Tasks');
  const registry = (name: string) => join(editor.workspace, '.kiro/registry', name);
  const events = () => readFileSync(registry('events.jsonl'), 'utf8');

  before(async () => {
    editor = await startEditor({
      asksForTrust: true,
      files: {
        '.kiro/necrocode.yaml': 'verify: ["touch ../was-run"]\nslots: {setup: ["touch ../was-run"]}\n',
        '.vscode/settings.json': JSON.stringify({ 'necrocode.verify': ['touch was-run'], 'necrocode.agent': 'evil' }),
      },
    });
    await editor.necrocode('plan', '--from', '.kiro/specs/chat');
    planned = events();
    window = await editor.open();
    await window.openView();
  });
  afterEach(async function () {
    await keepEvidence(editor, this.currentTest, window);
  });
  after(async () => {
    await window?.[Symbol.asyncDispose]();
    await editor?.[Symbol.asyncDispose]();
  });

  it('its plan is shown, as a tree and as a graph', async () => {
    await window.row(tasks(), '2 Write the message API').waitFor();
    await window.command('NecroCode: Open Dashboard');
    const page = await window.webview('Write the message API');
    await page.getByText('not trusted').first().waitFor();
    for (const name of ['Execute', 'Retry', 'Cancel']) {
      const button = page.getByRole('button', { name });
      assert.ok((await button.count()) === 0 || (await button.first().isDisabled()), name);
    }
  });

  it('no command is offered that would run something', async () => {
    const isOffered = async (title: string) => (await window.commands(title)).includes(title);
    assert.ok(await isOffered('NecroCode: Open Dashboard'));
    for (const title of ['Plan…', 'Plan from Spec…', 'Execute…', 'Clean Up…', 'Retry Task', 'Merge…']) {
      assert.ok(!(await isOffered(`NecroCode: ${title}`)), title);
    }
  });

  it('a click above its task list says that nothing runs here', async () => {
    await window.openFile('.kiro/specs/chat/tasks.md');
    await window.lens('Execute with NecroCode').click();
    await window.toast('This workspace is not trusted: NecroCode shows what is there and runs nothing.').waitFor();
    assert.equal(await window.quick.isVisible(), false);
  });

  it('a click on its row does nothing', async () => {
    const row = window.row(tasks(), 'chat');
    await row.hover();
    const execute = row.locator('.actions .action-label[aria-label^="Execute"]');
    await execute.waitFor();
    assert.equal(await execute.getAttribute('aria-disabled'), 'true');
    await execute.click({ force: true });
    assert.equal(await window.quick.isVisible(), false);
  });

  it('nothing has run', () => {
    assert.ok(planned.length > 0);
    assert.equal(events(), planned);
    assert.ok(!existsSync(registry('controller.log')));
    assert.ok(!existsSync(join(editor.workspace, '../was-run')));
    assert.ok(!existsSync(join(editor.workspace, 'was-run')));
    assert.deepEqual(window.violations(), []);
  });
});
