// Which repositories a window has: folders come and go, worktrees of one repository are opened together, `git init` is run and a
// registry appears while the window is open; and whatever another program does to a registry is seen.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { App, LiveRepository } from '../../src/extension/app.ts';
import { startApp, until } from './window.ts';

const runProgram = promisify(execFile);

describe('the folders of a window', function () {
  // One thing after the other, in one window.
  this.retries(0);

  let app: App;
  let first: LiveRepository;
  const place = (name: string) => join(homedir(), 'folders', name);
  const git = (folder: string, ...args: string[]) => runProgram('git', args, { cwd: folder });
  const names = () => app.repositories.all().map(({ name }) => name);
  const named = (name: string) => app.repositories.all().find((repository) => repository.name === name)!;
  const reaches = (what: string, isReached: () => boolean) => until(app, what, isReached);

  /** As somebody would in a terminal beside the editor. */
  const cli = (folder: string, ...args: string[]) => {
    const program = join(app.context.extensionPath, 'dist/cli.mjs');
    return runProgram(process.execPath, [program, ...args], {
      cwd: folder,
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
  };

  const writeSpec = (folder: string, spec_id: string, ...titles: string[]) => {
    const of = join(folder, '.kiro/specs', spec_id);
    mkdirSync(of, { recursive: true });
    writeFileSync(join(of, 'tasks.md'), titles.map((title, at) => `- [ ] ${at + 1}. ${title}\n`).join(''));
  };

  const openFolders = (...paths: string[]) => {
    const folders = paths.map((path) => ({ uri: vscode.Uri.file(path) }));
    assert.ok(
      vscode.workspace.updateWorkspaceFolders(1, (vscode.workspace.workspaceFolders?.length ?? 1) - 1, ...folders),
    );
  };

  before(async () => {
    app = await startApp();
    first = app.repositories.all()[0]!;
    for (const name of ['shop', 'bare folder']) mkdirSync(place(name), { recursive: true });
    await git(place('shop'), 'init', '--quiet', '--initial-branch=main');
    await git(place('shop'), 'commit', '--quiet', '--allow-empty', '--message', 'Begin');
    await git(place('shop'), 'worktree', 'add', '--quiet', '--detach', place('beside'));
    mkdirSync(join(place('shop'), 'packages'));
  });

  after(async () => {
    openFolders();
    await reaches('the first folder alone', () => names().length === 1);
  });

  it('are a repository once, however many of its worktrees and folders are open', async () => {
    openFolders(place('shop'), place('beside'), join(place('shop'), 'packages'), place('bare folder'));
    await reaches('the second repository', () => names().length === 2);
    assert.deepEqual(names(), [first.name, 'shop']);
    assert.equal(app.repositories.all()[0], first, 'the first one goes on');
    for (const path of [join(place('beside'), 'a.txt'), join(place('shop'), 'packages/b.txt')]) {
      assert.equal(app.repositories.of(vscode.Uri.file(path)), named('shop'), path);
    }
    assert.equal(app.repositories.of(vscode.Uri.file(join(place('bare folder'), 'c.txt'))), undefined);
    assert.equal(app.repositories.refusals().length, 1);
  });

  it('are noticed when they become repositories', async () => {
    await git(place('bare folder'), 'init', '--quiet', '--initial-branch=main');
    await reaches('the third repository', () => names().includes('bare folder'));
    assert.deepEqual(app.repositories.refusals(), []);
  });

  it('show a registry that appears, and that goes and comes again', async () => {
    await reaches('the first reading', () => named('shop').isLoaded());
    writeSpec(place('shop'), 'till', 'Count', 'Sum');
    await cli(place('shop'), 'plan', '--from', '.kiro/specs/till');
    await reaches('the plan', () => named('shop').state().specs.get('till')?.tasks.size === 2);
    rmSync(join(place('shop'), '.kiro/registry'), { recursive: true });
    await reaches('the loss', () => named('shop').state().specs.size === 0);
    writeSpec(place('shop'), 'shelf', 'Sort');
    await cli(place('shop'), 'plan', '--from', '.kiro/specs/shelf');
    await reaches('the next plan', () => named('shop').state().specs.has('shelf'));
  });

  it('say where a registry is damaged, and that it is mended', async () => {
    const log = join(place('shop'), '.kiro/registry/events.jsonl');
    const [last = ''] = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-1);
    // At the very end it would only be a line that somebody is still writing.
    appendFileSync(log, `not an event\n${last}\n`);
    await reaches('the damage', () => named('shop').damage() !== undefined);
    assert.ok(named('shop').state().specs.has('shelf'), 'what came before is shown');
    await cli(place('shop'), 'doctor', '--fix');
    await reaches('the mending', () => named('shop').damage() === undefined);
    assert.ok(named('shop').state().specs.has('shelf'));
  });

  it('see what another program asks of a run', async () => {
    writeFileSync(join(homedir(), 'script.json'), JSON.stringify({ 1: [{ waitFor: join(homedir(), 'never') }] }));
    await vscode.commands.executeCommand(
      'necrocode.execute',
      { repository: named('shop').place.mainWorktree, spec_id: 'shelf' },
      { workers: 1 },
    );
    const run = () => named('shop').state().specs.get('shelf')?.run;
    await reaches('the run', () => run()?.state === 'running');
    await cli(place('shop'), 'pause', 'shelf');
    await reaches('the pause', () => run()?.state === 'paused');
    await cli(place('shop'), 'cancel', 'shelf');
    await reaches('the end', () => run()?.state === 'finished');
  });

  it('are forgotten when they are closed', async () => {
    const shop = named('shop');
    openFolders(place('bare folder'));
    await reaches('two repositories', () => names().length === 2);
    assert.deepEqual(names(), [first.name, 'bare folder']);
    assert.equal(app.repositories.byPath(shop.place.mainWorktree), undefined);
  });
});
