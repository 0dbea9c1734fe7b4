import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { keepEvidence, startEditor, type Editor } from '../support/editor.ts';
import type { Workbench } from '../support/page.ts';
import { picturesDir } from '../support/pictures.ts';

// An editor that speaks Japanese: so do the views, the commands, the plan and the graph.

const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

describe('in Japanese', () => {
  let editor: Editor;
  let window: Workbench;

  before(async () => {
    mkdirSync(picturesDir, { recursive: true });
    editor = await startEditor({
      language: 'ja',
      settings: { 'necrocode.planner.kind': 'offline' },
    });
    window = await editor.open({ width: 1440, height: 900 });
    await window.openView();
    await window.widenSideBar(80);
  });
  afterEach(async function () {
    await keepEvidence(editor, this.currentTest, window);
  });
  after(async () => {
    await window?.[Symbol.asyncDispose]();
    await editor?.[Symbol.asyncDispose]();
  });

  it('every command has a Japanese title', async () => {
    const titles = await window.commands('NecroCode: ');
    const ours = titles.filter((title) => title.startsWith('NecroCode: '));
    assert.ok(ours.length >= 5, titles.join(', '));
    // What the editor itself makes of views stays as the editor speaks.
    const english = ours.filter((title) => !japanese.test(title) && !/^NecroCode: (Focus|Toggle|Show) /.test(title));
    assert.deepEqual(english, []);
  });

  it('a Japanese sentence becomes a Japanese plan', async () => {
    await window.command('NecroCode: 計画');
    await window.answer('認証機能付きリアルタイムチャットアプリを作成');
    const page = await window.webview('データベーススキーマ');
    assert.match(await page.locator('html').getAttribute('lang').then(String), /^ja/);
    await window.row(window.page.locator('.part.sidebar'), /データベーススキーマ/).waitFor();
    await window.picture(join(picturesDir, 'plan-ja.png'));
    assert.deepEqual(window.violations(), []);
  });
});
