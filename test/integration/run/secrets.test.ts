import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { assertStatus, testRun, type TestRun } from '../../support/runs.ts';
import { assertNobodyLeft } from '../../support/tidy.ts';

const agent = join(import.meta.dirname, '../../support/agents/leaks.mjs');
// As the agent puts it together.
const printed = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
const secret = 'correct/horse+battery?staple=42';
const base64 = Buffer.from(secret).toString('base64');
const spellings = [
  printed,
  secret,
  base64,
  base64.replaceAll('+', '-').replaceAll('/', '_'),
  encodeURIComponent(secret),
];

const leakingRun = (nth: number) =>
  testRun({
    env: { API_TOKEN: secret, OTHER_API_TOKEN: `other-${secret}` },
    agent: [process.execPath, agent, String(nth)],
    settings: { env_allow: ['API_TOKEN'], verify: ['node -e "console.log(process.env.API_TOKEN)"'] },
  });

describe('secrets', function () {
  this.timeout(120_000);

  it('are nowhere on the disk after an agent and a check have printed them', async () => {
    await using run = await leakingRun(0);
    run.plan([{ id: 'prints' }]);
    assertStatus(await run.necrocode('execute', 'demo'), 0);
    await assertNobodyLeft(run);
    assert.deepEqual(filesWith(run, spellings), []);
    assert.deepEqual(objectsWith(run, spellings, ['--batch-all-objects']), []);
    await run.tidy();
  });

  for (const [nth, spelling] of [
    'a token by its form',
    'a value of the environment',
    'such a value in base64',
  ].entries()) {
    it(`stop a change that holds ${spelling}, before any branch holds it`, async () => {
      await using run = await leakingRun(nth);
      run.plan([{ id: 'leaks' }]);
      assertStatus(await run.necrocode('execute', 'demo'), 1);
      await assertNobodyLeft(run);
      const { state, failure } = await run.task('leaks');
      assert.deepEqual([state, failure?.kind], ['failed', 'policy_violation']);
      assert.deepEqual(filesWith(run, spellings), []);
      assert.deepEqual(reachableWith(run, spellings), []);
      await run.tidy();
    });
  }
});

/** Every file below the test's folder, but for git's objects and what the test itself wrote. */
function filesWith({ repository }: TestRun, needles: readonly string[]): string[] {
  return readdirSync(repository.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('/.git/objects/') && !path.endsWith('/.kiro/necrocode.yaml'))
    .filter((path) => holdsAny(readFileSync(path), needles));
}

function objectsWith(
  { repository }: TestRun,
  needles: readonly string[],
  args: readonly string[],
  input = '',
): string[] {
  const options = { cwd: repository.mainWorktree, input, maxBuffer: 64 * 1024 * 1024 };
  const objects = execFileSync('git', ['cat-file', '--batch', ...args], options);
  return needles.filter((needle) => objects.includes(needle));
}

function reachableWith(run: TestRun, needles: readonly string[]): string[] {
  const objects = run.repository.git(['rev-list', '--objects', '--all', '--reflog', '--no-object-names']);
  return objectsWith(run, needles, [], `${objects}\n`);
}

function holdsAny(bytes: Buffer, needles: readonly string[]): boolean {
  return needles.some((needle) => bytes.includes(needle));
}
