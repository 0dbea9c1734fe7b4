// Every variant of a task list that occurs in real files: what counts as a task, and whose child it is.
import assert from 'node:assert/strict';
import { parseTaskFile } from '../../../../src/core/intake/intake.ts';
import type { ParsedTask } from '../../../../src/core/intake/intake.ts';

/** `1.2<1?*P+` reads: task 1.2 below 1, not a unit, optional, parallel, done. */
function show(task: ParsedTask): string {
  const marks = [
    task.parentKey === undefined ? '' : `<${task.parentKey}`,
    task.isUnit ? '' : '?',
    task.isOptional ? '*' : '',
    task.isParallel ? 'P' : '',
    task.isCancelled ? '~' : '',
    task.isCheckpoint ? '!' : '',
    { todo: '', queued: '=', running: '-', done: '+' }[task.state],
  ];
  return task.key + marks.join('');
}

function check(lines: string | string[], expected: string): void {
  const { tasks } = parseTaskFile([lines].flat().join('\n'), { file: 'tasks.md' });
  assert.equal(tasks.map(show).join(' '), expected);
}

function titlesOf(...lines: string[]): string[] {
  return parseTaskFile(lines.join('\n'), { file: 'tasks.md' }).tasks.map(({ title }) => title);
}

describe('parseTaskFile, whose child a task is', () => {
  it('takes the parent from the id, whether children are indented by two, three or four, or not at all', () => {
    for (const indent of ['', '  ', '   ', '    ', '\t']) check(['- [ ] 1. A', `${indent}- [x] 1.1 B`], '1? 1.1<1+');
  });
  it('skips several spaces after the box', () => check(['- [x]   1. A', '- [ ]    1.1 B'], '1?+ 1.1<1'));
  it('accepts indented and unindented children in one file', () => {
    check(['- [ ] 1. A', '  - [ ] 1.1 B', '- [ ] 1.2 C'], '1? 1.1<1 1.2<1');
  });
  it('makes a numbered heading a parent when boxes stand below it', () => {
    check(['## Task 3: A', '- [x] 3.1 B'], '3? 3.1<3+');
    check(['## 3. A', '- [x] 3.1 B'], '3? 3.1<3+');
    check(['#### 12. 【重要】A', '- [ ] 12.1 B'], '12? 12.1<12');
    check(['## タスク 4：A', '- [ ] 4.1 B'], '4? 4.1<4');
  });
  it('counts a heading and a box of the same id once, as the box', () => {
    check(['## Task 1: A', '', '- [x] 1. (P) A'], '1P+');
    check(['- [x] 1. A', '- [ ] 2. B', '', '### 1. A', 'Details.', '', '### 2. B', 'More.'], '1+ 2');
  });
  it('keeps the text below a heading that repeats a box', () => {
    const { tasks } = parseTaskFile('- [ ] 1. A\n\n### 1. A\n\nDetails of A.\n', { file: 'tasks.md' });
    assert.equal(tasks[0]?.body, 'Details of A.');
  });
  it('gives leaves without an id a number below their heading', () => {
    check(['## Task 2: A', '- [x] Create it', '- [ ] Test it'], '2? 2.1<2+ 2.2<2');
  });
  it('takes a heading with ticked acceptance criteria as the task itself', () => {
    const block = (mark: string) => [
      '### Task 4: A',
      '- **ID**: T-4',
      '- **Acceptance Criteria**:',
      '  - [x] one',
      `  - [${mark}] two`,
    ];
    check(block('x'), 'T-4+');
    check(block(' '), 'T-4');
    check(['### Task 4: A', '**受け入れ基準**', '- [x] 一'], '4+');
    check(['### Task 4: A', '', '#### Acceptance Criteria', '- [x] one'], '4+');
  });
  it('ends the criteria at the next bold label', () => {
    check(['### Task 4: A', '**Acceptance Criteria**', '- [x] one', '**Steps**', '- [ ] 4.1 B'], '4?+ 4.1<4');
  });
  it('reads three and four levels', () => {
    check(
      ['- [ ] 7. A', '  - [ ] 7.3 B', '    - [ ] 7.3.1 C', '      - [ ] 7.3.1.4 D'],
      '7? 7.3<7? 7.3.1<7.3? 7.3.1.4<7.3.1',
    );
  });
  it('makes a letter a child only when it is indented deeper than its base', () => {
    check(['- [ ] 7.3 A', '  - [ ] 7.3a B', '- [ ] 7.4 C', '- [ ] 7.4b D'], '7.3? 7.3a<7.3 7.4 7.4b');
    check(['- [ ] 3. A', '  - [ ] 3.1 B', '  - [ ] 3.1a C'], '3? 3.1<3 3.1a<3');
    check(['- [ ] T005 A', '- [ ] T005a B'], 'T005 T005a');
  });
  it('keeps a task with details of its own beside a sub-number at the same indentation', () => {
    check(['- [x] 1. Fix', '  - detail', '', '- [ ]* 1.1 Test'], '1+ 1.1*');
    check(['- [x] 1. Fix', '- [ ]* 1.1 Test'], '1?+ 1.1<1*');
  });
  it('takes boxes without an id below one with an id as its checklist', () => {
    check(['- [x] 1.1 A', '  - [x] Replace', '    - [ ] Deeper'], '1.1+');
    check(['- [ ] 3.V Verify', '  - [ ] Run it'], '3.V');
  });
  it('nests boxes without any id by indentation', () => check(['- [ ] A', '  - [ ] B', '- [ ] C'], '1? 1.1<1 2'));
  it('never lets a made-up number clash with an id that comes later', () => check(['- [ ] A', '- [ ] 1. B'], '2 1'));
  it('keeps both tasks of a duplicate id', () => {
    check(['- [ ] 7. A', '  - [ ]* 7.3 B', '  - [ ] 7.3 C'], '7? 7.3<7* 7.3@L3<7');
  });
  it('accepts ids out of order and ids that skip', () => {
    check(['- [ ] T019 A', '- [ ] T014 B', '- [ ] 4. C', '- [ ] 7. D'], 'T019 T014 4 7');
  });
  it('leaves phases, waves and stories as groups', () => {
    check(
      ['## Phase 1: Setup', '- [ ] T001 A', '## Wave 2 — 基盤', '- [ ] T002 B', '## User Story 3', '- [ ] T003 C'],
      'T001 T002 T003',
    );
  });
  it('inherits what is optional and what is removed', () => {
    check(['- [ ]* 2. A', '  - [ ] 2.1 B'], '2?* 2.1<2*');
    check(['## Task 7: A [removed]', '- [ ] 7.1 B'], '7?~ 7.1<7~');
  });
});

