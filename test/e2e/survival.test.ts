import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { keepEvidence, startEditor, type Editor } from '../support/editor.ts';
import type { Workbench } from '../support/page.ts';

// What happens to a window happens to the window alone: the run goes on, and the views come back as they were.

describe('a run outlives', function () {
  // One run, one window.
  this.retries(0);

  let editor: Editor;
  let window: Workbench;
  const tasks = () => window.pane('Tasks');
  const home = (name: string) => join(editor.host.home, name);
  const described = (label: string, text: RegExp) =>
    window.row(tasks(), label).locator('.label-description', { hasText: text }).waitFor();
  /** Process of the agent at this task, which has begun it once and is still there. */
  const agentOf = async (task: string) => {
    const told = home(`script.json.chat.${task}`);
    while (!existsSync(told)) await delay(50);
    const [first = '', ...more] = readFileSync(told, 'utf8').trim().split('\n');
    assert.deepEqual(more, [], `Task ${task} was begun again.`);
    const { pid } = JSON.parse(first) as { pid: number };
    process.kill(pid, 0);
    return pid;
  };

  before(async () => {
    editor = await startEditor();
    const script = {
      1: [{ waitFor: home('first'), files: { 'src/schema.sql': 'create table room (id int);\n' } }],
      2: [{ waitFor: home('second'), files: { 'src/api.js': 'export const rooms = [];\n' } }],
    };
    writeFileSync(home('script.json'), JSON.stringify(script));
    await editor.necrocode('plan', '--from', '.kiro/specs/chat');
    window = await editor.open();
    await window.openView();
  });
  afterEach(async function () {
    await keepEvidence(editor, this.currentTest, window);
  });
  after(async () => {
    for (const gate of ['first', 'second']) writeFileSync(home(gate), '');
    await window?.[Symbol.asyncDispose]();
    await editor?.[Symbol.asyncDispose]();
  });

  it('the reload of its window', async () => {
    await window.row(tasks(), '1 Create the database schema').waitFor();
    await window.command('NecroCode: Execute…');
    await window.pick('Start');
    await described('1 Create the database schema', /spirit/);
    const agent = await agentOf('1');
    await window.reload();
    await window.openView();
    await described('1 Create the database schema', /spirit/);
    await window.status().filter({ hasText: '0/3' }).waitFor();
    assert.equal(await agentOf('1'), agent);
    writeFileSync(home('first'), '');
    await described('2 Write the message API', /spirit/);
  });

  it('the sudden end of the extension host', async () => {
    const agent = await agentOf('2');
    const killed = extensionHost(editor);
    process.kill(killed, 'SIGKILL');
    // The editor starts another one, and asks nobody.
    while (extensionHost(editor) === killed) await delay(50);
    await described('2 Write the message API', /spirit/);
    assert.equal(await agentOf('2'), agent);
    writeFileSync(home('second'), '');
    await window.toast('chat is done: 3 of 3 tasks').waitFor();
    await described('3 Build the chat screen', /PR #3/);
    assert.deepEqual(window.violations(), []);
  });
});

/** The process that is the window's extension host now, as its log tells. */
function extensionHost({ host }: Editor): number {
  const logs = globSync(join(host.logsDir, '*/exthost*/remoteexthost.log')).map((path) => readFileSync(path, 'utf8'));
  const started = logs.flatMap((log) => [...log.matchAll(/^(\S+ \S+) .*Extension host with pid (\d+) started/gm)]);
  const [latest] = started.sort(([, one = ''], [, other = '']) => other.localeCompare(one));
  assert.ok(latest !== undefined, 'No extension host was started.');
  return Number(latest[2]);
}
