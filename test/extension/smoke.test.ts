import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { App } from '../../src/extension/app.ts';

// What must be there before anything else is worth testing.

describe('in the editor', () => {
  const extension = () => vscode.extensions.getExtension<App>('necrocode.necrocode');

  it('the extension starts, and finds the repository that is open', async () => {
    const app = await extension()?.activate();
    await app?.repositories.looked();
    assert.deepEqual(
      app?.repositories.all().map(({ name }) => name),
      ['my プロジェクト'],
    );
    assert.deepEqual(app?.repositories.refusals(), []);
  });

  it('every command of the manifest can be run', async () => {
    await extension()?.activate();
    const known = await vscode.commands.getCommands(true);
    const { contributes } = extension()?.packageJSON as { contributes: { commands: { command: string }[] } };
    assert.deepEqual(
      contributes.commands.map(({ command }) => command).filter((command) => !known.includes(command)),
      [],
    );
  });
});
