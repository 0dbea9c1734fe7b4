// Plans written by a language model, through the command line as it is shipped, against a scripted endpoint.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { endpoint, key, says } from '../../support/model-endpoint.ts';
import { writeFiles } from '../../support/repository.ts';
import { assertStatus, finish, testRun, type TestRun } from '../../support/runs.ts';
import { cyclicTasksAnswer, tasksAnswer } from '../../unit/core/planner/model/model-answers.ts';

const planning = ['plan', 'Create a notes service with search', '--spec', 'notes'];
const stages = ['requirements', 'design', 'tasks'];

/** A user whose settings name the endpoint and who has the key in a file of their own. */
async function userOf(url: string): Promise<TestRun> {
  const run = await testRun({ settings: { planner: { base_url: url, model: 'test-model' } } });
  writeFiles(run.home, { '.kiro/openai.key': `${key}\n` });
  chmodSync(join(run.home, '.kiro/openai.key'), 0o600);
  return run;
}

function specFiles(run: TestRun): string[] {
  const folder = join(run.repository.mainWorktree, '.kiro/specs/notes');
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

describe('a plan by a language model on the command line', function () {
  this.timeout(120_000);

  it('takes the key from the user’s own file, mends a cycle in one round, and shows what it took', async () => {
    await using model = await endpoint({ tasks: [says(cyclicTasksAnswer), says(tasksAnswer)] });
    await using run = await userOf(model.url);
    const planned = await run.necrocode(...planning);
    assertStatus(planned, 0);
    assert.deepEqual(specFiles(run), ['design.md', 'requirements.md', 'tasks.md']);
    const tasks = readFileSync(join(run.repository.mainWorktree, '.kiro/tasks/notes/tasks.json'), 'utf8');
    assert.equal((JSON.parse(tasks) as { tasks: unknown[] }).tasks.length, 4);
    assert.match(planned.stdout.replace(/\s+/g, ' '), /in 4 calls: 400 tokens in, 80 tokens out, cost n\/a/);
    const [chosen, ...steps] = planned.stderr.trimEnd().split('\n');
    assert.equal(chosen, 'Planned by the model test-model: a key of a language model was found.');
    assert.deepEqual(
      steps.map((line) => line.replace(/\([\d.ms ]+\)/, '(time)')),
      stages.flatMap((stage) => [
        `Working on the ${stage}…`,
        ...(stage === 'tasks' ? ['Mending the tasks: 1 problem.'] : []),
        `✓ ${stage}.md is done (time).`,
      ]),
    );
    assert.ok(!`${planned.stdout}${planned.stderr}`.includes(key), 'The key is shown.');
    await run.tidy();
  });

  it('ends with Ctrl-C, tells what is kept, and goes on from there', async () => {
    const asked = Promise.withResolvers<void>();
    const free = Promise.withResolvers<void>();
    let isHeld = true;
    await using model = await endpoint({}, async (stage) => {
      if (stage !== 'design' || !isHeld) return;
      asked.resolve();
      await free.promise;
    });
    await using run = await userOf(model.url);
    const child = run.start(...planning, '--json');
    const ended = finish(child);
    await asked.promise;
    child.kill('SIGINT');
    const { status, stdout, stderr } = await ended;
    isHeld = false;
    free.resolve();
    assert.equal(status, 130);
    assert.equal(stdout, '');
    assert.equal(stderr, 'Called off. Kept: requirements.md. The same command goes on from there.\n');
    assert.deepEqual(specFiles(run), ['.planning.json', 'requirements.md']);
    assertStatus(await run.necrocode(...planning, '--json'), 0);
    assert.deepEqual(specFiles(run), ['design.md', 'requirements.md', 'tasks.md']);
    await run.tidy();
  });

  it('says in one sentence that an endpoint is dead, and writes nothing', async () => {
    const model = await endpoint({});
    await model[Symbol.asyncDispose]();
    await using run = await userOf(model.url);
    const planned = await run.necrocode(...planning, '--planner', 'openai', '--json');
    assert.equal(planned.status, 1);
    assert.equal(planned.stdout, '');
    assert.match(
      planned.stderr,
      /^error: The model endpoint 127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)\.\nhint: .*--planner offline\.\n$/,
    );
    assert.ok(!existsSync(join(run.repository.mainWorktree, '.kiro/specs')));
  });

  it('refuses a key that others may read, and never takes one out of the repository', async () => {
    await using model = await endpoint({});
    await using run = await userOf(model.url);
    chmodSync(join(run.home, '.kiro/openai.key'), 0o644);
    const open = await run.necrocode(...planning);
    assert.equal(open.status, 1);
    assert.match(open.stderr, /openai\.key to be readable by you alone \(0600\), got 0644/);
    writeFiles(run.home, { '.kiro/openai.key': '' });
    writeFiles(run.repository.mainWorktree, { '.kiro/openai.key': key, '.env': `OPENAI_API_KEY=${key}\n` });
    chmodSync(join(run.home, '.kiro/openai.key'), 0o600);
    const none = await run.necrocode(...planning, '--planner', 'openai');
    assert.equal(none.status, 1);
    assert.deepEqual(model.asked(), []);
  });
});
