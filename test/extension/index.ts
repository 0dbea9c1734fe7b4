// The door through which the editor's extension host runs the suite: the files that `TEST_FILES` names, or all of them.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import * as vscode from 'vscode';
import { emptyWindow, print } from './print.ts';

const foldersMsMax = 5000;

export async function run(): Promise<void> {
  if (!(await hasFolders())) {
    print(emptyWindow);
    throw new Error('The window was opened without its folders.');
  }
  const only = process.env['TEST_FILES']?.split(',');
  Mocha.reporters.Base.consoleLog = print;
  const mocha = new Mocha({
    ui: 'bdd',
    color: false,
    timeout: 60_000,
    forbidOnly: true,
    forbidPending: true,
    retries: 1,
  });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith('.test.cjs') && only?.includes(name.replace('.test.cjs', '')) !== false) {
      mocha.addFile(join(__dirname, name));
    }
  }
  let count = 0;
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve).on('test end', () => {
      count += 1;
    });
  });
  if (count === 0) throw new Error('No test ran.');
  if (failures > 0) throw new Error(`${failures} tests have failed.`);
}

/** On a busy machine a window sometimes reads its workspace file before it can read files, and stays without folders until it is reloaded. */
async function hasFolders(): Promise<boolean> {
  const isThere = () => (vscode.workspace.workspaceFolders ?? []).length > 0;
  if (isThere()) return true;
  const { promise, resolve } = Promise.withResolvers<void>();
  const listening = vscode.workspace.onDidChangeWorkspaceFolders(() => resolve());
  const timer = setTimeout(resolve, foldersMsMax);
  await promise;
  clearTimeout(timer);
  listening.dispose();
  return isThere();
}
