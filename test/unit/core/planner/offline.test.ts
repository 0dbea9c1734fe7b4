// The plan that a sentence gives without any model.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { UserError } from '../../../../src/core/base/errors.ts';
import { specIdSchema } from '../../../../src/core/model/ids.ts';
import { findTasksetProblems } from '../../../../src/core/model/plan.ts';
import { tasksetSchema, type Taskset } from '../../../../src/core/model/task.ts';
import { catalogue } from '../../../../src/core/planner/catalogue.ts';
import { planOffline, type OfflineOptions } from '../../../../src/core/planner/planner.ts';
import { keywordsOf } from '../../../../src/core/planner/recognise.ts';

/** Expected as `id title: what it waits for`. */
function check(sentence: string, expected: string[], options: OfflineOptions = {}): void {
  const { taskset } = planOffline(sentence, options);
  assert.deepEqual(
    taskset.tasks.map(({ id, title, dependencies }) => `${id} ${title}: ${dependencies.join(' ')}`.trim()),
    expected,
  );
}

/** The most tasks that can run at once when each takes equally long and workers are never short. */
function widthOf({ tasks }: Taskset): number {
  const before = new Map<string, Set<string>>();
  for (const { id, dependencies } of tasks) {
    before.set(id, new Set(dependencies.flatMap((other) => [other, ...(before.get(other) ?? [])])));
  }
  const areApart = (a: string, b: string) => !before.get(a)?.has(b) && !before.get(b)?.has(a);
  const grow = (chosen: string[], rest: string[]): number =>
    Math.max(
      chosen.length,
      ...rest.map((id, index) =>
        grow(
          [...chosen, id],
          rest.slice(index + 1).filter((other) => areApart(id, other)),
        ),
      ),
    );
  return grow(
    [],
    tasks.map((task) => task.id),
  );
}