describe('parseTaskFile, what a box says', () => {
  const rows: [line: string, expected: string][] = [
    ['- [ ] 1. A', '1'],
    ['* [X] 1) A', '1+'],
    ['+ [-] 1: A', '1-'],
    ['1. [~] 2. A', '2='],
    ['- [>] 1. A', '1-'],
    ['- [/] 1. A', '1-'],
    ['- [\u00A0] 1. A', '1'],
    ['- [\t] 1. A', '1'],
    ['- `[x]` 1.1.1 A', '1.1.1+'],
    ['- [ ]* 1.2 A', '1.2*'],
    ['- [ ]\\* 3.3 A', '3.3*'],
    ['- [ ] 7.9* (P) A', '7.9*P'],
    ['- [ ] 2.1 A (並行可)', '2.1P'],
    ['- [ ] 2.1 （並列可） A', '2.1P'],
    ['- [ ] T012 [P] [US1] A', 'T012P'],
    ['- [ ] T-4 A', 'T-4'],
    ['- [ ] Task-2-1: A', 'Task-2-1'],
    ['- [ ] **Task 1.2** A', '1.2'],
    ['- [ ] **1.2 A**', '1.2'],
    ['- [ ] 3.V A', '3.V'],
    ['- [x] ~~7.1 A~~ [removed]', '7.1~+'],
    ['- [ ] ~~T012~~ **Deleted** — A', 'T012~'],
    ['- [ ] 10. (Optional) A', '10'],
    ['- [ ] 4. Checkpoint - Ensure all tests pass', '4!'],
    ['- [ ] 4. 最終チェックポイント', '4!'],
    ['- [ ] 4. Checkpointing of the log', '4'],
    ['- [ ] 3 unit tests', '1'],
    ['- [ ] TXXX A', '1'],
    ['- [ ] 3:00 is too late', '1'],
    ['- [ ] 1. A\r', '1'],
    ['\uFEFF- [ ] 1. A', '1'],
  ];
  for (const [line, expected] of rows) it(`reads ${JSON.stringify(line)}`, () => check(line, expected));

  const nothing = [
    '- [P] tasks = different files',
    '- [Story] label maps to a story',
    '- `[ ]` = Not started',
    '- [ ] = not started',
    'change `- [ ] 6.4` to `- [x] 6.4`',
    '- [ ]',
    '**Checkpoint**: all stories work',
    '**コミットメッセージ: "feat: A"**',
    '| 1.1 | A | 6.3, 6.4 |',
    '### 1. "Chicken and egg" problem',
  ];
  for (const line of nothing) it(`finds no task in ${JSON.stringify(line)}`, () => check(line, ''));

  it('takes markers off the title and leaves everything else on it', () => {
    assert.deepEqual(
      titlesOf(
        '- [ ] 1. (P) `a` **b** [PBT]',
        '- [ ] T001 [P] [US3-blocking] C',
        '- [ ] ~~2. D~~ [removed]',
        '- [ ] **3. E**',
      ),
      ['`a` **b** [PBT]', 'C', 'D [removed]', 'E'],
    );
  });
  it('says so when something was probably meant as a task', () => {
    const { problems } = parseTaskFile('- [ ] 1. A\n- [ ]2. B\n-[x] 3. C\n- [x](link) d\n', { file: 'tasks.md' });
    assert.deepEqual(
      problems.map(({ line }) => line),
      [2, 3],
    );
  });
  it('says so when a task in progress calls itself skipped', () => {
    const { problems } = parseTaskFile('- [-] 2.1 A (skipped: no need)\n', { file: 'tasks.md' });
    assert.equal(problems.length, 1);
  });
});

