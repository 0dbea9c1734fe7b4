// What an attempt becomes in the editor: lenses above its list, its output, what it changed and has left, and what review found in it,
// as documents and problems that other extensions and people can use like any other.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { App, LiveRepository } from '../../src/extension/app.ts';
import { sitDown, startApp, until } from './window.ts';

const spec_id = 'reading';
const waitMsMax = 30_000;
const hostile =
  '\u001b]0;owned\u0007\u001b]8;;https://example.org\u0007link\u001b]8;;\u0007 \u001b[31mred\u001b[0m \u001b[2J';

async function eventually<T>(what: string, find: () => T | undefined): Promise<T> {
  const end = Date.now() + waitMsMax;
  for (let found = find(); ; found = find()) {
    if (found !== undefined) return found;
    assert.ok(Date.now() < end, `${what} did not come.`);
    await delay(20);
  }
}

describe('in editors', function () {
  // One thing after the other, on one attempt.
  this.retries(0);

  let app: App;
  let repository: LiveRepository;

  const gate = join(homedir(), 'gate-reading');
  const inRepository = (path: string) => join(repository.place.mainWorktree, path);
  const list = () => vscode.Uri.file(inRepository(`.kiro/specs/${spec_id}/tasks.md`));
  const run = (name: string, ...args: unknown[]) => vscode.commands.executeCommand(`necrocode.${name}`, ...args);
  const target = (more: object = {}) => ({ repository: repository.place.mainWorktree, spec_id, ...more });
  const task = () => repository.state().specs.get(spec_id)?.tasks.get('1');
  const lenses = async () => {
    await vscode.workspace.openTextDocument(list());
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', list());
    return found.map(({ command }) => `${command?.title.replaceAll('\u00a0', ' ')} → ${command?.command}`);
  };
  const shown = (scheme: string) => vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === scheme);
  const textOf = async (uri: vscode.Uri) => (await vscode.workspace.openTextDocument(uri)).getText();

  before(async () => {
    app = await startApp();
    repository = app.repositories.all()[0]!;
    await until(app, 'the first reading', () => repository.isLoaded());
    mkdirSync(dirname(list().fsPath), { recursive: true });
    writeFileSync(list().fsPath, '- [ ] 1. Read\n');
    const files = {
      'reading.py': 'pages = 1\n',
      'tests/test_reading.py': 'def test_one():\n    assert pages\n\n@pytest.mark.skip\ndef test_two():\n    pass\n',
      'picture.bin': '\u0000\u0001',
    };
    const turn = { begins: ['First page', hostile], waitFor: gate, says: ['Last page'], files };
    writeFileSync(join(homedir(), 'script.json'), JSON.stringify({ 1: [turn] }));
  });

  after(async () => {
    writeFileSync(gate, '');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('a list that was never planned is executed by its lens, and steered by those that follow', async () => {
    assert.deepEqual(await lenses(), ['$(play) Execute with NecroCode → necrocode.execute']);
    await run('planFromSpec', { repository: repository.place.mainWorktree, name: dirname(list().fsPath) });
    await run('execute', target(), { workers: 1, delivery: 'direct' });
    await until(app, 'a task at work', () => task()?.state === 'running');
    assert.deepEqual(await lenses(), [
      '$(sync~spin) 0 of 1 done → necrocode.openDashboard',
      '$(debug-pause) Pause → necrocode.pause',
      '$(circle-slash) Cancel → necrocode.cancel',
    ]);
  });

  it('the output is text without a trace of what controls a terminal, and grows', async () => {
    await run('openLog', target({ task_id: '1' }));
    const log = await eventually('the output', () => shown('necrocode-log'));
    await eventually('what stands there', () => log.getText().includes('red') || undefined);
    assert.equal(log.getText(), 'First page\nlink red \n');
    // A person picks another language: for the editor it is closed, and opened again.
    await vscode.languages.setTextDocumentLanguage(log, 'plaintext');
    writeFileSync(gate, '');
    const again = await eventually('the end', () => {
      const now = shown('necrocode-log');
      return now?.getText().includes('did task 1') === true ? now : undefined;
    });
    assert.equal(again.getText(), 'First page\nlink red \nLast page\ndid task 1\n');
  });

  it('what review has found stands at its line in the file as the change has it', async () => {
    await until(app, 'the review', () => task()?.state === 'review');
    const ours = () =>
      vscode.languages
        .getDiagnostics()
        .flatMap(([uri, found]) => found.map((one) => ({ uri, one })))
        .filter(({ uri, one }) => one.source === 'NecroCode' && uri.path === '/tests/test_reading.py');
    const pattern = /^A test is switched off.* \(PR #\d+\)$/;
    const { uri, one } = await eventually('a problem', () => ours().find((each) => pattern.test(each.one.message)));
    assert.equal(one.severity, vscode.DiagnosticSeverity.Warning);
    const document = await vscode.workspace.openTextDocument(uri);
    assert.match(document.lineAt(one.range.start.line).text, /skip/);
  });

  it('a diff shows both sides of a file, and says of what is no text that it is none', async () => {
    const sidesOf = async (name: string) => {
      await run('showDiff', target({ task_id: '1', name }));
      const input = await eventually(`the diff of ${name}`, () => {
        const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
        return input instanceof vscode.TabInputTextDiff && input.modified.path === `/${name}` ? input : undefined;
      });
      return [await textOf(input.original), await textOf(input.modified)];
    };
    assert.deepEqual(await sidesOf('reading.py'), ['', 'pages = 1\n']);
    assert.deepEqual(await sidesOf('picture.bin'), ['', 'This file is binary.']);
  });

  it('a change is there to be tried, in a folder of its own beside the others', async () => {
    const folders = () => vscode.workspace.workspaceFolders ?? [];
    // Before it has happened nothing else may be asked for.
    const isChanged = () =>
      new Promise<void>((resolve) => {
        const hearing = vscode.workspace.onDidChangeWorkspaceFolders(() => {
          hearing.dispose();
          resolve();
        });
      });
    const number = task()?.pr;
    const isAdded = isChanged();
    await run('addWorktreeToWorkspace', { repository: repository.place.mainWorktree, pull: number });
    await isAdded;
    const added = await eventually('the folder', () => folders()[1]);
    assert.equal(added.name, `#${number}`);
    assert.equal(await textOf(vscode.Uri.joinPath(added.uri, 'reading.py')), 'pages = 1\n');
    const isRemoved = isChanged();
    vscode.workspace.updateWorkspaceFolders(1, 1);
    await isRemoved;
    assert.equal(folders().length, 1);
  });

  it('what an attempt has left is opened as it is', async () => {
    await run('openArtifact', target({ task_id: '1', name: 'diff.patch' }));
    const patch = await eventually('the patch', () => shown('necrocode-artifact'));
    assert.match(patch.getText(), /^diff --git/m);
    assert.match(patch.getText(), /^\+pages = 1$/m);
  });

  it('an address that names nothing opens nothing', async () => {
    const [log, git, artifact] = ['necrocode-log', 'necrocode-git', 'necrocode-artifact'];
    const elsewhere = JSON.stringify({ repository: '/etc', commit: 'HEAD', file: 'passwd', side: 'after' });
    const within = { repository: repository.place.mainWorktree, file: 'README.md', side: 'after' };
    for (const [scheme, query] of [
      ...[log, git, artifact].map((scheme) => [scheme, '{"']),
      [git, elsewhere],
      // No commit, but a name that git would resolve, or an option.
      [git, JSON.stringify({ ...within, commit: 'HEAD' })],
      [git, JSON.stringify({ ...within, commit: '--output=/tmp/x' })],
      [artifact, JSON.stringify({ ...target({ task_id: '1', attempt: 1 }), name: '../../../config' })],
    ]) {
      const uri = vscode.Uri.from({ scheme: scheme ?? '', path: '/x', query: query ?? '' });
      await assert.rejects(Promise.resolve(vscode.workspace.openTextDocument(uri)), `${scheme} ${query}`);
    }
  });

  it('problems go when the change concerns nobody any more', async () => {
    using person = sitDown();
    person.says([/Cancel the run/, 'Cancel Run']);
    await run('cancel', target());
    await eventually('the end of the problems', () => {
      const left = vscode.languages.getDiagnostics().flatMap(([, found]) => found);
      return left.some(({ source }) => source === 'NecroCode') ? undefined : true;
    });
  });
});
