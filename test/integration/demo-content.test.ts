// The demo without its dispatcher: the playbooks are taken step by step by their own driver, in a seeded repository, and what
// they leave is tested by the app's own tests.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { demoSentences, demoTitles } from '../../src/cli/demo/chat-app.ts';
import { seedDemo } from '../../src/cli/demo/demo.ts';
import { openAgents, startAgent } from '../../src/core/agents/agents.ts';
import { openGit } from '../../src/core/base/git.ts';
import { mergeTree } from '../../src/core/base/git-verbs.ts';
import { assignmentSchema } from '../../src/core/model/spirit.ts';
import type { Task } from '../../src/core/model/task.ts';
import { planOffline, surveyRepository } from '../../src/core/planner/planner.ts';
import { loadSettings } from '../../src/core/settings/settings.ts';
import { runGit } from '../support/repository.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

type TaskName = keyof typeof demoTitles;
type Reason = 'first' | 'fix' | 'conflict';

const contentDir = resolve('examples/chat-app');
const names = Object.keys(demoTitles) as TaskName[];
const env = { PATH: process.env['PATH'] ?? '', NECROCODE_DEMO_PACE: '0' };

async function demoFixture(language: 'en' | 'ja' = 'en') {
  const { path: folder, [Symbol.dispose]: dispose } = temporaryFolder();
  const { dir, sentence } = await seedDemo({ contentDir, dir: join(folder, 'demo'), language });
  const { taskset } = planOffline(sentence, { repository: await surveyRepository(dir) });
  const agents = await openAgents({ mainWorktree: dir, settings: { agents: {} } });
  const git = (...args: string[]): string => runGit(args, dir);
  const taskOf = (name: TaskName): Task => taskset.tasks.find(({ title }) => title === demoTitles[name][language])!;
  const context = join(folder, 'current-task.md');
  writeFileSync(context, '# Task\n');

  const work = async (name: TaskName, reason: Reason = 'first', conflicts: readonly string[] = []): Promise<void> => {
    const task = taskOf(name);
    const playbook = await agents.playbook(undefined, task.required_skill);
    const assignment = assignmentSchema.parse({
      ...{ protocol: 'spirit/1', type: 'issue_assignment', agent_instance: 'a', issue_id: 'i', attempt: 1 },
      ...{ spec_id: taskset.spec_id, task_id: task.id },
      payload: {
        ...{ task, playbook, base: 'b', branch: 'b', agent: { name: 'playbook', driver: 'playbook' }, launch: dir },
        ...{ slot: { name: 's', path: dir, git_dir: dir }, artifacts_dir: folder, attempt_dir: folder },
        author: { name: 'a', email: 'b' },
      },
    });
    await using session = await startAgent({
      ...{ assignment, onOutput: () => {}, onUsage: () => {}, check: async () => undefined },
      env: { ...env, NECROCODE_CONTEXT: context, NECROCODE_CONFLICTS: conflicts.join('\n') },
    });
    const turn = { round: 1, reason, prompt: '', timeoutMs: 30_000, signal: AbortSignal.timeout(30_000) };
    assert.deepEqual(await session.run(turn), { kind: 'ended' });
  };

  return {
    ...{ folder, dir, taskset, agents, git, taskOf, work, [Symbol.dispose]: dispose },
    commit: (message: string): string => {
      git('add', '--all');
      git('commit', '--quiet', '--message', message);
      return git('rev-parse', 'HEAD');
    },
    test: (program = process.execPath, args = ['--test', 'test/all.js']) => {
      const { status, stdout } = spawnSync(program, args, { cwd: dir, encoding: 'utf8' });
      return { isGreen: status === 0, output: stdout };
    },
  };
}

