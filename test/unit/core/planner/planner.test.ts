// The plan on disk: what is written, what is kept, and what is refused before anything is written.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../../../src/core/base/errors.ts';
import { tasksetSchema, type Taskset } from '../../../../src/core/model/task.ts';
import { planOffline, preparePlan, writePlan, type PlanToWrite } from '../../../../src/core/planner/planner.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const tasksPlace = '.kiro/tasks/chat/tasks.json';

function taskset(tasks: Record<string, unknown>[]): Taskset {
  return tasksetSchema.parse({
    spec_id: 'chat',
    tasks: tasks.map((task) => ({ title: `Task ${String(task['id'])}`, ...task })),
  });
}

function place(root: string, path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

function filesBelow(root: string): string[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

/** Expects one UserError that says all of this, and not a byte written. */
async function checkRefused(plan: PlanToWrite, ...patterns: RegExp[]): Promise<void> {
  const before = filesBelow(plan.mainWorktree).map((file) => [
    file,
    readFileSync(join(plan.mainWorktree, file), 'utf8'),
  ]);
  await assert.rejects(writePlan(plan), (error) => {
    assert.ok(error instanceof UserError, String(error));
    for (const pattern of patterns) assert.match(error.message, pattern);
    return true;
  });
  const after = filesBelow(plan.mainWorktree).map((file) => [
    file,
    readFileSync(join(plan.mainWorktree, file), 'utf8'),
  ]);
  assert.deepEqual(after, before);
}

describe('writePlan', () => {
  it('writes the documents and, last, tasks.json', async () => {
    using folder = temporaryFolder();
    const plan = planOffline('a chat app', { specId: 'chat' });
    const { written, difference } = await writePlan({
      mainWorktree: folder.path,
      specId: 'chat',
      texts: plan.files,
      taskset: plan.taskset,
    });
    const documents = ['requirements.md', 'design.md', 'tasks.md'].map((file) => `.kiro/specs/chat/${file}`);
    assert.deepEqual(written, [...documents, tasksPlace]);
    assert.deepEqual(filesBelow(folder.path), [...written].sort());
    assert.deepEqual(
      difference.added,
      plan.taskset.tasks.map((task) => task.id),
    );
    assert.equal(readFileSync(join(folder.path, '.kiro/specs/chat/tasks.md'), 'utf8'), plan.files['tasks.md']);
    assert.deepEqual(JSON.parse(readFileSync(join(folder.path, tasksPlace), 'utf8')), plan.taskset);
  });

  it('publishes tasks.json after the documents that it goes with', async () => {
    using folder = temporaryFolder();
    const { files: texts, taskset: next } = planOffline('a chat app', { specId: 'chat' });
    const { written } = await writePlan({ mainWorktree: folder.path, specId: 'chat', texts, taskset: next });
    const published = written.map((file) => statSync(join(folder.path, file), { bigint: true }).ctimeNs);
    const last = statSync(join(folder.path, tasksPlace), { bigint: true }).ctimeNs;
    assert.ok(published.every((time) => time <= last));
  });

  it('counts the version up and tells what changed', async () => {
    using folder = temporaryFolder();
    const write = (tasks: Record<string, unknown>[]) =>
      writePlan({ mainWorktree: folder.path, specId: 'chat', taskset: taskset(tasks) });
    assert.equal((await write([{ id: '1' }, { id: '2' }, { id: '3' }])).taskset.taskset_version, 1);
    const second = await write([{ id: '1' }, { id: '2', title: 'Other' }, { id: '4' }]);
    assert.equal(second.taskset.taskset_version, 2);
    assert.deepEqual(second.difference, { added: ['4'], removed: ['3'], changed: ['2'], kept: ['1'] });
  });

  it('goes on from the plan that the registry knows when the file is gone', async () => {
    using folder = temporaryFolder();
    const previous = { ...taskset([{ id: '1' }]), taskset_version: 6 };
    const plan = { mainWorktree: folder.path, specId: 'chat', taskset: taskset([{ id: '2' }]), previous };
    const { taskset: next } = await writePlan({ ...plan, finished: new Set(['1']) });
    assert.deepEqual([next.taskset_version, next.tasks.map((task) => task.id)], [7, ['1', '2']]);
  });

  it('keeps unknown fields of the file through planning again, and changes nothing else', async () => {
    using folder = temporaryFolder();
    place(folder.path, tasksPlace, JSON.stringify({ team: 'blue', ...taskset([{ id: '1', owner: 'ann' }]) }));
    const { difference } = await writePlan({
      mainWorktree: folder.path,
      specId: 'chat',
      taskset: taskset([{ id: '1' }]),
    });
    assert.deepEqual(difference.kept, ['1']);
    const stored = tasksetSchema.parse(JSON.parse(readFileSync(join(folder.path, tasksPlace), 'utf8')));
    assert.deepEqual([stored['team'], stored.tasks[0]?.['owner'], stored.taskset_version], ['blue', 'ann', 2]);
  });

  it('leaves a tasks.md alone that differs in ticks and line ends only', async () => {
    using folder = temporaryFolder();
    const plan = planOffline('a chat app', { specId: 'chat' });
    const ticked = plan.files['tasks.md'].replace('- [ ] 1.1', '- [x] 1.1').replaceAll('\n', '\r\n');
    place(folder.path, '.kiro/specs/chat/tasks.md', ticked);
    const { written } = await writePlan({
      mainWorktree: folder.path,
      specId: 'chat',
      texts: { 'tasks.md': plan.files['tasks.md'] },
      taskset: plan.taskset,
    });
    assert.deepEqual(written, [tasksPlace]);
    assert.equal(readFileSync(join(folder.path, '.kiro/specs/chat/tasks.md'), 'utf8'), ticked);
  });

  it('replaces documents with other content only when told to', async () => {
    using folder = temporaryFolder();
    place(folder.path, '.kiro/specs/chat/design.md', 'mine');
    place(folder.path, '.kiro/specs/chat/tasks.md', 'mine too');
    const { files, taskset: next } = planOffline('a chat app', { specId: 'chat' });
    const plan = { mainWorktree: folder.path, specId: 'chat', texts: files, taskset: next };
    await checkRefused(plan, /design\.md/, /tasks\.md/);
    await writePlan({ ...plan, overwrite: true });
    assert.equal(readFileSync(join(folder.path, '.kiro/specs/chat/design.md'), 'utf8'), files['design.md']);
  });

  it('reports every broken rule at once, and cycles as a path', async () => {
    using folder = temporaryFolder();
    const broken = taskset([
      { id: '1', dependencies: ['2'] },
      { id: '2', dependencies: ['1'] },
      { id: '3', dependencies: ['9'] },
      { id: '4', dependencies: ['4'] },
      { id: '4' },
    ]);
    await checkRefused(
      { mainWorktree: folder.path, specId: 'chat', taskset: broken },
      /1 → 2 → 1/,
      /"9", which is no task/,
      /Task 4 depends on itself/,
      /every task id once/,
    );
  });

  it('refuses a plan that breaks the format, with the place of each fault', async () => {
    using folder = temporaryFolder();
    const strange = { ...taskset([{ id: '1' }, { id: '2' }]), spec_id: 'other' };
    strange.tasks[1] = { ...strange.tasks[1]!, title: '', dependencies: ['../1'] };
    await checkRefused(
      { mainWorktree: folder.path, specId: 'chat', taskset: strange },
      /tasks\[1\]\.title/,
      /tasks\[1\]\.dependencies\[0\]/,
      /plan of "chat", got one of "other"/,
    );
    await checkRefused({ mainWorktree: folder.path, specId: 'chat', taskset: taskset([]) }, /at least one task/);
    await checkRefused(
      { mainWorktree: folder.path, specId: '../chat', taskset: taskset([{ id: '1' }]) },
      /got "\.\.\/chat"/,
    );
  });

  it('refuses to give the id of finished work to other work', async () => {
    using folder = temporaryFolder();
    place(folder.path, tasksPlace, JSON.stringify(taskset([{ id: '1', title: 'Login' }])));
    const next = taskset([{ id: '1', title: 'Chat' }]);
    const plan = { mainWorktree: folder.path, specId: 'chat', taskset: next, finished: new Set(['1']) };
    await checkRefused(plan, /finished as "Login"/);
  });

  for (const [what, content, pattern] of [
    ['no JSON', '{"tasks": [', /no valid plan/],
    ['no plan', '{"spec_id": "chat", "tasks": [{"id": "1"}]}', /tasks\[0\]\.title/],
  ] as const) {
    it(`does not replace a tasks.json that is ${what}, unless told to`, async () => {
      using folder = temporaryFolder();
      place(folder.path, tasksPlace, content);
      const plan = { mainWorktree: folder.path, specId: 'chat', taskset: taskset([{ id: '1' }]) };
      await checkRefused(plan, pattern);
      assert.equal((await writePlan({ ...plan, overwrite: true })).taskset.taskset_version, 1);
    });
  }

  it('does not write through a link out of the worktree', async () => {
    using folder = temporaryFolder();
    using outside = temporaryFolder();
    symlinkSync(outside.path, join(folder.path, '.kiro'));
    const plan = { mainWorktree: folder.path, specId: 'chat', taskset: taskset([{ id: '1' }]) };
    await assert.rejects(writePlan(plan), UserError);
    assert.deepEqual(readdirSync(outside.path), []);
  });
});

describe('preparePlan', () => {
  it('tells what would be written and writes nothing', async () => {
    using folder = temporaryFolder();
    const plan = { mainWorktree: folder.path, specId: 'chat', taskset: taskset([{ id: '1' }]) };
    const { writes, difference } = await preparePlan(plan);
    assert.deepEqual(
      writes.map((write) => write.place),
      [tasksPlace],
    );
    assert.deepEqual(difference.added, ['1']);
    assert.equal(existsSync(join(folder.path, '.kiro')), false);
  });
});