describe('parseTaskFile, what is set aside', () => {
  it('skips fences, front matter and comments', () => {
    check(['---', '- [ ] 9. no', '---', '- [ ] 1. A'], '1');
    check(['- [ ] 1. A', '```md', '- [ ] 9. no', '```', '- [ ] 2. B'], '1 2');
    check(['- [ ] 1. A', '   ~~~~', '- [ ] 9. no', '~~~', '~~~~', '- [ ] 2. B'], '1 2');
    check(['- [ ] 1. A', '<!--', '- [ ] 9. no', '-->', '- [ ] 2. B', '<!-- x -->', '- [ ] 3. C'], '1 2 3');
  });
  it('does not take inline code at the start of a line for a fence', () => {
    check(['- [ ] 1. A', '  ```` ``` ```` delimiter lines', '- [ ] 2. B'], '1 2');
  });
  it('loses nothing behind a fence, comment or front matter that never closes', () => {
    check(['- [ ] 1. A', '```', '- [ ] 2. B'], '1 2');
    check(['- [ ] 1. A', '<!-- note', '- [ ] 2. B'], '1 2');
    check(['---', '- [ ] 1. A'], '1');
  });
  it('reads a table with states when the file has no boxes', () => {
    check(
      ['| id | what | state |', '|---|---|---|', '| 1.1 | A | ✅ done |', '| 1.2 | B | ⬜ |', '| 1.3 | C | 🟡 |'],
      '1.1+ 1.2 1.3-',
    );
  });
  it('reads a plain list, but not a list inside prose', () => {
    check(['# To do', '- Add a login', '  with a password', '- Add a logout'], '1 2');
    check(['Some words.', '', 'More words.', '', '- Add a login', '- Add a logout', '', 'The end.'], '');
  });
});
