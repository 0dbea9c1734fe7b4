// From a file's words about order to the dependencies of its tasks.
import assert from 'node:assert/strict';
import type { Dialect } from '../../../../src/core/intake/intake.ts';
import { parseTaskFile, toTaskset } from '../../../../src/core/intake/intake.ts';

type Given = { dialect?: Dialect; includeOptional?: boolean };

function connect(lines: string[], { dialect, includeOptional = true }: Given = {}) {
  const parsed = parseTaskFile(lines.join('\n'), { file: 'tasks.md', dialectHint: dialect });
  return toTaskset(parsed, { specId: 'x', includeOptional });
}

/** Expected as `task: what it waits for`. */
function check(lines: string[], expected: string[], given: Given = {}): void {
  const { taskset } = connect(lines, given);
  assert.deepEqual(
    taskset.tasks.map(({ id, dependencies }) => `${id}: ${[...dependencies].sort().join(' ')}`.trim()),
    expected,
  );
}

function withWaves(tasks: string[], waves: unknown): string[] {
  return [...tasks, '## Task Dependency Graph', '```json', JSON.stringify({ waves }), '```'];
}

const boxes = (...ids: string[]) => ids.map((id) => `- [ ] ${/^\d+$/.test(id) ? `${id}.` : id} Task`);

describe('order of a document', () => {
  it('runs siblings one after another, and parents too', () => {
    check(['- [ ] 1. A', '  - [ ] 1.1 a', '  - [ ] 1.2 b', '- [ ] 2. B'], ['1.1:', '1.2: 1.1', '2: 1.2']);
  });
  it('lets plain bullets run side by side, and says so', () => {
    check(
      ['# To do', '- [ ] A', '- [ ] B', '## More', '- [ ] C', '  - [ ] c', '  - [ ] d'],
      ['1:', '2:', '3.1:', '3.2:'],
    );
    const { problems } = connect(['# To do', '- [ ] A', '- [ ] B']);
    assert.match(
      problems.map(({ line, message }) => `${line} ${message}`).join(),
      /^2 The list says nothing of an order/,
    );
    assert.deepEqual(connect(['- [ ] A']).problems, []);
  });
  it('takes numbers, phases and the lists of a spec as an order', () => {
    check(['1. [ ] A', '2. [ ] B'], ['1:', '2: 1']);
    check(['- [ ] 1. A', '- [ ] B'], ['1:', '2: 1']);
    check(['## Phase 1', '- [ ] A', '## Phase 2', '- [ ] B'], ['1:', '2: 1']);
    check(['## Task 1: A', '- [ ] a', '- [ ] b'], ['1.1:', '1.2: 1.1']);
    check(['- [ ] A', '- [ ] B'], ['1:', '2: 1'], { dialect: 'kiro' });
  });
  it('holds plain bullets back at a checkpoint', () => {
    check(['- [ ] A', '- [ ] B', '- [ ] Checkpoint', '- [ ] C'], ['1:', '2:', '3: 1 2', '4: 3']);
  });
  it('runs consecutive parallel siblings together, and the next one after all of them', () => {
    const lines = [
      '- [ ] 1. A',
      '- [ ] 1.1 a',
      '- [ ] 1.2 (P) b',
      '- [ ] 1.3 (P) c',
      '- [ ] 1.4 d',
      '- [ ] 2. (P) B',
      '- [ ] 3. (P) C',
    ];
    check(lines, ['1.1:', '1.2: 1.1', '1.3: 1.1', '1.4: 1.2 1.3', '2: 1.4', '3: 1.4']);
  });
  it('adds what a task states to the order of the document', () => {
    check(
      ['- [ ] 1. A', '- [ ] 2. B', '- [ ] 3. (P) C', '- [ ] 4. (P) D', '  - _Depends: 3_'],
      ['1:', '2: 1', '3: 2', '4: 2 3'],
    );
  });
  it('lets a dependency on a parent mean all its leaves', () => {
    check(
      ['- [ ] 1. A', '  - [ ] 1.1 (P) a', '  - [ ] 1.2 (P) b', '- [ ] 2. (P) B', '- [ ] 3. (P) C', '  - _Depends: 1_'],
      ['1.1:', '1.2:', '2: 1.1 1.2', '3: 1.1 1.2'],
    );
  });
  it('takes stated dependencies as the whole graph when every task states them', () => {
    const task = (id: number, on: string) => [
      `### Task ${id}: A`,
      `- **Depends on**: ${on}`,
      '- **Acceptance Criteria**:',
      '  - [ ] c',
    ];
    check([...task(1, 'なし'), ...task(2, 'none'), ...task(3, '1, 2')], ['1:', '2:', '3: 1 2']);
  });
  it('lets a stated dependency win over the order of lines', () => {
    check(['- [ ] 1. A', '  - _Depends: 2_', '- [ ] 2. B'], ['1: 2', '2:']);
  });
  it('reports an unknown dependency and leaves it out', () => {
    const { problems } = connect(['- [ ] 1. A', '  - _Depends: 9_']);
    assert.deepEqual(
      problems.map(({ line, message }) => [line, /"9"/.test(message)]),
      [[1, true]],
    );
  });
  it('reports a stated cycle with its path and keeps the graph acyclic', () => {
    const { problems, taskset } = connect(['- [ ] 1. A', '  - _Depends: 2_', '- [ ] 2. B', '  - _Depends: 1_']);
    assert.match(problems[0]?.message ?? '', /2 → 1 → 2/);
    assert.deepEqual(
      taskset.tasks.map(({ dependencies }) => dependencies),
      [['2'], []],
    );
  });
});

