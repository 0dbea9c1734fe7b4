// What of requirements and design reaches a task.
import assert from 'node:assert/strict';
import { parseTaskFile, toTaskset } from '../../../../src/core/intake/intake.ts';

type Given = { tasks: string; requirements?: string; design?: string };

function firstTask({ tasks, requirements, design }: Given) {
  const parsed = parseTaskFile(tasks, { file: 'tasks.md' });
  const [task] = toTaskset(parsed, { specId: 'x', file: 'tasks.md', includeOptional: false, requirements, design })
    .taskset.tasks;
  assert.ok(task !== undefined);
  return task;
}

const english = `# Requirements Document
## Requirements
### Requirement 1: Sign in
**User Story:** As a guest, I want to sign in, so that I am known.
#### Acceptance Criteria
1. WHEN a password is right THE system SHALL open a session
2. IF a password is wrong THEN THE system SHALL
   say so
### Requirement 2: Sign out
#### Acceptance Criteria
1. THE system SHALL close the session
`;

const japanese = `# 要件定義書
## 要件
### 要件1: ログイン
**ユーザーストーリー:** 利用者として、ログインしたい。
#### 受け入れ基準
1. WHEN 合言葉が正しい THE システム SHALL 入れる
`;

const bugfix = `# Bugfix
## Bug Analysis
### Current Behavior (Defect)
1.1 WHEN a name is empty THEN the system crashes
### Expected Behavior (Correct)
2.1 WHEN a name is empty THEN the system SHALL say so
### Unchanged Behavior (Regression Prevention)
3.1 WHEN a name is given THEN the system SHALL CONTINUE TO greet
`;

const specKit = `# Feature
### User Story 1 - Sign in (Priority: P1)
A guest signs in.
### User Story 2 - Sign out
A user signs out.
## Requirements
- **FR-001**: System MUST hash passwords
- **FR-002**: System MUST forget them
`;

describe('the criteria of a task', () => {
  const rows: [name: string, given: Given, expected: string[]][] = [
    [
      'English requirements',
      { tasks: '- [ ] 1. A\n  - _Requirements: 1.2, 2.1_\n', requirements: english },
      ['1.2 IF a password is wrong THEN THE system SHALL\nsay so', '2.1 THE system SHALL close the session'],
    ],
    [
      'a whole requirement',
      { tasks: '- [ ] 1. A\n  - _Requirements: 2_\n', requirements: english },
      ['2.1 THE system SHALL close the session'],
    ],
    [
      'Japanese requirements',
      { tasks: '- [ ] 1. A\n  - _要件: 1.1_\n', requirements: japanese },
      ['1.1 WHEN 合言葉が正しい THE システム SHALL 入れる'],
    ],
    [
      'a bugfix document',
      { tasks: '- [ ] 1. A\n  - _Requirements: 2.1, 3.1_\n', requirements: bugfix },
      [
        '2.1 WHEN a name is empty THEN the system SHALL say so',
        '3.1 WHEN a name is given THEN the system SHALL CONTINUE TO greet',
      ],
    ],
    [
      'a spec of spec-kit',
      { tasks: '- [ ] T001 Hash them (FR-001)\n', requirements: specKit },
      ['FR-001 System MUST hash passwords'],
    ],
    ['a reference to nothing', { tasks: '- [ ] 1. A\n  - _Requirements: 9.9_\n', requirements: english }, []],
  ];
  for (const [name, given, expected] of rows) {
    it(`come from ${name}`, () => assert.deepEqual(firstTask(given).metadata.acceptance ?? [], expected));
  }
  it('begin with those that the task list ticks off itself', () => {
    const task = firstTask({ tasks: '### Task 1: A\n**Acceptance Criteria**\n- [ ] It works\n' });
    assert.deepEqual(task.metadata.acceptance, ['It works']);
  });
});

describe('the context of a task', () => {
  it('holds the requirement with its story, and only the criteria that are named', () => {
    const { context = '' } = firstTask({
      tasks: '- [ ] 1. A\n  - _Requirements: 1.1_\n',
      requirements: english,
    }).metadata;
    assert.match(context, /1\. Sign in\n\*\*User Story:\*\*/);
    assert.match(context, /open a session/);
    assert.doesNotMatch(context, /say so|close the session/);
  });
  it('holds the user story that a task of spec-kit belongs to', () => {
    const { context = '' } = firstTask({ tasks: '- [ ] T001 [US2] A\n', requirements: specKit }).metadata;
    assert.match(context, /A user signs out/);
    assert.doesNotMatch(context, /A guest signs in|FR-001/);
  });
  it('holds the sections of the design that speak of the same requirement or component', () => {
    const design = [
      '# Design',
      '## Overview',
      'Nothing special.',
      '### SessionStore',
      'Keeps sessions.',
      '### Cache',
      'Validates: Requirements 1.1',
      '### Clock',
      'Ticks.',
    ].join('\n');
    const tasks = '- [ ] 1. Write `SessionStore`\n  - _Requirements: 1.1_\n';
    const { context = '' } = firstTask({ tasks, design, requirements: english }).metadata;
    assert.match(context, /Keeps sessions[^]*### Cache/);
    assert.doesNotMatch(context, /Ticks|Nothing special/);
  });
  it('holds what the parents say', () => {
    const { context = '' } = firstTask({ tasks: '- [ ] 1. Sign in\n  - Use cookies\n  - [ ] 1.1 A\n' }).metadata;
    assert.match(context, /Part of 1: Sign in[^]*Use cookies/);
  });
  it('stays bounded', () => {
    const long = Array.from(
      { length: 400 },
      (_, index) => `### Section ${index}\nValidates: Requirements 1.1 ${'word '.repeat(100)}`,
    );
    const { context = '' } = firstTask({
      tasks: '- [ ] 1. A\n  - _Requirements: 1.1_\n',
      design: long.join('\n'),
      requirements: english,
    }).metadata;
    assert.ok(context.length > 1000 && context.length <= 8000, String(context.length));
  });
});
