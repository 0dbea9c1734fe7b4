import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

  it('that is wrong fails the attempt and names the line', async () => {
    using fixture = slotFixture();
    const playbook = book(fixture.root, 'steps:\n  - agent: true\n  - rum: x\n');
    fixture.assign({ playbook });
    const { messages } = await run(fixture);
    assert.match(lastOf(messages, 'runner_finished')?.failure?.message ?? '', /book\.yaml:3/);
  });
});
