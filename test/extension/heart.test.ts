// The extension's heart in a real extension host: a plan is made, executed, steered and merged by commands alone, and what the window
// knows follows the registry.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { App, LiveRepository } from '../../src/extension/app.ts';
import { print } from './print.ts';

const spec_id = 'chat';
const waitMsMax = 40_000;

describe('the heart of the extension', function () {
  // One thing after the other, on one repository.
  this.retries(0);

  let app: App;
  let repository: LiveRepository;

  before(async () => {
    const extension = vscode.extensions.getExtension<App>('necrocode.necrocode');
    assert.ok(extension !== undefined);
    app = await extension.activate();
    await app.repositories.looked();
    repository = app.repositories.all()[0]!;
    assert.ok(repository !== undefined);
  });

  async function until(what: string, isReached: () => boolean): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const look = () => {
      if (isReached()) resolve();
    };
    const listening = app.repositories.onDidChangeState(look);
    const timer = setTimeout(() => reject(new Error(`${what} did not come.`)), waitMsMax);
    look();
    try {
      await promise;
    } finally {
      listening.dispose();
      clearTimeout(timer);
    }
  }

  const spec = () => repository.state().specs.get(spec_id);
  const states = () => [...(spec()?.tasks.values() ?? [])].map(({ state }) => state).join(' ');
  const target = (more: object = {}) => ({ repository: repository.place.mainWorktree, spec_id, ...more });

  it('plans from a spec of the workspace, and the window knows the plan', async () => {
    await vscode.commands.executeCommand('necrocode.planFromSpec', {
      repository: repository.place.mainWorktree,
      name: join(repository.place.mainWorktree, '.kiro/specs/chat'),
    });
    await until('the plan', () => spec()?.tasks.size === 3);
    assert.ok(existsSync(join(repository.place.mainWorktree, '.kiro/tasks/chat/tasks.json')));
  });

  it('executes it by a controller of its own, follows it, and merges at the end', async () => {
    const gate = join(homedir(), 'gate');
    const files = (name: string) => ({ [`src/${name}.txt`]: `${name}\n` });
    const script = {
      1: [{ files: files('one') }],
      2: [{ waitFor: gate, files: files('two') }],
      3: [{ files: files('three') }],
    };
    writeFileSync(join(homedir(), 'script.json'), JSON.stringify(script));
    await vscode.commands.executeCommand('necrocode.execute', target(), { workers: 3, delivery: 'integration' });
    await until('a task at work', () => /running|verifying|review|done/.test(states()));
    await vscode.commands.executeCommand('necrocode.pause', target());
    await until('the pause', () => spec()?.run?.state === 'paused');
    await vscode.commands.executeCommand('necrocode.resume', target());
    await until('the resumption', () => spec()?.run?.state === 'running');
    writeFileSync(gate, '');
    await until('the end', () => spec()?.run?.state === 'finished');
    assert.equal(states(), 'done done done');
    const number = spec()?.run?.final_pr;
    assert.ok(number !== undefined);
    print(`final pull request #${number}`);

    const asked: string[] = [];
    const { showInformationMessage } = vscode.window;
    Object.assign(vscode.window, {
      showInformationMessage: (question: string, ...rest: unknown[]) => {
        asked.push(question);
        return Promise.resolve(rest.at(-1));
      },
    });
    try {
      await vscode.commands.executeCommand('necrocode.mergePull', target({ pull: number }));
      await until('the merge', () => repository.state().pulls.get(number)?.state === 'merged');
    } finally {
      Object.assign(vscode.window, { showInformationMessage });
    }
    assert.ok(
      asked.some((question) => question.includes(`#${number}`)),
      asked.join(),
    );
    assert.ok(existsSync(join(repository.place.mainWorktree, 'src/three.txt')), 'the merge is checked out');
  });

  it('opens a task at its line', async () => {
    await vscode.commands.executeCommand('necrocode.openTask', target({ task_id: '2' }));
    const editor = vscode.window.activeTextEditor;
    assert.match(editor?.document.uri.path ?? '', /tasks\.md$/);
    assert.match(editor?.document.lineAt(editor.selection.active.line).text ?? '', /2\. Write the message API/);
  });

  it('shows the doctor’s page', async () => {
    await vscode.commands.executeCommand('necrocode.doctor');
    const page = await vscode.workspace.openTextDocument(vscode.Uri.parse('necrocode-page:/Doctor.md'));
    assert.match(page.getText(), /# Doctor: .*\n/);
    assert.match(page.getText(), /## Agents/);
  });
});