describe('checkpoints', () => {
  it('wait for everything before them and hold back everything after', () => {
    check(
      ['- [ ] 1. (P) A', '- [ ] 2. (P) B', '- [ ] 3. Checkpoint', '- [ ] 4. (P) C', '- [ ] 5. (P) D'],
      ['1:', '2:', '3: 1 2', '4: 3', '5: 3'],
    );
  });
  it('gate tasks that no wave puts beside earlier ones', () => {
    check(withWaves(boxes('1', '2', '3 Checkpoint', '4').with(2, '- [ ] 3. Checkpoint'), [['1', '2'], ['4']]), [
      '1:',
      '2:',
      '3: 1 2',
      '4: 1 2 3',
    ]);
  });
  it('give way to a wave that says otherwise, and say so', () => {
    const lines = withWaves([...boxes('1'), '- [ ] 2. Checkpoint', ...boxes('3', '4')], [['1', '3'], ['4']]);
    check(lines, ['1:', '2: 1', '3:', '4: 1 2 3']);
    assert.match(connect(lines).problems[0]?.message ?? '', /Checkpoint 2 does not hold back 3/);
  });
  it('keep the place that a wave gives them', () => {
    check(withWaves([...boxes('1'), '- [ ] 2. Checkpoint', ...boxes('3')], [['3'], ['1'], ['2']]), [
      '1: 3',
      '2: 1',
      '3:',
    ]);
  });
});

