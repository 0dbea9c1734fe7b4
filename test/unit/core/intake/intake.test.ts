// Folders and files as people have them, read from a real disk.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../../../src/core/base/errors.ts';
import type { ReadSpec } from '../../../../src/core/intake/intake.ts';
import { readSpecFolder } from '../../../../src/core/intake/intake.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

type Files = Record<string, string | Buffer>;

async function read(files: Files, at = '.'): Promise<ReadSpec> {
  using folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder.path, name)), { recursive: true });
    writeFileSync(path.join(folder.path, name), content);
  }
  return await readSpecFolder(path.join(folder.path, at));
}

/** Expected as `kind spec_id: task < dependencies, …`. */
async function check(files: Files, at: string, expected: string): Promise<void> {
  const { source, taskset } = await read(files, at);
  const tasks = taskset.tasks.map(({ id, dependencies }) =>
    [id, ...(dependencies.length > 0 ? ['<', ...dependencies] : [])].join(' '),
  );
  assert.equal(`${source.kind} ${taskset.spec_id}: ${tasks.join(', ')}`, expected);
}

const two = '- [ ] 1. A\n- [ ] 2. B\n';

describe('readSpecFolder', () => {
  const rows: [name: string, files: Files, at: string, expected: string][] = [
    [
      'a folder of Kiro',
      { '.kiro/specs/chat/tasks.md': two, '.kiro/specs/chat/requirements.md': '' },
      '.kiro/specs/chat',
      'kiro chat: 1, 2 < 1',
    ],
    ['its task file', { '.kiro/specs/chat/tasks.md': two }, '.kiro/specs/chat/tasks.md', 'kiro chat: 1, 2 < 1'],
    ['the only spec of a repository', { '.kiro/specs/chat/tasks.md': two }, '.', 'kiro chat: 1, 2 < 1'],
    [
      'a folder of cc-sdd',
      { 'chat/tasks.md': '- [ ] 1. (P) A\n- [ ] 2. (P) B\n', 'chat/spec.json': '{}' },
      'chat',
      'cc-sdd chat: 1, 2',
    ],
    [
      'a folder of spec-kit',
      { 'specs/001-chat/tasks.md': '- [ ] T001 A\n- [ ] T002 B\n', 'specs/001-chat/spec.md': '' },
      'specs/001-chat',
      'spec-kit 001-chat: T001, T002 < T001',
    ],
    [
      'a change of OpenSpec',
      {
        'openspec/changes/add-chat/tasks.md': '## 1. A\n- [ ] 1.1 a\n## 2. B\n- [ ] 2.1 b\n',
        'openspec/changes/add-chat/proposal.md': '',
      },
      'openspec/changes/add-chat',
      'openspec add-chat: 1.1, 2.1 < 1.1',
    ],
    ['a single file', { 'todo.md': '- Add a login\n- Add a logout\n' }, 'todo.md', 'task-file todo: 1, 2'],
    [
      'a single file in order',
      { 'todo.md': '1. Add a login\n2. Add a logout\n' },
      'todo.md',
      'task-file todo: 1, 2 < 1',
    ],
    [
      'a folder of loose files, one after another',
      { 'x/b.md': '- [ ] 1. C\n', 'x/a.md': two, 'x/notes.md': 'Nothing to do.' },
      'x',
      'folder x: a-1, a-2 < a-1, b-1 < a-2',
    ],
    [
      'a plan of its own',
      {
        '.kiro/tasks/chat/tasks.json': JSON.stringify({ spec_id: 'chat', tasks: [{ id: 'A-1', title: 'a', mine: 1 }] }),
      },
      '.kiro/tasks/chat',
      'taskset chat: A-1',
    ],
    [
      'a plan of task-master',
      {
        'r/.taskmaster/tasks/tasks.json': JSON.stringify({
          master: {
            tasks: [
              {
                id: 1,
                title: 'a',
                status: 'done',
                subtasks: [
                  { id: 1, title: 'x' },
                  { id: 2, title: 'y', dependencies: [1] },
                ],
              },
              { id: '2', title: 'b', dependencies: [1], priority: 'high' },
              { id: 3, title: 'c', dependencies: ['1.1', 9] },
            ],
          },
        }),
      },
      'r',
      'task-master r: 1.1, 1.2 < 1.1, 2 < 1.1 1.2, 3 < 1.1',
    ],
    [
      'issues of beads',
      {
        'r/.beads/issues.jsonl': [
          { id: 'r-e', title: 'epic', issue_type: 'epic' },
          { id: 'r-e.1', title: 'x', dependencies: [{ depends_on_id: 'r-e', type: 'parent-child' }] },
          {
            id: 'r-b',
            title: 'y',
            dependencies: [
              { depends_on_id: 'r-e', type: 'blocks' },
              { depends_on_id: 'r-z', type: 'related' },
            ],
          },
          { id: 'r-t', title: 'gone', status: 'tombstone' },
        ]
          .map((issue) => JSON.stringify(issue))
          .join('\n'),
      },
      'r',
      'beads r: r-e.1, r-b < r-e.1',
    ],
  ];
  for (const [name, files, at, expected] of rows) it(`reads ${name}`, () => check(files, at, expected));

  it('gives a plan without a heading the name of its spec', async () => {
    const titleOf = async (files: Files, at: string) => (await read(files, at)).taskset.title;
    assert.equal(await titleOf({ '.kiro/specs/chat/tasks.md': two }, '.kiro/specs/chat'), 'chat');
    assert.equal(await titleOf({ '.kiro/specs/chat/tasks.md': `# Tasks\n\n${two}` }, '.kiro/specs/chat'), 'chat');
    assert.equal(await titleOf({ '.kiro/specs/chat/tasks.md': `# Plan: Talk\n\n${two}` }, '.'), 'Plan: Talk');
    assert.equal(await titleOf({ 'x/a.md': two, 'x/b.md': two }, 'x'), 'x');
  });
  it('keeps fields of a plan that it does not know', async () => {
    const { taskset } = await read({
      'tasks.json': JSON.stringify({ spec_id: 'x', tasks: [{ id: 'A-1', title: 'a', mine: 1 }] }),
    });
    assert.equal(taskset.tasks[0]?.mine, 1);
  });
  it('gives every problem its file and line', async () => {
    const { problems } = await read({ 'x/tasks.md': '- [ ] 1. A\n- [ ]2. B\n' }, 'x');
    assert.deepEqual(
      problems.map(({ file, line }) => [path.basename(file), line]),
      [['tasks.md', 2]],
    );
  });
  it('passes over tasks of other tools that are put off, and lets nothing overtake what they waited for', async () => {
    const tasks = [
      { id: 1, title: 'a' },
      { id: 2, title: 'b', status: 'deferred', dependencies: [1] },
      { id: 3, title: 'c', dependencies: [2] },
    ];
    const { taskset } = await read({ 'tasks.json': JSON.stringify({ tasks }) });
    assert.deepEqual(
      taskset.tasks.map(({ status, dependencies }) => [status, ...dependencies]),
      [['pending'], ['skipped', '1'], ['pending', '2', '1']],
    );
  });

  const refusals: [name: string, files: Files, at: string, message: RegExp][] = [
    ['a path that is not there', {}, 'nowhere', /There is no file or folder/],
    ['a folder with nothing to do', { 'a.md': 'Only words.' }, '.', /holds no tasks/],
    ['an empty folder', {}, '.', /holds no task list/],
    [
      'a folder with several specs',
      { '.kiro/specs/a/tasks.md': two, '.kiro/specs/b/tasks.md': two },
      '.',
      /holds 2 specs:[^]*specs.a\n[^]*specs.b/,
    ],
    ['a file that is no UTF-8', { 'tasks.md': Buffer.from([0x2d, 0xff, 0xfe]) }, '.', /no UTF-8/],
    ['a plan that is no JSON', { 'tasks.json': '{' }, '.', /is no JSON/],
    [
      'a plan that is not valid, with every place',
      {
        'tasks.json': JSON.stringify({
          spec_id: 'x',
          tasks: [
            { id: 'A-1', title: 'a', dependencies: [7] },
            { id: '../b', title: '' },
          ],
        }),
      },
      '.',
      /tasks\[0\]\.dependencies\[0\][^]*tasks\[1\]\.id[^]*tasks\[1\]\.title/,
    ],
  ];
  for (const [name, files, at, message] of refusals) {
    it(`refuses ${name}`, () =>
      assert.rejects(
        read(files, at),
        (error) => error instanceof UserError && message.test(error.message) && error.hint !== undefined,
      ));
  }
});
