import assert from 'node:assert/strict';
import { assertStatus, testRun } from '../../support/runs.ts';
import { assertNobodyLeft } from '../../support/tidy.ts';

describe('a run that delivers to the base, without a forge elsewhere', function () {
  this.timeout(120_000);

  it('has a person merge, and an agent do anew what does not fit any more', async () => {
    await using run = await testRun({ settings: { base: 'main', delivery: 'direct' } });
    run.plan([{ id: '1' }, { id: '2' }]);
    run.script({
      1: [{ files: { 'README.md': 'hello from 1\n' } }],
      2: [{ files: { 'README.md': 'hello from 2\n' } }, { files: { 'README.md': 'hello from 1\nhello from 2\n' } }],
    });
    // A branch that is checked out is nobody's to move but the user's.
    run.repository.git(['switch', '--quiet', '--create', 'desk']);
    const ended = run.necrocode('execute', 'demo', '--workers', '2');
    const numberOf = async (task_id: string) => {
      const opened = await run.until((event) => event.type === 'PROpened' && event.task_id === task_id);
      return String((opened.data as { number: number }).number);
    };
    const [one, two] = [await numberOf('1'), await numberOf('2')];
    assertStatus(await run.necrocode('pr', 'merge', one), 0);

    const refused = await run.necrocode('pr', 'merge', two);
    assertStatus(refused, 1);
    assert.match(refused.stderr, /does not merge into main: README\.md/);
    assert.match(refused.stderr, new RegExp(`necrocode pr request-changes ${two}`));

    const sent = await run.necrocode('pr', 'request-changes', two, 'Both', 'greetings.');
    assertStatus(sent, 0);
    assert.match(sent.stdout, /Task 2 goes back to its agent/);
    await run.until(({ type, task_id, attempt }) => type === 'PRUpdated' && task_id === '2' && attempt === 2);
    assert.match(run.told('2').at(-1)?.prompt ?? '', /Both greetings\./);
    assertStatus(await run.necrocode('pr', 'merge', two), 0);
    assertStatus(await ended, 0);
    assert.equal(run.repository.git(['show', 'main:README.md']), 'hello from 1\nhello from 2');
    assert.equal((await run.task('2')).attempts.length, 2);
    await assertNobodyLeft(run);
  });

  it('says what is missing when a change is asked for without words, or of what is no task’s', async () => {
    await using run = await testRun();
    run.plan([{ id: '1' }]);
    assertStatus(await run.necrocode('execute', 'demo'), 0);
    const wordless = await run.necrocode('pr', 'request-changes', '2');
    assertStatus(wordless, 2);
    const final = await run.necrocode('pr', 'request-changes', '2', 'Shorter.');
    assertStatus(final, 1);
    assert.match(final.stderr, /#2/);
    await run.tidy();
  });
});
