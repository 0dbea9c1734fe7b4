import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findMarked } from '../../../../src/core/base/process-tree.ts';
import { environmentWithKiro, kiroAgent } from '../../../support/kiro/stand-in.ts';
import { agentOf, lastOf, node, run, slotFixture } from '../runner/slot-fixture.ts';

describe('a playbook', () => {
  const book = (root: string, text: string): string => {
    const folder = join(root, 'playbooks');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'template.txt'), 'from the template\n');
    writeFileSync(join(folder, 'book.yaml'), text);
    return join(folder, 'book.yaml');
  };

  it('does scripted work without any agent, round by round', async () => {
    using fixture = slotFixture();
    const playbook = book(
      fixture.root,
      [
        'steps:',
        '  - copy: {from: template.txt, to: "src/{task_id}.txt"}',
        `  - run: '"${process.execPath}" -e "fs.writeFileSync(process.argv[1], process.argv[2])" {task_id}.out "{title}"'`,
        `  - run: '"${process.execPath}" -e "fs.writeFileSync(\\"mended.txt\\", process.env.BY)"'`,
        '    when: fix',
        '    env: {BY: "round {round}"}',
        '  - verify: true',
      ].join('\n'),
    );
    const title = 'Two words; $(id) "quoted"';
    const check = node("fs.readFileSync('mended.txt')");
    fixture.assign({
      playbook,
      agent: { name: 'playbook', driver: 'playbook' },
      task: { id: '1', title },
      verify: [check],
    });
    const { messages } = await run(fixture);
    const { commit } = lastOf(messages, 'committed')!;
    assert.equal(fixture.git('show', `${commit}:src/1.txt`), 'from the template');
    assert.equal(fixture.git('show', `${commit}:1.out`), title);
    assert.equal(fixture.git('show', `${commit}:mended.txt`), 'round 2');
  });

  it('leads the agent, and a failed step of it goes back to that agent', async () => {
    using fixture = slotFixture();
    const playbook = book(
      fixture.root,
      `steps:\n  - agent: true\n  - verify: ['"${process.execPath}" -e "if (+fs.readFileSync(\\"answer.txt\\") !== 4) throw Error(\\"expected \\" + 4)"']\n`,
    );
    fixture.assign({ playbook, agent: agentOf('fails-then-fixes.mjs') });
    const { messages } = await run(fixture);
    assert.equal(fixture.git('show', `${lastOf(messages, 'committed')!.commit}:answer.txt`), '4');
  });

  it('keeps one conversation with the agent over all rounds, and ends what its other steps leave running', async () => {
    using fixture = slotFixture();
    const stays =
      "require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' }).unref()";
    const playbook = book(
      fixture.root,
      ['steps:', '  - agent: true', '  - run: ' + JSON.stringify(node(stays)), '    when: always'].join('\n'),
    );
    const write = (text: string) => ({ write: ['src/a.txt', text] });
    const turns = [[write('wrong\n')], [{ say: 'I go on.' }, write('a\n')]];
    const { launch } = fixture.assign({
      ...{ playbook, agent: kiroAgent('kiro', { turns }) },
      verify: [node("process.exit(fs.readFileSync('src/a.txt', 'utf8') === 'a\\n' ? 0 : 1)")],
    }).payload;
    const { end, messages } = await run(fixture, { env: environmentWithKiro(fixture.root) });
    const transcript = readFileSync(join(fixture.root, 'attempt', 'output.log'), 'utf8');
    assert.equal(end, 'succeeded', `${JSON.stringify(lastOf(messages, 'runner_finished'))}\n${transcript}`);
    assert.match(transcript, /I go on\./);
    assert.deepEqual(findMarked(launch), []);
  });

  it('leaves what its own checks have found as evidence, beside the check of the tree', async () => {
    using fixture = slotFixture();
    const right = node("if (+fs.readFileSync('answer.txt') !== 4) throw Error('expected ' + 4)");
    const playbook = book(
      fixture.root,
      `steps:\n  - agent: true\n  - verify: [${JSON.stringify(`${right} {task_id}`)}]\n`,
    );
    fixture.assign({ playbook, agent: agentOf('fails-then-fixes.mjs'), verify: [node('0')] });
    const { end, messages } = await run(fixture);
    assert.equal(end, 'succeeded');
    const checks = messages.flatMap((message) => (message.type === 'verification' ? [message.verification] : []));
    assert.deepEqual(
      checks.map(({ ok, round, tree, commands }) => [ok, round, tree !== undefined, commands[0]?.command]),
      [
        [false, 1, false, `${right} {task_id}`],
        [true, 2, false, `${right} {task_id}`],
        [true, 2, true, node('0')],
      ],
    );
    const stored = readFileSync(join(fixture.root, 'artifacts', 'verify.json'), 'utf8');
    assert.deepEqual(JSON.parse(stored), checks);
  });

  it('passes on what its agent was refused', async () => {
    using fixture = slotFixture();
    const playbook = book(fixture.root, 'steps:\n  - agent: true\n');
    const agent = kiroAgent('kiro', { turns: [[{ run: 'git push' }]] });
    fixture.assign({ playbook, agent });
    const { messages } = await run(fixture, { env: environmentWithKiro(fixture.root) });
    const { failure } = lastOf(messages, 'runner_finished')!;
    assert.equal(failure?.kind, 'permission_denied');
    assert.match(failure.message, /git push/);
  });

  it('that is wrong fails the attempt and names the line', async () => {
    using fixture = slotFixture();
    const playbook = book(fixture.root, 'steps:\n  - agent: true\n  - rum: x\n');
    fixture.assign({ playbook });
    const { messages } = await run(fixture);
    assert.match(lastOf(messages, 'runner_finished')?.failure?.message ?? '', /book\.yaml:3/);
  });
});
