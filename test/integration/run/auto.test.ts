// A run whose agent nobody has named takes the first that can be used, and begins with none rather than with one that cannot.
import assert from 'node:assert/strict';
import { chmodSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../../src/core/agents/find-program.ts';
import { writeFiles } from '../../support/repository.ts';
import { assertStatus, testRun, type TestRun } from '../../support/runs.ts';

const signedOut = '[ "$1" = --version ]';
const codex = `case "$1" in
  --version | login) exit 0 ;;
esac
cat > /dev/null
echo done > "done-$$.txt"
echo '{"type":"thread.started","thread_id":"0199"}'
echo '{"type":"turn.completed","usage":{"input_tokens":1,"output_tokens":1}}'`;

/** These programs, git and what a shell needs are on the PATH, and no agent beside. */
async function withPrograms(scripts: Readonly<Record<string, string>>): Promise<TestRun> {
  const run = await testRun();
  run.settings({ agent: 'auto', agents: {} });
  const bin = join(run.repository.folder, 'bin');
  for (const [name, script] of Object.entries(scripts)) {
    writeFiles(bin, { [name]: `#!/bin/sh\n${script}\n` });
    chmodSync(join(bin, name), 0o755);
  }
  for (const name of ['git', 'sh', 'cat']) symlinkSync(findProgram(name, process.env)!, join(bin, name));
  run.env['PATH'] = bin;
  delete run.env['KIRO_API_KEY'];
  run.plan([{ id: '1' }, { id: '2' }]);
  return run;
}

describe('a run without an agent of its own', function () {
  this.timeout(60_000);

  it('takes the first that somebody is signed in to, says so, and asks it once for all tasks', async () => {
    await using run = await withPrograms({
      'kiro-cli': `echo asked >> "$HOME/asked"\n${signedOut}`,
      codex,
      gemini: 'echo 0.61.0',
    });
    assertStatus(await run.necrocode('execute', 'demo', '--workers', '2'), 0);
    const [accepted] = await run.events('RequestAccepted');
    assert.match(accepted?.data.message ?? '', /has started with codex \(kiro: nobody is signed in\)/);
    assert.deepEqual(await run.taskStates(), { 1: 'done', 2: 'done' });
    const asked = readFileSync(join(run.home, 'asked'), 'utf8').trim().split('\n');
    assert.equal(asked.length, 2, 'its version and its sign-in');
    const { stdout } = await run.necrocode('doctor');
    assert.doesNotMatch(stdout, /No agent/);
    assert.match(stdout, /✓ codex\n[^]*\? gemini 0\.61\.0, sign-in unknown\n/);
    const told = await run.necrocode('doctor', '--lang', 'ja');
    assert.match(told.stdout, /\? gemini 0\.61\.0, サインイン状況は不明\n/);
    await run.tidy();
  });

  it('is refused where none can be used', async () => {
    await using run = await withPrograms({ 'kiro-cli': signedOut, codex: 'exit 3' });
    const refused = await run.necrocode('execute', 'demo');
    assertStatus(refused, 1);
    assert.match(
      refused.stderr,
      /No agent can be used \(kiro: nobody is signed in; codex: codex --version ended with status 3\)/,
    );
    assert.deepEqual(await run.events('RunStarted'), []);
    const { stdout } = await run.necrocode('doctor');
    assert.match(stdout, /No agent can be used \(kiro: nobody is signed in/);
  });
});
