import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { openRegistry } from '../../../src/core/registry/registry.ts';
import { registryPaths } from '../../../src/core/registry/registry.ts';
import type { NewEvent } from '../../../src/core/model/events.ts';
import { parseCommandLine } from '../../../src/cli/program.ts';
import { failure, node, story } from '../../support/builders.ts';
import { testSession, type SessionFields } from '../../support/session.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** All that is needed to find a registry: no git is run by what only looks. */
async function repositoryWith(path: string, events: readonly NewEvent[]): Promise<void> {
  mkdirSync(join(path, '.git'), { recursive: true });
  writeFileSync(join(path, '.git', 'HEAD'), 'ref: refs/heads/main\n');
  await using registry = await openRegistry({ dir: registryPaths(path).dir });
  await registry!.append(events);
}

/** Three tasks: one merged, one at work, one that has failed. */
function events(): NewEvent[] {
  const chat = story([node('1', { title: 'Schema' }), node('2', { title: 'ログイン' }), node('3')]).ready(
    '1',
    '2',
    '3',
  );
  chat.done('1', 1).start('2').start('3').fail('3', failure('no_changes'));
  chat.tell({ spec_id: 'chat', task_id: '3', type: 'TaskFailed', data: { failure: failure('no_changes') } });
  return chat.events.map(({ seq: _seq, epoch: _epoch, at: _at, ...event }) => event);
}

describe('the commands that only look', () => {
  const folder = temporaryFolder();
  before(() => repositoryWith(folder.path, events()));
  after(() => folder[Symbol.dispose]());

  async function run(line: string, fields: SessionFields = {}) {
    const session = await testSession({ cwd: folder.path, ...fields });
    const { messages, paint } = session;
    const parsed = await parseCommandLine(line.split(' '), { messages, width: 80 }, paint);
    assert.equal(parsed.kind, 'command');
    const action = await parsed.load();
    return { status: await action(session, parsed.given), text: session.written() };
  }

  it('show the state of all specs, and of one', async () => {
    const all = await run('status');
    assert.equal(all.status, 0);
    assert.match(all.text, /chat .* 1\/3 +running, 1 failed/);
    const one = await run('status chat', { language: 'ja' });
    assert.match(one.text, /● +2 +ログイン +実行中/);
  });

  it('print one document of JSON and nothing else when asked to', async () => {
    for (const line of [
      'status --json',
      'status chat --json',
      'pr list --json',
      'pr show 1 --json',
      'graph chat --format json',
    ]) {
      // The graph reads the plan, which this registry does not have.
      if (line.startsWith('graph')) continue;
      const { text } = await run(line);
      assert.doesNotThrow(() => void JSON.parse(text), line);
    }
  });

  it('name the specs and tasks that there are when another was asked for', async () => {
    await assert.rejects(run('status chta'), { message: 'There is no spec "chta".', hint: 'Did you mean chat?' });
    await assert.rejects(run('logs chat 9'), { message: 'chat has no task "9".' });
    await assert.rejects(run('pr show 7'), { message: 'There is no pull request #7.' });
    await assert.rejects(run('pr show seven'), { name: 'UsageError' });
  });

  it('tell the record as lines for a person, and as it stands', async () => {
    const { text } = await run('events chat');
    assert.match(text, /TaskCompleted +✓ Task 1 completed → PR #1/);
    const lines = (await run('events chat --since 5 --json')).text.trim().split('\n');
    const seqs = lines.map((line) => (JSON.parse(line) as { seq: number }).seq);
    assert.equal(seqs[0], 6);
    assert.ok(seqs.every((seq, at) => at === 0 || seq > seqs[at - 1]!));
  });

  it('list and show pull requests', async () => {
    assert.match((await run('pr list')).text, /No pull request is open/);
    assert.match((await run('pr list --all')).text, /#1 +chat 1 +1 +merged/);
    assert.match((await run('pr show 1')).text, /feature\/1 → necrocode\/chat/);
  });

  it('give numbers for monitoring', async () => {
    assert.match((await run('metrics')).text, /^necrocode_tasks\{spec="chat",state="failed"\} 1$/m);
  });

  it('show the log of an attempt, up to the line that is not finished yet', async () => {
    const attempt = join(registryPaths(folder.path).attempts, 'chat', '2', '1');
    await assert.rejects(run('logs chat 2'), { message: 'Nothing has been printed yet.' });
    mkdirSync(attempt, { recursive: true });
    writeFileSync(join(attempt, 'output.log'), 'line 1\n日本語\nhalf a li');
    assert.equal((await run('logs chat 2')).text, 'line 1\n日本語\nhalf a li');
    await assert.rejects(run('logs chat 2 --attempt 2'), { message: 'There is no attempt 2; the last one is 1.' });
  });

  it('follow a log until they are interrupted', async () => {
    const attempt = join(registryPaths(folder.path).attempts, 'chat', '2', '1');
    mkdirSync(attempt, { recursive: true });
    writeFileSync(join(attempt, 'output.log'), 'line 1\n');
    const session = await testSession({ cwd: folder.path });
    const { messages, paint } = session;
    const parsed = await parseCommandLine(['logs', 'chat', '2', '--follow'], { messages, width: 80 }, paint);
    assert.equal(parsed.kind, 'command');
    const write = session.stdout.write;
    session.stdout.write = (text) => {
      write(text);
      session.interrupt();
    };
    assert.equal(await (await parsed.load())(session, parsed.given), 130);
    assert.equal(session.written(), 'line 1\n');
  });

  it('say what is missing where no repository is', async () => {
    using elsewhere = temporaryFolder();
    await assert.rejects(run('status', { cwd: elsewhere.path }), {
      name: 'UserError',
      message: /not in a git repository/,
    });
  });

  it('refuse a plan without a source, or with two', async () => {
    await assert.rejects(run('plan'), { name: 'UsageError' });
    await assert.rejects(run('plan job --from tasks.md'), { name: 'UsageError' });
    await assert.rejects(run('plan -', { input: ' ' }), { name: 'UsageError' });
  });

  it('wait for a job on standard input no longer than the user does', async () => {
    const session = await testSession({ cwd: folder.path });
    const { messages, paint } = session;
    const stdin = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: false });
    const parsed = await parseCommandLine(['plan', '-'], { messages, width: 80 }, paint);
    assert.equal(parsed.kind, 'command');
    const planning = (await parsed.load())({ ...session, stdin }, parsed.given);
    stdin.write('A chat');
    session.interrupt();
    await assert.rejects(planning, { name: 'Cancelled' });
    stdin.destroy();
  });
});
