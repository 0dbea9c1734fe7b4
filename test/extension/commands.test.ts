// What a person does with a run, by commands alone: it is planned, started, held, resumed, tried again, sent back, merged and
// cancelled. The window's questions are answered, and what comes of the answers is read from the registry.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { App, LiveRepository } from '../../src/extension/app.ts';
import { sitDown, startApp, until, untilTab, type Person } from './window.ts';

const spec_id = 'steering';
const tasksMarkdown = ['Build the hull', 'Set the mast', 'Hoist the sail']
  .map((title, at) => `- [ ] ${at + 1}. ${title}\n`)
  .join('');

describe('the commands', function () {
  // One thing after the other, on one repository.
  this.retries(0);

  let app: App;
  let repository: LiveRepository;
  let person: Person;

  const script = join(homedir(), 'script.json');
  const gate = (name: string) => join(homedir(), `gate-${name}`);
  const open = (name: string) => writeFileSync(gate(name), '');
  const inRepository = (path: string) => join(repository.place.mainWorktree, path);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(inRepository(path)), { recursive: true });
    writeFileSync(inRepository(path), text);
  };
  const run = (name: string, ...args: unknown[]) => vscode.commands.executeCommand(`necrocode.${name}`, ...args);
  const target = (more: object = {}) => ({ repository: repository.place.mainWorktree, spec_id, ...more });
  const spec = () => repository.state().specs.get(spec_id);
  const task = (id: string) => spec()?.tasks.get(id);
  const pullOfTask = (id: string) => repository.state().pulls.get(task(id)?.pr ?? 0);
  const reaches = (what: string, isReached: () => boolean) => until(app, what, isReached);

  before(async () => {
    app = await startApp();
    repository = app.repositories.all()[0]!;
    write(`.kiro/specs/${spec_id}/tasks.md`, tasksMarkdown);
    write('.kiro/necrocode.yaml', 'retry:\n  attempts_max: 1\nplanner:\n  kind: offline\n');
    const turns = {
      1: [
        { waitFor: gate('1'), status: 1 },
        { files: { 'hull.txt': 'oak\n' } },
        { files: { 'hull.txt': 'tarred oak\n' } },
      ],
      2: [{ waitFor: gate('2') }],
    };
    writeFileSync(script, JSON.stringify(turns));
    await reaches('the first reading', () => repository.isLoaded());
  });

  beforeEach(() => {
    person = sitDown();
  });

  afterEach(() => {
    person[Symbol.dispose]();
    person.hasSaidAll();
  });

  it('say what is missing, when there is nothing to steer', async () => {
    const missing: [string, RegExp][] = [
      ['pause', /^Nothing is running/],
      ['resume', /^Nothing is paused/],
      ['cancel', /^Nothing is running/],
      ['mergePull', /^There is no open pull request/],
      ['openWorktree', /^No task holds a worktree/],
    ];
    for (const [name, expected] of missing) {
      await run(name);
      assert.match(person.heard.at(-1)?.text ?? '', expected);
    }
    await run('openTask', target({ task_id: '9' }));
    assert.match(person.heard.at(-1)?.text ?? '', /^There is no plan "steering"/);
  });

  it('run nothing in a workspace that is not trusted, and say so', async () => {
    const { isTrusted } = vscode.workspace;
    Object.defineProperty(vscode.workspace, 'isTrusted', { configurable: true, get: () => false });
    try {
      await run('execute', target());
      const { text, offered } = await person.hears(/not trusted/);
      assert.match(text, /runs nothing/);
      assert.deepEqual(offered, ['Manage Workspace Trust']);
    } finally {
      Object.defineProperty(vscode.workspace, 'isTrusted', { configurable: true, get: () => isTrusted });
    }
    assert.equal(spec(), undefined);
    assert.equal(existsSync(inRepository(`.kiro/tasks/${spec_id}`)), false);
  });

  it('execute a spec that was never planned: it is planned, and one list asks how', async () => {
    person.says(
      [/Execute steering/, 'Workers'],
      [/NecroCode: Workers/, '2'],
      [/Execute steering/, 'Delivery'],
      [/NecroCode: Delivery/, 'direct'],
      [/Execute steering/, 'Start'],
    );
    await run('execute', target());
    await reaches('the first task at work', () => task('1')?.state === 'running');
    assert.equal(spec()?.run?.workers, 2);
    assert.equal(spec()?.run?.delivery, 'direct');
    const last = person.heard.findLast(({ text }) => /Execute steering/.test(text));
    assert.match(last?.offered[0] ?? '', /Start 2 workers · .*scripted.* · a pull request for each task/);
  });

  it('do not execute twice what is running', async () => {
    await run('execute', target());
    await person.hears(/^steering is running already/);
  });

  it('pause and resume the only run without asking which', async () => {
    await run('pause');
    await reaches('the pause', () => spec()?.run?.state === 'paused');
    await run('resume');
    await reaches('the resumption', () => spec()?.run?.state === 'running');
  });

  it('try a failed task again when its run has ended, as it was executed before', async () => {
    open('1');
    await reaches('the end', () => spec()?.run?.state === 'finished');
    assert.equal(task('1')?.state, 'failed');
    await person.hears(/^Task 1 Build the hull needs you|has ended with failed tasks/);
    person.says(
      [/^Task 1 will run again/, 'Execute…'],
      [/Execute steering/, 'Start'],
      [/^Pull request #\d+ is ready/, 'Review'],
    );
    await run('retryTask');
    await reaches('the pull request', () => pullOfTask('1')?.state === 'open');
    assert.equal(spec()?.run?.workers, 2);
    const { offered } = await person.hears(/^Pull request #\d+ is ready: /);
    assert.deepEqual(offered, ['Review', 'Merge', 'Later']);
    await untilTab('necrocode.pull');
  });

  it('send a pull request back with what is to be changed, and comment on it', async () => {
    const { number, head_sha: before } = pullOfTask('1')!;
    person.says([/What is to be changed in #\d+/, 'Tar the planks, please.']);
    await run('requestChanges');
    await reaches('the changed pull request', () => pullOfTask('1')?.head_sha !== before);
    const [, , prompt = ''] = readFileSync(`${script}.${spec_id}.1`, 'utf8').trim().split('\n');
    assert.match(prompt, /Tar the planks, please\./);
    await person.hears(/^Pull request #\d+ was changed and is ready again/);
    await run('commentOnPull', target({ pull: number }), 'Well tarred.');
    const { comments } = await app.core.showPull(repository.place, number, { withDiff: false });
    assert.ok(comments.some(({ text }) => text === 'Well tarred.'));
  });

  it('merge what the person confirms, into the files that they see', async () => {
    await run('mergePull', target({ task_id: '1' }));
    const { text, detail } = await person.hears(/^Merge pull request/);
    assert.match(text, new RegExp(`#${task('1')?.pr}\\?`));
    assert.match(detail, /is merged into main\.\nmain is checked out here/);
    assert.equal(pullOfTask('1')?.state, 'open');
    person.says([/^Merge pull request/, 'Merge']);
    await run('mergePull', target({ task_id: '1' }));
    await reaches('the merge', () => pullOfTask('1')?.state === 'merged');
    assert.equal(readFileSync(inRepository('hull.txt'), 'utf8'), 'tarred oak\n');
    await reaches('what depends on it', () => task('2')?.state === 'running');
  });

  it('cancel a run that the person confirms', async () => {
    await run('cancel');
    const { text, detail } = await person.hears(/^Cancel the run of steering/);
    assert.match(text, /\?$/);
    assert.match(detail, /^One task that is at work is stopped\.\nWhat is finished stays/);
    assert.equal(spec()?.run?.state, 'running');
    person.says([/^Cancel the run of steering/, 'Cancel Run']);
    await run('cancel');
    await reaches('the end', () => spec()?.run?.state === 'finished');
    assert.equal(spec()?.run?.outcome, 'cancelled');
  });

  it('list what would be put away, and put away what the person confirms', async () => {
    const slots = () => [...repository.state().slots.values()].filter(({ path }) => existsSync(path));
    assert.notEqual(slots().length, 0);
    person.says([/^Put away \d+ things/, 'Clean Up']);
    await run('cleanUp');
    assert.match(person.heard.find(({ text }) => /^Put away/.test(text))?.detail ?? '', /slot/);
    assert.equal(slots().length, 0);
    await run('cleanUp');
    await person.hears(/^There is nothing to clean up in/);
  });

  it('say how long the rest would take, with how many workers', async () => {
    await run('simulate', target());
    const { offered } = await person.hears(/How long steering would take/);
    assert.match(offered[0] ?? '', /1 worker /);
    assert.match(offered.at(-1) ?? '', /Open Dashboard/);
  });

  it('keep a key in the editor’s secret storage alone, and forget it', async () => {
    const { secrets } = app.context;
    person.says([/Set Model Key/, ' sk-secret-1 '], [/Set Model Key A key is set/, '']);
    await run('setModelKey');
    assert.equal(await secrets.get('necrocode.openai.key'), 'sk-secret-1');
    await run('setModelKey');
    assert.equal(await secrets.get('necrocode.openai.key'), undefined);
  });

  it('plan from a sentence, show the plan, and offer to execute it', async () => {
    person.says([/NecroCode: Plan .*what is to be built/, 'A bookmark list with tags']);
    await run('plan');
    const { text, offered } = await person.hears(/ is planned: \d+ tasks/);
    assert.deepEqual(offered.slice(0, 2), ['Execute…', 'Open tasks.md']);
    const [planned = ''] = text.split(' ');
    assert.ok(existsSync(inRepository(`.kiro/tasks/${planned}/tasks.json`)), planned);
    await reaches('the plan', () => repository.state().specs.has(planned));
    const shown = vscode.window.visibleTextEditors.map(({ document }) => document.uri.path);
    assert.ok(
      shown.some((path) => path.endsWith(`/.kiro/specs/${planned}/tasks.md`)),
      shown.join(),
    );
  });

  it('offer the specs of the repository to plan from, and leave it at that when waved away', async () => {
    await run('planFromSpec');
    const { offered } = await person.hears(/NecroCode: Plan from Spec/);
    assert.ok(
      offered.some((row) => row.includes('.kiro/specs/steering')),
      offered.join(),
    );
    assert.match(offered.at(-1) ?? '', /Choose a file or folder…/);
  });
});