describe('waves', () => {
  const shapes: unknown[] = [
    [['1', '2'], ['3']],
    [
      { id: 0, tasks: ['1', '2'] },
      { id: 1, tasks: ['3'] },
    ],
    [
      { wave: 1, description: 'd', tasks: ['1', '2'] },
      { wave: 2, tasks: ['3'] },
    ],
    [{ tasks: [1, 2] }, { tasks: [3] }],
    [
      { id: 5, name: 'n', parallel: true, tasks: ['1', '2'], depends_on: [] },
      { id: 1, tasks: ['3'], depends_on: null },
    ],
  ];
  for (const waves of shapes) {
    it(`reads ${JSON.stringify(waves)}`, () => check(withWaves(boxes('1', '2', '3'), waves), ['1:', '2:', '3: 1 2']));
  }
  it('follows dependsOn for a wave, and task by task', () => {
    check(withWaves(boxes('1', '2', '3', '4'), [['1', '2'], { tasks: ['3', '4'], dependsOn: ['1'] }]), [
      '1:',
      '2:',
      '3: 1',
      '4: 1',
    ]);
    check(withWaves(boxes('1', '2', '3', '4'), [['1', '2'], { tasks: ['3', '4'], dependsOn: { '3': ['2'] } }]), [
      '1:',
      '2:',
      '3: 2',
      '4: 1 2',
    ]);
  });
  it('takes an empty dependsOn as no dependency', () => {
    check(withWaves(boxes('1', '2'), [['1'], { tasks: ['2'], dependsOn: [] }]), ['1:', '2:']);
  });
  it('lets a listed parent stand for all its leaves, in their order', () => {
    check(withWaves(['- [ ] 1. A', '- [ ] 2. B', '  - [ ] 2.1 a', '  - [ ] 2.2 b'], [['1'], ['2']]), [
      '1:',
      '2.1: 1',
      '2.2: 1 2.1',
    ]);
  });
  it('takes a parent that is listed beside its descendants as a task of its own', () => {
    check(withWaves(['- [ ] 1. A', '  - detail', '  - [ ] 1.1 a'], [['1'], ['1.1']]), ['1:', '1.1: 1']);
  });
  it('lets an unlisted task follow the one before it', () => {
    check(withWaves(boxes('1', '2', '3'), [['1'], ['3']]), ['1:', '2: 1', '3: 1']);
  });
  it('reports ids that no task has, and graphs that cannot be read', () => {
    assert.match(connect(withWaves(boxes('1'), [['1', '9']])).problems[0]?.message ?? '', /"9"/);
    const torn = parseTaskFile('- [ ] 1. A\n```json\n{"waves": [\n```\n', { file: 'tasks.md' });
    assert.equal(torn.waves, undefined);
    assert.match(torn.problems[0]?.message ?? '', /cannot be read/);
  });
  it('takes the first fence that holds waves, wherever it stands', () => {
    const graph = ['```json', '{"waves":[["2"],["1"]]}', '```'];
    check(
      ['```mermaid', 'graph TD', '```', ...graph, '## Tasks', ...boxes('1', '2'), '```json', '{"waves":[]}', '```'],
      ['1: 2', '2:'],
    );
  });
  it('keeps the stated dependency when the waves contradict it, and says so', () => {
    const { taskset, problems } = connect(withWaves(['- [ ] 1. A', '  - _Depends: 2_', '- [ ] 2. B'], [['1'], ['2']]));
    assert.deepEqual(
      taskset.tasks.map(({ dependencies }) => dependencies),
      [['2'], []],
    );
    assert.equal(problems.length, 1);
  });
});

describe('order of spec-kit', () => {
  it('runs phases in sequence and stories beside each other', () => {
    check(
      [
        '## Phase 1: Setup',
        '- [ ] T001 A',
        '## Phase 2: Foundational',
        '- [ ] T002 [P] B',
        '- [ ] T003 [P] C',
        '## Phase 3: User Story 1 - X',
        '- [ ] T004 [P] [US1] D',
        '- [ ] T005 [US1] E',
        '## Phase 4: User Story 2 - Y',
        '- [ ] T006 [US2] F (depends on T002)',
        '## Phase 5: Polish',
        '- [ ] T007 G',
      ],
      ['T001:', 'T002: T001', 'T003: T001', 'T004: T002 T003', 'T005: T004', 'T006: T002 T003', 'T007: T005 T006'],
    );
  });
  it('lets a story follow another where the prose says so, and only there', () => {
    check(
      [
        '## Phase 1: Setup',
        '- [ ] T001 A',
        '## Phase 2: User Story 1 - X',
        '- [ ] T002 [US1] B',
        '## Phase 3: User Story 2 - Y',
        '- [ ] T003 [US2] C',
        '## Phase 4: User Story 3 - Z',
        '- [ ] T004 [US3] D',
        '## Dependencies & Execution Order',
        '- **User Story 2 (Phase 3)**: Depends on Phase 1. No dependency on US1.',
        '- **US3 (P3)**: independent of US1; sequenced **after** US2 because both edit',
        '  the same file',
      ],
      ['T001:', 'T002: T001', 'T003: T001', 'T004: T001 T003'],
    );
  });
});

describe('tasks that will not run', () => {
  const lines = ['- [ ] 1. A', '- [ ]* 2. Test', '- [ ] 3. ~~Old~~ [removed]', '- [ ] 4. B'];
  it('are passed over, and nothing overtakes what they waited for', () => {
    check(lines, ['1:', '2: 1', '3: 1 2', '4: 1 3'], { includeOptional: false });
    check(lines, ['1:', '2: 1', '3: 2', '4: 2 3'], { includeOptional: true });
  });
});
