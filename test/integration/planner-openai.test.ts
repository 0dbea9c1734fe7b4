// Plans written by a language model, against a scripted endpoint over real HTTP.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cancelled } from '../../src/core/base/errors.ts';
import { readSpecFolder } from '../../src/core/intake/intake.ts';
import { findTasksetProblems } from '../../src/core/model/plan.ts';
import { locate } from '../../src/core/necrocode.ts';
import { planJob } from '../../src/core/necrocode/planning.ts';
import { planWithModel, type PlanningProgress } from '../../src/core/planner/planner.ts';
import {
  endpoint,
  failure,
  key,
  optionsFor,
  rawServer,
  says,
  sentence,
  specFiles,
  stages,
  userRepository,
  userWith,
  write,
  type FixtureResponse,
} from '../support/model-endpoint.ts';
import { writeFiles } from '../support/repository.ts';
import {
  cyclicTasksAnswer,
  designAnswer,
  requirementsAnswerJa,
  tasksAnswer,
} from '../unit/core/planner/model/model-answers.ts';

const documents = ['design.md', 'requirements.md', 'tasks.md'];

describe('planning by a language model', () => {
  for (const wire of ['responses', 'chat'] as const) {
    it(`writes a plan that passes the rules and reads back the same (${wire})`, async () => {
      using repository = userRepository();
      await using model = await endpoint({});
      const options = optionsFor(repository, model.url);
      const told: PlanningProgress[] = [];
      const onProgress = (progress: PlanningProgress) => told.push(progress);
      const plan = await planWithModel(sentence, { ...options, endpoint: { ...options.endpoint, wire }, onProgress });
      await write(repository, plan);

      assert.deepEqual(specFiles(repository), documents);
      assert.deepEqual(findTasksetProblems(plan.taskset), []);
      assert.deepEqual(
        plan.taskset.tasks.map(({ id, title, kind, dependencies }) => [id, title, kind, dependencies]),
        [
          ['1.1', 'Create the table', 'work', []],
          ['1.2', 'Save notes', 'work', ['1.1']],
          ['2.1', 'Search notes', 'work', ['1.1']],
          ['3', 'Checkpoint - All parts work together', 'checkpoint', ['1.2', '2.1']],
        ],
      );
      const [table, save] = plan.taskset.tasks;
      assert.equal(table!.required_skill, 'database');
      assert.equal(table!.metadata.estimate_minutes, 15);
      assert.deepEqual(save!.files, ['src/store/**']);
      assert.deepEqual(save!.verify, ['npm test']);
      assert.match(save!.metadata.acceptance!.join('\n'), /1\.2 IF a note is empty THEN THE system SHALL refuse it\./);
      assert.match(save!.metadata.context!, /NoteStore/);
      const read = await readSpecFolder(join(repository.mainWorktree, '.kiro/specs/notes'));
      assert.deepEqual(read.problems, []);
      const edges = (tasks: typeof read.taskset.tasks) =>
        tasks.map(({ id, title, dependencies }) => ({ id, title, dependencies }));
      assert.deepEqual(edges(read.taskset.tasks), edges(plan.taskset.tasks));

      assert.ok(
        plan.notes.some((note) => note.includes('3 calls: 300 tokens in, 60 tokens out, cost n/a')),
        plan.notes.join('\n'),
      );
      assert.deepEqual(
        told.filter(({ kind }) => kind === 'finished').map(({ stage }) => stage),
        stages,
      );
      assert.ok(
        told.some(({ kind }) => kind === 'writing'),
        'Nothing was told while the model wrote.',
      );
    });
  }

  it('writes Japanese documents for a Japanese sentence', async () => {
    using repository = userRepository();
    const design = {
      ...designAnswer,
      components: designAnswer.components.map((one) => ({ ...one, requirements: ['1.1'] })),
    };
    await using model = await endpoint({
      requirements: [says(requirementsAnswerJa)],
      design: [says(design)],
      tasks: [
        says({
          groups: tasksAnswer.groups.map((group) => ({
            title: 'メモ',
            tasks: group.tasks.map((task) => ({
              ...task,
              title: 'メモを実装する',
              requirements: task.id === '2.1' ? ['2'] : ['1.1'],
            })),
          })),
        }),
      ],
    });
    const plan = await planWithModel('検索できるメモサービスを作って', optionsFor(repository, model.url));
    await write(repository, plan);
    assert.equal(plan.language, 'ja');
    assert.match(
      plan.files['requirements.md'],
      /^# 要件定義書: メモサービス\n[^]*### 要件1: メモの保存\n[^]*#### 受入基準\n/,
    );
    assert.match(plan.files['tasks.md'], /^# 実装計画: メモサービス\n[^]*- \[ \] 1\.1 メモを実装する\n/m);
    assert.match(model.asked()[0]!, /Write all texts in Japanese/);
    assert.match(plan.taskset.tasks[0]!.metadata.acceptance![0]!, /^1\.1 WHEN 利用者が/);
  });

  it('tells the model of the repository, and neither secrets nor ignored files', async () => {
    using repository = userRepository();
    repository.commit({ 'deploy/id_rsa': 'a key\n', Makefile: `# ghp_${'a1'.repeat(20)}\n` });
    repository.git(['add', '--force', 'private/notes.md']);
    symlinkSync('../../private/notes.md', join(repository.mainWorktree, '.kiro/steering/product.md'));
    await using model = await endpoint({});
    await planWithModel(`${sentence}, not like ${key}`, optionsFor(repository, model.url, { isDryRun: true }));
    const asked = model.asked();
    assert.equal(asked.length, 3);
    for (const expected of ['Written in Rust.', 'Use SQLite.', 'node --test', 'src/main.ts', 'A change', '<job>']) {
      assert.ok(asked[0]!.includes(expected), `The model was not told: ${expected}`);
    }
    assert.match(asked[2]!, /Requirement 1: Keep notes[^]*NoteStore/);
    for (const hidden of ['private', 'hidden', '.env', 'id_rsa', 'ghp_', key, 'user@example.org']) {
      assert.ok(!asked.join('\n').includes(hidden), `The model was told: ${hidden}`);
    }
    assert.deepEqual(specFiles(repository), [], 'A dry run has written something.');
  });

  it('shows what it took, and n/a for what no server has counted', async () => {
    using repository = userRepository();
    const check = async (design: FixtureResponse, expected: string) => {
      await using model = await endpoint({ design: [design] });
      const plan = await planWithModel(sentence, optionsFor(repository, model.url, { isDryRun: true }));
      assert.ok(plan.notes[1]!.endsWith(expected), plan.notes[1]);
    };
    await check(
      says(designAnswer, { usage: { input_tokens: 900, output_tokens: 80 } }),
      '1100 tokens in, 120 tokens out, cost n/a.',
    );
    await check({ content: JSON.stringify(designAnswer) }, 'n/a tokens in, n/a tokens out, cost n/a.');
  });

  it('has a cyclic plan repaired in one round', async () => {
    using repository = userRepository();
    await using model = await endpoint({ tasks: [says(cyclicTasksAnswer), says(tasksAnswer)] });
    const plan = await planWithModel(sentence, optionsFor(repository, model.url));
    assert.equal(model.asked().length, 4);
    assert.match(model.asked()[3]!, /Expected no cycle, got 1\.1 → 2\.1 → 1\.1/);
    assert.deepEqual(findTasksetProblems(plan.taskset), []);
    assert.ok(plan.notes.some((note) => note.includes('mended its answer 1 times')));
  });

  it('gives up a plan that stays broken, says why, and keeps the stages that are done', async () => {
    using repository = userRepository();
    await using model = await endpoint({ tasks: [says(cyclicTasksAnswer)] });
    const { message } = await failure(planWithModel(sentence, optionsFor(repository, model.url, { repairsMax: 1 })));
    assert.match(
      message,
      /^The tasks of the model cannot be used, also after 1 repairs:\n- Expected no cycle, got 1\.1 → 2\.1 → 1\.1/,
    );
    assert.deepEqual(specFiles(repository), ['.planning.json', 'design.md', 'requirements.md']);
  });

  it('takes up at the stage that failed, with what a person has changed meanwhile', async () => {
    using repository = userRepository();
    {
      await using failing = await endpoint({ design: [{ error: { message: 'overloaded' }, status: 503 }] });
      const { message } = await failure(planWithModel(sentence, optionsFor(repository, failing.url)));
      assert.match(message, /failed \(status 503\): overloaded/);
    }
    assert.deepEqual(specFiles(repository), ['.planning.json', 'requirements.md']);
    const path = join(repository.mainWorktree, '.kiro/specs/notes/requirements.md');
    const edited = readFileSync(path, 'utf8').replace('As a user, I want to search', 'As an EDITOR, I want to search');
    writeFileSync(path, edited);
    await using model = await endpoint({});
    const told: string[] = [];
    const onProgress = ({ kind, stage }: PlanningProgress) => told.push(`${stage} ${kind}`);
    const plan = await planWithModel(sentence, optionsFor(repository, model.url, { onProgress }));
    await write(repository, plan);
    assert.equal(told[0], 'requirements taken_up');
    assert.equal(model.asked().length, 2);
    assert.match(model.asked()[0]!, /Stage 2 of 3[^]*As an EDITOR/);
    assert.equal(readFileSync(path, 'utf8'), edited);
    assert.deepEqual(specFiles(repository), documents);
    assert.ok(plan.notes.some((note) => note.includes('requirements.md') && note.includes('cut short')));
  });

  it('keeps its hands off documents of somebody else, before anything is asked', async () => {
    using repository = userRepository();
    writeFiles(repository.mainWorktree, { '.kiro/specs/notes/design.md': 'Mine.\n' });
    await using model = await endpoint({});
    const { message, hint } = await failure(planWithModel(sentence, optionsFor(repository, model.url)));
    assert.match(message, /\.kiro\/specs\/notes\/design\.md/);
    assert.match(hint!, /--overwrite/);
    assert.deepEqual(model.asked(), []);
    const plan = await planWithModel(sentence, optionsFor(repository, model.url, { overwrite: true }));
    assert.match(plan.files['design.md'], /NoteStore/);
  });

  it('numbers new tasks behind those that are finished', async () => {
    using repository = userRepository();
    await using model = await endpoint({});
    const finishedOf = () => [{ id: '4.2', title: 'Old work' }];
    const plan = await planWithModel(sentence, optionsFor(repository, model.url, { finishedOf }));
    assert.deepEqual(
      plan.taskset.tasks.map(({ id }) => id),
      ['5.1', '5.2', '6.1', '7'],
    );
    assert.match(model.asked()[2]!, /4\.2 Old work/);
  });

  const failures: [title: string, answer: FixtureResponse, expected: RegExp][] = [
    [
      'a key that is not accepted',
      { error: { message: `Incorrect API key: ${key}` }, status: 401 },
      /^The model endpoint 127\.0\.0\.1:\d+ does not accept the key\.$/,
    ],
    [
      'a request to wait',
      { error: { message: 'Slow down' }, status: 429, retryAfter: 37 },
      /asks to wait 37 s \(status 429\): Slow down\.$/,
    ],
    [
      'a model that is not known',
      { error: { message: 'no such model' }, status: 404 },
      /does not know test-model, or not the API "responses": no such model\.$/,
    ],
    [
      'a request that is not accepted',
      { error: { message: `bad ${key}` }, status: 400 },
      /did not accept the request \(status 400\): bad \[redacted\]\.$/,
    ],
    [
      'an answer that is cut off',
      says('{"title":"No', { finishReason: 'length' }),
      /^The answer of the model was cut off/,
    ],
    [
      'no JSON',
      says('Sure! Here is the plan.'),
      /requirements of the model cannot be used[^]*Expected one JSON object/,
    ],
    ['another shape', says({ title: 'x' }), /requirements of the model cannot be used[^]*introduction: /],
  ];
  for (const [title, answer, expected] of failures) {
    it(`says in one sentence what is wrong and leaves nothing behind: ${title}`, async () => {
      using repository = userRepository();
      await using model = await endpoint({ requirements: [answer] });
      const { message } = await failure(planWithModel(sentence, optionsFor(repository, model.url)));
      assert.match(message, expected);
      assert.deepEqual(specFiles(repository), []);
      assert.ok(!existsSync(join(repository.mainWorktree, '.kiro/specs')));
    });
  }

  it('says that a dead endpoint cannot be reached and leaves nothing behind', async () => {
    using repository = userRepository();
    const model = await endpoint({});
    await model[Symbol.asyncDispose]();
    const { message } = await failure(planWithModel(sentence, optionsFor(repository, model.url)));
    assert.match(message, /^The model endpoint 127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)\.$/);
    assert.ok(!existsSync(join(repository.mainWorktree, '.kiro/specs')));
  });

  for (const wire of ['responses', 'chat'] as const) {
    it(`tells a refusal, an end too early and a broken connection apart (${wire})`, async () => {
      using repository = userRepository();
      const refusal =
        wire === 'chat'
          ? [
              { choices: [{ index: 0, delta: { refusal: 'I will not.' }, finish_reason: null }] },
              { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
            ]
          : [
              { type: 'response.refusal.done', refusal: 'I will not.' },
              { type: 'response.completed', response: { status: 'completed', output: [] } },
            ];
      const check = async (events: readonly object[], isCut: boolean, expected: RegExp) => {
        await using server = await rawServer(events, isCut);
        const options = optionsFor(repository, server.url);
        const { message } = await failure(
          planWithModel(sentence, { ...options, endpoint: { ...options.endpoint, wire } }),
        );
        assert.match(message, expected);
      };
      await check(refusal, false, /^The model refused to plan this: I will not\.$/);
      await check([], false, /^The answer of the model ended before it was complete\.$/);
      await check([], true, /^The connection to the model endpoint 127\.0\.0\.1:\d+ broke off/);
    });
  }

  it('ends at once when it is called off, and can be taken up', async () => {
    using repository = userRepository();
    await using model = await endpoint({});
    const ending = new AbortController();
    const onProgress = ({ kind, stage }: PlanningProgress) => {
      if (kind === 'asked' && stage === 'design') ending.abort(new Cancelled('Somebody pressed Ctrl-C'));
    };
    await assert.rejects(
      planWithModel(sentence, optionsFor(repository, model.url, { onProgress, signal: ending.signal })),
      Cancelled,
    );
    assert.deepEqual(specFiles(repository), ['.planning.json', 'requirements.md']);
  });

  it('is chosen by `necrocode plan` when there is a key, and takes the plan into the registry', async () => {
    using repository = userRepository();
    await using model = await endpoint({});
    using _user = userWith(
      repository,
      { OPENAI_API_KEY: key },
      `planner: {base_url: "${model.url}", model: test-model}\n`,
    );
    const place = await locate(repository.mainWorktree);
    const outcome = await planJob(place, { text: sentence, spec: 'notes' });
    assert.equal(outcome.planner, 'openai');
    assert.deepEqual(outcome.written, [
      ...['.kiro/specs/notes/requirements.md', '.kiro/specs/notes/design.md'],
      ...['.kiro/specs/notes/tasks.md', '.kiro/tasks/notes/tasks.json'],
    ]);
    assert.deepEqual(specFiles(repository), documents);
    const log = readFileSync(join(repository.mainWorktree, '.kiro/registry/events.jsonl'), 'utf8');
    assert.match(log, /"type":"SpecPlanned".*"planner":"openai"/);
  });

  it('is not chosen without a key, and the plan says so', async () => {
    using repository = userRepository();
    using _user = userWith(repository, {}, 'agent: playbook\n');
    const place = await locate(repository.mainWorktree);
    const outcome = await planJob(place, { text: sentence, dryRun: true });
    assert.equal(outcome.planner, 'offline');
    assert.match(outcome.notes[0]!, /No key of a language model was found/);
    const { message } = await failure(planJob(place, { text: sentence, planner: 'openai' }));
    assert.match(message, /needs a key/);
  });
});
