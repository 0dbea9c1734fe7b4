import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { keepEvidence, startEditor, type Editor } from '../support/editor.ts';
import type { Workbench } from '../support/page.ts';

// In a repository that has to do with NecroCode the window shows it without being asked: no view is opened, and no command is run.

describe('the extension starts by itself', () => {
  let editor: Editor;
  let window: Workbench | undefined;
  const inRepository = (path: string) => join(editor.workspace, path);

  before(async () => {
    editor = await startEditor();
  });
  afterEach(async function () {
    await keepEvidence(editor, this.currentTest, window);
    await window?.[Symbol.asyncDispose]();
    window = undefined;
  });
  after(async () => {
    await editor?.[Symbol.asyncDispose]();
  });

  it('where there are specs, planned or not', async () => {
    assert.ok(!existsSync(inRepository('.kiro/registry')));
    window = await editor.open();
    await window.status().waitFor();
  });

  it('where there is a registry, whatever its plan was made from', async () => {
    await editor.necrocode('plan', '--from', '.kiro/specs/chat');
    rmSync(inRepository('.kiro/specs'), { recursive: true });
    assert.ok(existsSync(inRepository('.kiro/registry')));
    window = await editor.open();
    await window.status().waitFor();
  });
});