describe('the demo', () => {
  for (const language of ['en', 'ja'] as const) {
    it(`knows the tasks that "${demoSentences[language]}" is planned into, and has a playbook for each`, async () => {
      using fixture = await demoFixture(language);
      const { dir, taskset, agents } = fixture;
      const tasks = taskset.tasks.filter(({ kind }) => kind === 'work');
      const titles = names.map((name) => demoTitles[name][language]);
      assert.deepEqual(tasks.map(({ title }) => title).sort(), titles.sort());
      for (const { title, required_skill } of tasks) {
        assert.notEqual(await agents.playbook(undefined, required_skill), undefined, required_skill);
        assert.ok(existsSync(join(dir, '.kiro/playbooks/solutions', title, 'first')), title);
      }
      const ids = names.map((name) => fixture.taskOf(name).id);
      for (const [at, name] of names.entries()) {
        const earlier = ids.slice(0, at);
        assert.ok(
          fixture.taskOf(name).dependencies.every((id) => earlier.includes(id)),
          name,
        );
      }
    });
  }

  it('begins with one commit, settings that are right, and nothing that shows the finished work', async () => {
    using fixture = await demoFixture();
    const { dir, folder, git } = fixture;
    assert.equal(git('status', '--porcelain'), '');
    assert.equal(git('log', '--format=%s', 'main'), 'Begin a chat app');
    assert.doesNotMatch(git('ls-files'), /solutions/);
    const { workers, agent, verify } = await loadSettings({ mainWorktree: dir, home: folder });
    assert.deepEqual({ workers, agent, verify }, { workers: 3, agent: 'playbook', verify: ['npm test'] });
    assert.ok(fixture.taskset.tasks.every((task) => task.verify?.join() === 'npm test'));
    assert.ok(fixture.test('npm', ['test']).isGreen);
  });

  it('refuses a folder that holds anything, and a file', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'mine.txt'), 'mine');
    const check = async (dir: string, message: RegExp) => {
      await assert.rejects(seedDemo({ contentDir, dir, language: 'en' }), { name: 'UserError', message });
    };
    await check(folder.path, /is not empty/);
    await check(join(folder.path, 'mine.txt'), /is no folder/);
    assert.deepEqual(readdirSync(folder.path), ['mine.txt']);
  });

  it('grows task by task, and only the first version of the authentication is red', async () => {
    using fixture = await demoFixture();
    for (const name of names) {
      await fixture.work(name);
      if (name === 'auth-api') {
        const { isGreen, output } = fixture.test();
        assert.ok(!isGreen);
        assert.match(output, /lets a session last seven days/);
        await fixture.work(name, 'fix');
      }
      const { isGreen, output } = fixture.test();
      assert.ok(isGreen, `${name}:\n${output}`);
      fixture.commit(name);
    }
  });

  for (const [first, second] of [
    ['message-server', 'auth-api'],
    ['auth-api', 'message-server'],
  ] as const) {
    it(`lets ${second} meet ${first} in one file, where both sides are kept`, async () => {
      using fixture = await demoFixture();
      const { dir, git, work, commit } = fixture;
      await work('database');
      const base = commit('database');
      await work(first, 'first');
      await work(first, 'fix');
      const tip = commit(first);
      git('switch', '--quiet', '--detach', base);
      await work(second);
      await work(second, 'fix');
      const head = commit(second);

      const merge = await mergeTree(openGit({ cwd: dir }), tip, head);
      const files = merge.kind === 'conflict' ? merge.files : [];
      assert.deepEqual(files, ['src/server/parts.js']);
      git('read-tree', '--reset', '-u', merge.tree);
      await work(second, 'conflict', files);
      const { isGreen, output } = fixture.test();
      assert.ok(isGreen, output);
      assert.match(git('show', `${commit('both')}:src/server/parts.js`), /^ {2}(?:chat|auth),\n {2}(?:chat|auth),$/m);
    });
  }

  it('joins the real-time channel to the other parts without a conflict', async () => {
    using fixture = await demoFixture();
    const { dir, git, work, commit } = fixture;
    const base = git('rev-parse', 'HEAD');
    await work('realtime');
    const channel = commit('realtime');
    git('switch', '--quiet', '--detach', base);
    await work('database');
    await work('message-server');
    assert.equal((await mergeTree(openGit({ cwd: dir }), channel, commit('server'))).kind, 'clean');
  });
});
