// What a person can order of NecroCode, in a window that is not trusted: everything that would run something refuses, whoever calls it.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { App } from '../../src/extension/app.ts';
import { sitDown, startApp } from './window.ts';

const running = [
  ...[
    'plan',
    'planFromSpec',
    'execute',
    'pause',
    'resume',
    'cancel',
    'retryTask',
    'takeOver',
    'markDone',
    'markFailed',
  ],
  ...['showDiff', 'mergePull', 'requestChanges', 'commentOnPull', 'refreshPulls', 'doctor', 'cleanUp', 'signIn'],
];
const showing = [
  ...['openTask', 'openWorktree', 'addWorktreeToWorkspace', 'openLog', 'watchInTerminal', 'openArtifact', 'openPull'],
  ...['openPullOnForge', 'openDashboard', 'simulate', 'openSettings', 'showOutput', 'setModelKey', 'openWalkthrough'],
  ...['filterTasks', 'clearFilter', 'revealTask'],
];
/** They look at what they were called with first. */
const ofThreads = ['sendComment', 'sendChangeRequest'];

describe('in a window that is not trusted', () => {
  const isTrusted = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted')!;
  let app: App;

  before(async () => {
    app = await startApp();
    Object.defineProperty(vscode.workspace, 'isTrusted', { ...isTrusted, get: () => false });
  });
  after(() => {
    Object.defineProperty(vscode.workspace, 'isTrusted', isTrusted);
  });

  it('it is known of every command whether it runs something', () => {
    const { contributes } = app.context.extension.packageJSON as { contributes: { commands: { command: string }[] } };
    const known = [...running, ...showing, ...ofThreads].map((name) => `necrocode.${name}`);
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), known.sort());
  });

  for (const name of running) {
    it(`${name} refuses, and says so`, async () => {
      using person = sitDown();
      await vscode.commands.executeCommand(`necrocode.${name}`);
      assert.deepEqual(
        person.heard.map(({ text }) => text),
        ['This workspace is not trusted: NecroCode shows what is there and runs nothing.'],
      );
    });
  }
});
