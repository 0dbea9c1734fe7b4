// Terminals about an attempt: one that shows it, once, until it has ended; and one for the person who takes its task over, with nothing
// in its environment that agents would not get either.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { App, LiveRepository } from '../../src/extension/app.ts';
import { sitDown, startApp, until } from './window.ts';

const spec_id = 'watching';

describe('in terminals', function () {
  // One thing after the other, on one attempt.
  this.retries(0);

  let app: App;
  let repository: LiveRepository;

  const gate = join(homedir(), 'gate-watching');
  const run = (name: string, ...args: unknown[]) => vscode.commands.executeCommand(`necrocode.${name}`, ...args);
  const target = (more: object = {}) => ({ repository: repository.place.mainWorktree, spec_id, ...more });
  const task = (id: string) => repository.state().specs.get(spec_id)?.tasks.get(id);

  before(async () => {
    app = await startApp();
    repository = app.repositories.all()[0]!;
    await until(app, 'the first reading', () => repository.isLoaded());
    const folder = join(repository.place.mainWorktree, '.kiro/specs', spec_id);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'tasks.md'), '- [ ] 1. Watch $(rm) \u202eme\n- [ ] 2. Wait\n');
    writeFileSync(join(homedir(), 'script.json'), JSON.stringify({ 1: [{ begins: ['At work'], waitFor: gate }] }));
    await run('planFromSpec', { repository: repository.place.mainWorktree, name: folder });
    await run('execute', target(), { workers: 1, delivery: 'direct' });
    await until(app, 'a task at work', () => task('1')?.state === 'running');
  });

  after(async () => {
    writeFileSync(gate, '');
    using person = sitDown();
    person.says([/Cancel the run/, 'Cancel Run']);
    await run('cancel', target());
    await until(app, 'the end', () => repository.state().specs.get(spec_id)?.run?.state === 'finished');
    for (const terminal of vscode.window.terminals) terminal.dispose();
  });

  it('an attempt is watched in one, however often it is asked for', async () => {
    const before = vscode.window.terminals.length;
    await run('watchInTerminal', target({ task_id: '1' }));
    await run('watchInTerminal', target({ task_id: '1', attempt: 1 }));
    assert.equal(vscode.window.terminals.length, before + 1);
    assert.equal(vscode.window.terminals.at(-1)?.name, '1 Watch $(rm) me');
  });

  it('the one of a person who takes over runs our command line, and holds no secret of the editor', async () => {
    process.env['SOME_SERVICE_TOKEN'] = 'hush';
    const { createTerminal } = vscode.window;
    const made: vscode.TerminalOptions[] = [];
    const shown: string[] = [];
    const fake = (options: vscode.TerminalOptions) => {
      made.push(options);
      return { show: () => shown.push(options.name ?? '') };
    };
    Object.assign(vscode.window, { createTerminal: fake });
    try {
      await run('takeOver', target({ task_id: '1' }));
    } finally {
      Object.assign(vscode.window, { createTerminal });
      delete process.env['SOME_SERVICE_TOKEN'];
    }
    const [options] = made;
    assert.ok(options !== undefined);
    assert.equal(shown.length, 1);
    assert.equal(options.strictEnv, true);
    assert.equal(options.env?.['SOME_SERVICE_TOKEN'], undefined);
    assert.equal(options.env?.['HOME'], homedir());
    assert.equal(options.cwd, repository.place.mainWorktree);
    assert.deepEqual(options.shellArgs?.slice(1), ['take-over', spec_id, '1']);
  });

  it('a task at which nobody works is not taken over, and it is said what helps', async () => {
    using person = sitDown();
    await run('takeOver', target({ task_id: '2' }));
    const { text } = await person.hears(/Nobody is at work on task 2/);
    assert.match(text, /Retry Task starts one/);
  });

  it('a task that was never tried has nothing to watch', async () => {
    using person = sitDown();
    await run('watchInTerminal', target({ task_id: '2' }));
    await person.hears(/Task 2 has not been tried yet/);
    assert.ok(!vscode.window.terminals.some(({ name }) => name.startsWith('2 ')));
  });
});
