import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseTaskFile, setTaskState, toTaskset } from '../../../../src/core/intake/intake.ts';
import { findGraphProblems } from '../../../../src/core/model/graph.ts';
import type { BoxState } from '../../../../src/core/intake/intake.ts';

function check(text: string, task: { id: string; title: string }, expected: string | undefined): void {
  assert.equal(setTaskState(Buffer.from(text), task, 'done')?.toString(), expected);
}

describe('setTaskState', () => {
  const rows: [name: string, before: string, after: string][] = [
    ['CR LF', '- [ ] 1. A\r\n', '- [x] 1. A\r\n'],
    ['an escaped star', '- [ ]\\* 1. A', '- [x]\\* 1. A'],
    ['a tab', '\t-\t[\t]\t1. A', '\t-\t[x]\t1. A'],
    ['a no-break space, both bytes of it', '- [\u00A0] 1. A', '- [x] 1. A'],
    ['a byte order mark', '\uFEFF- [-] 1. A', '\uFEFF- [x] 1. A'],
    ['text of several bytes in front', '説明\n- [~] 1. A', '説明\n- [x] 1. A'],
    ['a box in backticks', '- `[ ]` 1. A', '- `[x]` 1. A'],
    ['a file that writes X', '- [X] 2. B\n- [ ] 1. A', '- [X] 2. B\n- [X] 1. A'],
  ];
  for (const [name, before, after] of rows) {
    it(`changes the one character beside ${name}`, () => check(before, { id: '1', title: 'A' }, after));
  }
  it('tells duplicate ids apart', () => {
    check('- [ ] 7.3 A\n- [ ] 7.3 B\n', { id: '7.3@L2', title: 'B' }, '- [ ] 7.3 A\n- [x] 7.3 B\n');
  });
  it('finds a task whose line has moved', () => {
    check('new\n- [ ] 7.3 A\n- [ ] 7.3 B\n', { id: '7.3@L2', title: 'B' }, 'new\n- [ ] 7.3 A\n- [x] 7.3 B\n');
    check('- [ ] New\n- [ ] A\n', { id: '1', title: 'A' }, '- [ ] New\n- [x] A\n');
  });
  it('leaves the file alone when the task is another one now, is ambiguous, or has no box', () => {
    check('- [ ] 1. Something else', { id: '1', title: 'A' }, undefined);
    check('- [ ] New\n- [ ] A\n- [ ] A\n', { id: '9', title: 'A' }, undefined);
    check('### Task 1: A\n**Acceptance Criteria**\n- [ ] c\n', { id: '1', title: 'A' }, undefined);
    assert.equal(setTaskState(Buffer.from([0x2d, 0xff]), { id: '1', title: 'A' }, 'done'), undefined);
  });
  it('finds a task by the shortened title of a plan', () => {
    const text = `- [ ] 1. ${'long '.repeat(200)}end\n`;
    const [task] = toTaskset(parseTaskFile(text, { file: 'tasks.md' }), { specId: 'x', includeOptional: false }).taskset
      .tasks;
    assert.ok(task !== undefined && setTaskState(Buffer.from(text), task, 'done')?.includes('[x]'));
  });
});

const titles = fc.constantFrom('Do it', '作る', 'Use `a` (P)', '**Bold**', '(Optional) x', 'Checkpoint', '~~gone~~');
const ids = fc.constantFrom('1. ', '1.1 ', '2. ', '2.1 ', '2.1a ', 'T001 ', '7.3 ', '');
const boxLine = fc
  .tuple(
    fc.constantFrom('', '  ', '    ', '\t'),
    fc.constantFrom('-', '*', '1.'),
    fc.constantFrom(' ', '~', '-', 'x', 'X', '\u00A0', '\t'),
    fc.constantFrom('', '*', '\\*'),
    ids,
    titles,
  )
  .map(([indent, bullet, mark, star, id, title]) => `${indent}${bullet} [${mark}]${star} ${id}${title}`);
const otherLine = fc.constantFrom(
  '',
  '  - detail',
  '## Task 2: Heading',
  '### 7. More',
  '```',
  '---',
  '  - _Depends: 1_',
  '**Acceptance Criteria**',
  '本文',
  '<!-- c',
  '-->',
);
const file = fc
  .tuple(
    fc.array(fc.oneof({ weight: 3, arbitrary: boxLine }, otherLine), { maxLength: 25 }),
    fc.constantFrom('\n', '\r\n'),
    fc.constantFrom('', '\uFEFF'),
  )
  .map(([lines, end, mark]) => mark + lines.join(end));
const states = fc.constantFrom<BoxState>('done', 'running', 'queued', 'todo');

describe('any file', () => {
  it('differs in one character after a change of state, and still holds the same tasks', () => {
    fc.assert(
      fc.property(file, states, fc.nat(), (text, state, choice) => {
        const bytes = Buffer.from(text);
        const before = parseTaskFile(text, { file: 'tasks.md' }).tasks;
        const task = before[choice % Math.max(1, before.length)];
        if (task === undefined) return;
        const after = setTaskState(bytes, { id: task.key, title: task.title }, state);
        const { boxOffset } = task.source;
        if (boxOffset === undefined) return assert.equal(after, undefined);
        assert.ok(after !== undefined);
        const end = bytes.indexOf(']', boxOffset);
        assert.ok(after.subarray(0, boxOffset).equals(bytes.subarray(0, boxOffset)));
        assert.ok(after.subarray(boxOffset + 1).equals(bytes.subarray(end)));
        const again = parseTaskFile(after.toString(), { file: 'tasks.md' }).tasks;
        assert.deepEqual(
          again.map(({ key, title }) => [key, title]),
          before.map(({ key, title }) => [key, title]),
        );
        assert.equal(again.find(({ key }) => key === task.key)?.state, state);
      }),
    );
  });
  it('gives a valid acyclic plan, whole or cut off anywhere', () => {
    fc.assert(
      fc.property(file, fc.nat(), fc.boolean(), (text, cut, includeOptional) => {
        const part = text.slice(0, cut % (text.length + 1));
        const { taskset } = toTaskset(parseTaskFile(part, { file: 'tasks.md' }), { specId: 'x', includeOptional });
        assert.deepEqual(findGraphProblems(taskset.tasks), []);
      }),
    );
  });
  it('keeps every box as a task, a criterion or an item of a checklist', () => {
    fc.assert(
      fc.property(fc.array(boxLine, { maxLength: 20 }), (lines) => {
        const { tasks } = parseTaskFile(lines.join('\n'), { file: 'tasks.md' });
        const text = tasks.map(({ title, body }) => `${title}\n${body}`).join('\n');
        assert.equal(tasks.length + (text.match(/^\s*(?:[-*]|1\.) \[/gm) ?? []).length, lines.length);
      }),
    );
  });
});