describe('planOffline', () => {
  const chat = 'Create a real-time chat app with authentication';

  it('plans a foundation, features side by side, tests and documentation, and a checkpoint', () => {
    check(chat, [
      '1.1 Project skeleton:',
      '2.1 Database schema: 1.1',
      '3.1 Real-time channel: 1.1',
      '4.1 Message server: 2.1',
      '4.2 Chat screen: 4.1 3.1',
      '5.1 Authentication API: 2.1',
      '5.2 Login and sign-up screens: 5.1',
      '6.1 Integration tests: 4.2 5.2',
      '6.2 README and usage guide: 4.2 5.2',
      '7 Checkpoint - All parts work together: 6.1 6.2',
    ]);
    assert.equal(widthOf(planOffline(chat).taskset), 3);
  });

  it('plans the same in Japanese, in Japanese', () => {
    const { spec_id, title, language, taskset } = planOffline('認証機能付きチャットアプリ');
    assert.deepEqual([spec_id, title, language], ['chat-app-auth', '認証機能付きチャットアプリ', 'ja']);
    assert.deepEqual(taskset.tasks[1]?.title, 'データベーススキーマ');
    assert.equal(taskset.tasks.length, planOffline(chat).taskset.tasks.length);
    assert.ok(widthOf(taskset) >= 3);
  });

  it('gives a plain plan of four tasks where it recognises nothing, and says so', () => {
    check('Make it nice', [
      '1.1 Types and interfaces:',
      '1.2 Implementation: 1.1',
      '2.1 Integration tests: 1.2',
      '2.2 README and usage guide: 1.2',
      '3 Checkpoint - All parts work together: 2.1 2.2',
    ]);
    assert.ok(planOffline('Make it nice').notes.some((note) => note.startsWith('No known feature was recognised')));
  });

  it('needs no skeleton where there is code already', () => {
    const repository = { files: ['package.json', 'src/', 'tests/'], packageScripts: { test: 'mocha' } };
    check(
      'search',
      [
        '1.1 Search index and API:',
        '1.2 Search screen: 1.1',
        '2.1 Integration tests: 1.2',
        '2.2 README and usage guide: 1.2',
        '3 Checkpoint - All parts work together: 2.1 2.2',
      ],
      { repository },
    );
    const [index] = planOffline('search', { repository }).taskset.tasks;
    assert.deepEqual(index?.files, ['src/server/search/**', 'tests/server/search/**']);
  });

  it('names skill, files, criteria, requirements and context of each task', () => {
    const { taskset, files } = planOffline(chat);
    const login = taskset.tasks.find((task) => task.id === '5.1');
    assert.equal(login?.required_skill, 'backend');
    assert.deepEqual(login.files, ['src/server/auth/**', 'test/server/auth/**']);
    assert.deepEqual(login.metadata.requirements, ['5.1', '5.2', '5.3', '5.4']);
    assert.match(
      login.metadata.acceptance?.[0] ?? '',
      /^5\.1 WHEN a visitor submits valid credentials THE system SHALL/,
    );
    assert.match(
      login.metadata.context ?? '',
      /^What was asked for:\n\n> Create a real-time chat app[^]*### Requirement 5: Auth/,
    );
    const line = login.metadata.source?.line;
    assert.equal(files['tasks.md'].split('\n')[Number(line) - 1], '  - [ ] 5.1 Authentication API');
  });

  it('lists in the schema task what all features keep', () => {
    const schema = planOffline(chat).taskset.tasks.find((task) => task.required_skill === 'database');
    assert.match(schema?.description ?? '', /rooms, messages, users, sessions/);
  });

  it('prescribes the test command of the repository and none that it has not', () => {
    const repository = { files: ['package.json', 'src/'], packageScripts: { test: 'mocha' } };
    for (const task of planOffline(chat, { repository }).taskset.tasks) assert.deepEqual(task.verify, ['npm test']);
    for (const task of planOffline(chat).taskset.tasks) assert.equal(task.verify, undefined);
  });

  it('says in its notes and in the design that it is made from templates', () => {
    for (const [sentence, pattern] of [
      [chat, /templates .* without a language model/],
      ['ブログ', /言語モデルを使わず.*テンプレート/],
    ] as const) {
      const { notes, files } = planOffline(sentence);
      assert.match(notes[0] ?? '', pattern);
      assert.match(files['design.md'], pattern);
    }
  });

  it('follows the language and the name that are asked for', () => {
    const plan = planOffline('認証', { language: 'en', specId: 'My.Spec_1' });
    assert.deepEqual([plan.spec_id, plan.taskset.spec_id, plan.language], ['My.Spec_1', 'My.Spec_1', 'en']);
    assert.match(plan.files['requirements.md'], /### Requirement 1: Foundation/);
    assert.throws(() => planOffline('x', { specId: '../x' }), UserError);
  });

  it('quotes the text where it cannot be taken for a task or a heading', () => {
    const text = '- [ ] 1. Evil\n## Task 9: worse\n```json\n{"waves":[["9"]]}\n```';
    const { files } = planOffline(text);
    for (const content of Object.values(files))
      assert.doesNotMatch(content, /^\s*(?:- \[ \] 1\. Evil|## Task 9|\{"waves)/m);
    assert.match(files['requirements.md'], /^> ## Task 9: worse$/m);
  });

  it('gives the same plan for the same text', () => {
    for (const sentence of [chat, 'ねこ', 'Make it nice'])
      assert.deepEqual(planOffline(sentence), planOffline(sentence));
  });

  it('makes a valid plan of any text, or refuses it with a UserError', () => {
    const words = fc.constantFrom(
      ...catalogue.flatMap(keywordsOf),
      'without',
      '\n',
      '- [ ] 1.',
      '```',
      '<!--',
      '#',
      'なし',
    );
    const sentences = fc.array(words, { maxLength: 12 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), sentences), (text) => {
        try {
          const { spec_id, taskset } = planOffline(text);
          assert.ok(specIdSchema.safeParse(spec_id).success);
          assert.deepEqual(tasksetSchema.parse(taskset), taskset);
          assert.deepEqual(findTasksetProblems(taskset), []);
          assert.ok(taskset.tasks.length >= 5);
        } catch (error) {
          assert.ok(error instanceof UserError, String(error));
        }
      }),
      { numRuns: 300 },
    );
  });
});
