import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findMarked } from '../../../../src/core/base/process-tree.ts';
import { agentOf, checkFailure, lastOf, node, run, slotFixture } from './slot-fixture.ts';
import type { SlotFixture } from './slot-fixture.ts';

const succeeds = node('process.exit(0)');

function filesOf(fixture: SlotFixture, commit: string): string[] {
  return fixture.git('ls-tree', '-r', '--name-only', commit).split('\n');
}

/** Everything below a folder, as one text. */
function allText(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

describe('an attempt', () => {
  it('ends in one commit on the base, verified, with evidence, and touches no ref of the repository', async () => {
    using fixture = slotFixture();
    const refs = fixture.git('for-each-ref');
    fixture.assign({ verify: [succeeds], task: { id: '1', title: 'Write\na file', required_skill: 'backend' } });
    const { end, messages } = await run(fixture);
    assert.equal(end, 'succeeded');
    const committed = lastOf(messages, 'committed')!;
    assert.equal(fixture.git('rev-parse', `${committed.commit}^`), fixture.base);
    assert.deepEqual(filesOf(fixture, committed.commit), ['readme.md', 'src/1.txt']);
    assert.deepEqual([committed.files, committed.insertions, committed.deletions], [['src/1.txt'], 1, 0]);
    assert.equal(
      fixture.git('show', '-s', '--format=%an <%ae>%n%B', committed.commit),
      '山田 太郎 <taro@example.com>\nspirit(backend): Write a file [Task 1]\n\n' +
        'Spec-Id: demo\nTask-Id: 1\nAgent-Instance: backend_spirit_1\nAttempt: 1',
    );
    assert.equal(fixture.git('for-each-ref'), refs);
    assert.equal(fixture.git('-C', fixture.slot, 'rev-parse', 'HEAD'), fixture.base);
    const { verification } = lastOf(messages, 'verification')!;
    assert.equal(verification.tree, committed.tree);
    const names = messages.flatMap((message) => (message.type === 'artifact' ? [message.artifact.name] : []));
    assert.deepEqual(names, ['diff.patch', 'verify.json', 'transcript.log']);
    assert.match(readFileSync(join(fixture.root, 'artifacts', 'diff.patch'), 'utf8'), /\+work of task 1/);
    assert.equal(messages[0]?.type, 'runner_started');
    assert.equal(messages.at(-1)?.type, 'runner_finished');
  });

  it('is verified with an empty list of commands too, since every result is reported as checked or not', async () => {
    using fixture = slotFixture();
    fixture.assign();
    const { messages } = await run(fixture);
    assert.deepEqual(lastOf(messages, 'verification')?.verification.commands, []);
    assert.equal(lastOf(messages, 'runner_finished')?.outcome, 'succeeded');
  });

  it('gives a failed check back to the agent, which mends it in the second round', async () => {
    using fixture = slotFixture();
    const check = node(
      "if (require('fs').readFileSync('answer.txt', 'utf8') !== '4\\n') throw new Error('expected ' + 4)",
    );
    fixture.assign({ agent: agentOf('fails-then-fixes.mjs'), verify: [check] });
    const { messages } = await run(fixture);
    const results = messages.flatMap((message) => (message.type === 'verification' ? [message.verification] : []));
    assert.deepEqual(
      results.map(({ ok, round }) => [round, ok]),
      [
        [1, false],
        [2, true],
      ],
    );
    assert.equal(fixture.git('show', `${lastOf(messages, 'committed')!.commit}:answer.txt`), '4');
  });

  it('commits exactly the tree that was verified, whatever the check itself leaves behind', async () => {
    using fixture = slotFixture();
    fixture.assign({ verify: [node("require('fs').writeFileSync('coverage.json', '1')")] });
    const { messages } = await run(fixture);
    assert.deepEqual(filesOf(fixture, lastOf(messages, 'committed')!.commit), ['readme.md', 'src/1.txt']);
  });

  it('shows what a failed attempt came to', async () => {
    await checkFailure(
      { verify: [node("console.error('1 is not 2'); process.exit(3)")], limits: { fix_rounds_max: 0 } },
      { kind: 'verify_failed', message: /ended with status 3/ },
    );
  });

  it('formats before it checks, and only notes a formatter that fails', async () => {
    using fixture = slotFixture();
    fixture.assign({ format: [node("require('fs').appendFileSync('src/1.txt', 'formatted')"), 'no-such-formatter'] });
    const { messages } = await run(fixture);
    assert.equal(
      fixture.git('show', `${lastOf(messages, 'committed')!.commit}:src/1.txt`),
      'work of task 1\nformatted',
    );
  });

  it('reads how many tests passed from what a check prints or writes', async () => {
    using fixture = slotFixture();
    const junit = '<testsuite><testcase/><testcase><failure/></testcase></testsuite>';
    const verify = [
      node("console.log('  3 passing'); console.log('  1 pending')"),
      node(`fs.writeFileSync('junit.xml', '${junit}')`),
    ];
    fixture.assign({ verify });
    const { messages } = await run(fixture);
    assert.deepEqual(
      lastOf(messages, 'verification')?.verification.commands.map(({ tests }) => tests),
      [
        { passed: 3, failed: 0, skipped: 1 },
        { passed: 1, failed: 1, skipped: 0 },
      ],
    );
  });

  it('puts back what no agent may commit', async () => {
    using fixture = slotFixture({ '.kiro/specs/demo/tasks.md': '- [ ] 1. everything\n', 'readme.md': '# Demo\n' });
    fixture.assign({ agent: agentOf('edits-outside.mjs') });
    const { messages } = await run(fixture);
    assert.deepEqual(lastOf(messages, 'committed')?.files, ['fine.txt']);
    assert.equal(readFileSync(join(fixture.slot, '.kiro/specs/demo/tasks.md'), 'utf8'), '- [ ] 1. everything\n');
  });

  it('folds the agent’s own commits into the one commit', async () => {
    using fixture = slotFixture();
    fixture.assign({ agent: agentOf('commits-itself.mjs') });
    const { messages } = await run(fixture);
    const { commit } = lastOf(messages, 'committed')!;
    assert.equal(fixture.git('rev-list', '--count', `${fixture.base}..${commit}`), '1');
    assert.deepEqual(filesOf(fixture, commit), ['one.txt', 'readme.md', 'three.txt', 'two.txt']);
  });

  it('survives an agent that replaces the slot’s .git and nests repositories, and runs nothing of theirs', async () => {
    using fixture = slotFixture();
    fixture.assign({ agent: agentOf('deletes-git.mjs') });
    const { messages } = await run(fixture);
    const { commit } = lastOf(messages, 'committed')!;
    assert.deepEqual(filesOf(fixture, commit), ['kept.txt', 'nested/inner/file.txt', 'readme.md']);
    assert.equal(existsSync(join(fixture.slot, 'fsmonitor-ran')), false);
  });

  it('leaves no process behind when the agent forks twice and makes sessions of its own', async () => {
    using fixture = slotFixture();
    const pids = join(fixture.root, 'pids');
    const { payload } = fixture.assign({ agent: agentOf('forks.mjs', pids) });
    const { end } = await run(fixture);
    assert.equal(end, 'succeeded');
    const started = readFileSync(pids, 'utf8').trim().split('\n');
    assert.equal(started.length, 3);
    assert.deepEqual(findMarked(payload.launch), []);
    for (const pid of started) assert.equal(existsSync(`/proc/${pid}/cwd`), false, `process ${pid} lives`);
  });

  it('keeps 50 MB of output within the bound of its log', async () => {
    using fixture = slotFixture();
    fixture.assign({ agent: agentOf('spews.mjs', '50'), limits: { output_bytes_max: 1_000_000 } });
    const { end, messages } = await run(fixture);
    assert.equal(end, 'succeeded');
    assert.ok(statSync(join(fixture.root, 'attempt', 'output.log')).size <= 1_100_000);
    assert.ok(messages.length < 200, `${String(messages.length)} messages`);
  });

  it('writes no credential to disk that the agent prints', async () => {
    using fixture = slotFixture();
    const secret = 'wq8Zp3vT6nX1mK4r';
    fixture.assign({
      agent: agentOf('prints-secret.mjs'),
      env_allow: ['MY_API_TOKEN'],
      verify: [node('console.log(process.env.MY_API_TOKEN)')],
    });
    const { end } = await run(fixture, { env: { ...process.env, MY_API_TOKEN: secret } });
    assert.equal(end, 'succeeded');
    const written = allText(fixture.root);
    for (const form of [
      secret,
      Buffer.from(secret).toString('base64').slice(0, 20),
      Buffer.from(secret).toString('hex'),
    ]) {
      assert.equal(written.includes(form), false, `${form} was written`);
    }
    assert.match(readFileSync(join(fixture.root, 'attempt', 'output.log'), 'utf8'), /token: \[redacted\]/);
  });
});
